using FsCheck;
using FsCheck.Fluent;

namespace NodeTasker.TaskModel.Tests;

/// <summary>Properties: what holds for every value that a generator makes; the failing one is shrunk and shown.</summary>
internal static class ForEvery
{
    public static void Value<T>(Gen<T> values, Action<T> holds, int count = 300) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(values.ToArbitrary(), holds));
}
