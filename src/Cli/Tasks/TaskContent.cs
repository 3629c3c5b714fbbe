using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Tasks;

/// <summary>What is going to be a task's <c>data</c> and <c>binaryData</c>.</summary>
internal sealed record TaskContent(ImmutableSortedDictionary<string, string> Data, ImmutableSortedDictionary<string, byte[]> BinaryData)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Nothing to do.</summary>
    public static TaskContent Empty { get; } =
        new(
            ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal),
            ImmutableSortedDictionary<string, byte[]>.Empty.WithComparers(StringComparer.Ordinal)
        );

    /// <summary>A script and nothing else.</summary>
    public static TaskContent Of(string script) => Empty.With("task", script);

    /// <summary>With this key.</summary>
    public TaskContent With(string key, string value) => this with { Data = Data.SetItem(key, value) };

    /// <summary>As a run of its own, unless the operator has chosen the nonce.</summary>
    public TaskContent WithFreshNonce() => Data.ContainsKey("nonce") ? this : With("nonce", NewNonce());

    /// <summary>Any text that was not there before.</summary>
    public static string NewNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>With a member of <c>env.NAME</c> or <c>file.NAME</c>, given as <c>NAME=VALUE</c>, or as <c>PATH</c>.</summary>
    public TaskContent WithMember(KnownKey family, string flag, string given)
    {
        var (name, value) = given.Split('=', 2) is [var before, var after] ? (before, after) : (null, given);
        if (family.Prefix == "file.")
            return WithFile($"{family.Prefix}{name ?? Path.GetFileName(value)}", flag, value);

        return name is not null
            ? With(family.Prefix + name, value)
            : throw new CommandException(ExitCodes.Usage, $"{flag} {given}: expected NAME=VALUE");
    }

    /// <summary>As a task that an agent would read.</summary>
    public TaskDocument ToDocument(string name) => new(name, Data, BinaryData, ImmutableDictionary<string, string>.Empty);

    private TaskContent WithFile(string key, string flag, string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCodes.Usage,
                $"{flag} {path}: {(Directory.Exists(path) ? "it is a folder; give a file" : e.Message)}"
            );
        }

        // As kubectl does: what is no text goes where bytes go.
        try
        {
            return With(key, StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return this with { BinaryData = BinaryData.SetItem(key, bytes) };
        }
    }
}
