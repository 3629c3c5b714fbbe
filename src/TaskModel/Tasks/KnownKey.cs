using System.Text;

namespace NodeTasker.TaskModel;

/// <summary>One key of a task.</summary>
/// <param name="Name">As written in the ConfigMap; <c>env.NAME</c> and <c>file.NAME</c> stand for all of their kind.</param>
/// <param name="Kind">What kind of value it takes.</param>
/// <param name="Value">What is a right value, as a phrase that can follow "expected".</param>
/// <param name="Default">What an absent key means.</param>
/// <param name="Meaning">What it is for, in a line.</param>
public sealed record KnownKey(string Name, KeyKind Kind, string Value, string Default, string Meaning)
{
    /// <summary>The values that there are; empty where they are not a few words.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether <see cref="Name"/> stands for many keys, <c>env.NAME</c> or <c>file.NAME</c>.</summary>
    public bool IsFamily => Name.EndsWith(".NAME", StringComparison.Ordinal);

    /// <summary>What comes before NAME in a family, <c>env.</c>; else the whole name.</summary>
    public string Prefix => IsFamily ? Name[..^"NAME".Length] : Name;

    /// <summary>The command line flag of the same meaning: <c>maxFailures</c> is <c>--max-failures</c>, <c>env.NAME</c> is <c>--env</c>.</summary>
    public string Flag
    {
        get
        {
            var flag = new StringBuilder("--");
            foreach (var character in Prefix.TrimEnd('.'))
            {
                if (char.IsAsciiLetterUpper(character))
                    flag.Append('-');

                flag.Append(char.ToLowerInvariant(character));
            }

            return flag.ToString();
        }
    }
}
