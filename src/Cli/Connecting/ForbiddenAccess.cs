using System.Text.RegularExpressions;
using k8s.Autorest;

namespace NodeTasker.Cli.Connecting;

/// <summary>A refusal for lack of rights: names the right that is missing, and how an admin gives it.</summary>
internal static partial class ForbiddenAccess
{
    /// <summary>The words for the server's <paramref name="message"/>.</summary>
    public static string Describe(string message, HttpRequestMessageWrapper? request, ClusterAccess cluster)
    {
        var refused = Refusal().Match(message);
        if (!refused.Success)
            // An admission policy or webhook refuses with a reason of its own.
            return $"the API server forbids it ({request?.Method.Method ?? "request"}): {message}";

        var (user, verb, resource) = (refused.Groups["user"].Value, refused.Groups["verb"].Value, refused.Groups["resource"].Value);
        var isClusterWide = !refused.Groups["namespace"].Success;
        var where = isClusterWide ? "of the cluster" : $"in the namespace '{refused.Groups["namespace"].Value}'";
        var group = refused.Groups["group"].Value is { Length: > 0 } name ? $".{name}" : "";
        return $"you ({user}) may not {verb} {resource} {where}; the verb '{verb}' on '{resource}{group}' is missing.\n"
            + $"{OperatorRoles.Advise(verb, resource, cluster.Namespace, user)}\n"
            + $"`{ProgramName.Shown} doctor` checks all rights at once.";
    }

    [GeneratedRegex(
        """User "(?<user>[^"]*)" cannot (?<verb>\w+) resource "(?<resource>[^"]*)" in API group "(?<group>[^"]*)"(?: in the namespace "(?<namespace>[^"]*)")?""",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Refusal();
}
