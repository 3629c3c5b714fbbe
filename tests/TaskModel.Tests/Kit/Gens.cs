using FsCheck;
using FsCheck.Fluent;

namespace NodeTasker.TaskModel.Tests;

internal static class Gens
{
    /// <summary>Any text: odd characters, control characters and lone surrogates among them.</summary>
    public static Gen<string> Text { get; } =
        Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
            Gen.Elements("", " ", "0", "-1", "1%", "true", "1h", "a,b", "\0", "\ud800", "\u202e", "é\n", new string('x', 5000)),
            Gen.Choose(0, 0xFFFF).Select(code => (char)code).ListOf().Select(characters => string.Concat(characters)),
            Gen.Elements("0123456789.%,-+eEimnsuhKkMG*?/@#!()=<> abcz_$\r\n\t".ToCharArray())
                .ListOf()
                .Select(characters => string.Concat(characters))
        );

    public static Gen<string> Key { get; } =
        Gen.OneOf(
            Gen.Elements(KnownKeys.All.Select(key => key.Name).ToArray()),
            Gen.Elements("env.", "file.", "file...", "env.A B", "file.script", "env.NODE_TASKER_X", "timout", "Task", "", ".", "hello.sh"),
            Text
        );

    public static Gen<TaskDocument> Document { get; } =
        from script in Gen.Frequency((3, Gen.Constant(Tasks.Script)), (1, Text))
        from data in Gen.Zip(Key, Text).ListOf()
        from binary in Gen.Zip(Key, ArbMap.Default.GeneratorFor<byte[]>()).ListOf()
        from cancel in Text
        select new TaskDocument(
            "node-tasker",
            Unique([.. data, ("task", script)]),
            Unique(binary.Take(2).Select(entry => (entry.Item1, entry.Item2 ?? []))),
            new Dictionary<string, string> { [WellKnown.CancelAnnotation] = cancel }
        );

    public static Gen<string> DnsName { get; } =
        from first in Gen.Choose('a', 'z')
        from rest in Gen.Elements("abcdefghijklmnopqrstuvwxyz0123456789".ToCharArray()).ListOf()
        select string.Concat([(char)first, .. rest.Take(40)]);

    private static Dictionary<string, T> Unique<T>(IEnumerable<(string Key, T Value)> entries) =>
        entries.GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Last().Value);
}
