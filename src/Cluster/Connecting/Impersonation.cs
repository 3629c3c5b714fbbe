using System.Globalization;
using System.Text;
using k8s.Exceptions;

namespace NodeTasker.Cluster;

/// <summary>The headers with which a user asks in the name of another (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation).</summary>
internal static class Impersonation
{
    private const string NotEscaped = "!#$&'*+-.^_`|~";

    public static IReadOnlyList<(string Name, string Value)> Of(YamlMap user, string name)
    {
        var (impersonated, uid, groups, extra) = (user.Text("as"), user.Text("as-uid"), user.Texts("as-groups"), user.Map("as-user-extra"));
        if (impersonated is null)
        {
            return uid is null && groups.Count == 0 && extra is null
                ? []
                : throw new KubeConfigException($"the user '{name}' has as-uid, as-groups or as-user-extra, but no as");
        }

        var headers = new List<(string, string)> { ("Impersonate-User", impersonated) };
        if (uid is not null)
            headers.Add(("Impersonate-Uid", uid));
        if (Only(groups, "as-groups") is { } group)
            headers.Add(("Impersonate-Group", group));
        foreach (var key in extra?.Keys ?? [])
        {
            if (Only(extra!.Texts(key), $"values of {key} in as-user-extra") is { } value)
                headers.Add(($"Impersonate-Extra-{Escape(key)}", value));
        }

        return headers;

        // HttpClient joins the values of a header with commas, and to the API server that is one value.
        string? Only(IReadOnlyList<string> values, string what) =>
            values switch
            {
                [] => null,
                [var only] => only,
                _ => throw new KubeConfigException($"the user '{name}' has {values.Count} {what}, and only one can be sent; leave one"),
            };
    }

    private static string Escape(string key)
    {
        var escaped = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(key))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || NotEscaped.Contains((char)octet, StringComparison.Ordinal))
                escaped.Append((char)octet);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return escaped.ToString();
    }
}
