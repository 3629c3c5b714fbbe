using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NodeTasker.TaskModel;

/// <summary>Values that name something on the host: users, paths, variables, files.</summary>
internal static partial class HostValues
{
    private const string ReservedEnv = "NODE_TASKER_";
    private const int MaxPath = 4095;
    private const int MaxFileName = 255;

    private static readonly string[] ShellNames = ["BASHOPTS", "BASH_VERSINFO", "EUID", "OPTIND", "PPID", "SHELLOPTS", "UID"];

    private static readonly string[] AgentFiles = ["script", "output.log"];

    public static bool User(string text, out string value, out string error)
    {
        value = text;
        var isNumber = !text.AsSpan().ContainsAnyExceptInRange('0', '9');
        error =
            isNumber && !(uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uid < uint.MaxValue)
                ? "it is no uid"
            : !isNumber && !UserName().IsMatch(text) ? "it is no user name"
            : "";
        return error.Length == 0;
    }

    public static bool WorkingDir(string text, out string? value, out string error)
    {
        value = text;
        error =
            !text.StartsWith('/') ? "it does not begin with '/'"
            : text.Any(char.IsControl) ? "it contains a control character"
            : text.EnumerateRunes().Any(IsMisleading) ? "it contains an invisible character, or half of one"
            : text.Split('/').Contains("..", StringComparer.Ordinal) ? "it contains '..'"
            : text.Length > MaxPath ? "it is too long"
            : "";
        return error.Length == 0;
    }

    /// <summary>Returns what is wrong, or null.</summary>
    public static string? CheckEnvName(string name) =>
        name.Length == 0 ? "there is no name behind 'env.'; expected, for example, env.LEVEL"
        : !EnvName().IsMatch(name)
            ? $"'{Shown.Of(name)}' is no name of an environment variable; expected letters, digits and '_', not a digit first"
        : name.StartsWith(ReservedEnv, StringComparison.Ordinal) ? $"names that begin with {ReservedEnv} are the agent's own"
        : ShellNames.Contains(name) ? $"the shells of some hosts keep {name} for themselves and would refuse it"
        : null;

    /// <summary>Returns what is wrong, or null.</summary>
    public static string? CheckFileName(string name) =>
        name.Length == 0 ? "there is no name behind 'file.'; expected, for example, file.app.conf"
        : !FileName().IsMatch(name) ? $"'{Shown.Of(name)}' is no name of a file; expected letters, digits, '.', '_' and '-', not '-' first"
        : name is "." or ".." ? $"'{name}' is a folder; expected, for example, file.app.conf"
        : name.Length > MaxFileName ? $"the name is longer than {MaxFileName} characters"
        : AgentFiles.Contains(name, StringComparer.Ordinal)
            ? $"'{name}' is a file of the agent's own beside the script; choose another name"
        : null;

    // What turns the direction of writing, joins, or is half of a pair shows one path and names another.
    private static bool IsMisleading(Rune rune) =>
        rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Of a directory too, as CORP\bob and alice@corp.example.
    [GeneratedRegex(
        @"\A([A-Za-z0-9_][A-Za-z0-9_.-]{0,62}\\)?[A-Za-z_][A-Za-z0-9_.+-]{0,62}(@[A-Za-z0-9][A-Za-z0-9.-]{0,252})?\$?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex UserName();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex EnvName();

    [GeneratedRegex(@"\A[A-Za-z0-9._][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
