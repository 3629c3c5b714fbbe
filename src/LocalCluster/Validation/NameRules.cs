using System.Text;
using System.Text.RegularExpressions;

namespace NodeTasker.LocalCluster.Validation;

/// <summary>The syntax of names, labels and keys, with the sentences in which Kubernetes explains it.</summary>
internal static partial class NameRules
{
    private const string QualifiedPattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string LabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainPattern = LabelPattern + @"(\." + LabelPattern + ")*";

    public static IEnumerable<string> Subdomain(string value)
    {
        if (value.Length > 253)
            yield return "must be no more than 253 bytes";
        if (!SubdomainRegex().IsMatch(value))
            yield return $"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{SubdomainPattern}')";
    }

    public static IEnumerable<string> DnsLabel(string value)
    {
        if (value.Length > 63)
            yield return "must be no more than 63 bytes";
        if (!DnsLabelRegex().IsMatch(value))
            yield return $"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '{LabelPattern}')";
    }

    public static IEnumerable<string> QualifiedName(string value)
    {
        var parts = value.Split('/');
        if (parts.Length > 2)
        {
            yield return $"a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{QualifiedPattern}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }

        if (parts.Length == 2)
        {
            if (parts[0].Length == 0)
                yield return "prefix part must be non-empty";
            else
                foreach (var problem in Subdomain(parts[0]))
                    yield return $"prefix part {problem}";
        }

        var name = parts[^1];
        if (name.Length == 0)
            yield return "name part must be non-empty";
        else if (name.Length > 63)
            yield return "name part must be no more than 63 bytes";
        if (!QualifiedRegex().IsMatch(name))
            yield return $"name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{QualifiedPattern}')";
    }

    public static IEnumerable<string> LabelValue(string value)
    {
        if (value.Length > 63)
            yield return "must be no more than 63 bytes";
        if (value.Length > 0 && !QualifiedRegex().IsMatch(value))
            yield return $"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '({QualifiedPattern})?')";
    }

    public static IEnumerable<string> ConfigMapKey(string value)
    {
        if (Encoding.UTF8.GetByteCount(value) > 253)
            yield return "must be no more than 253 bytes";
        if (!ConfigKeyRegex().IsMatch(value))
            yield return "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
        if (value == ".")
            yield return "must not be '.'";
        else if (value == "..")
            yield return "must not be '..'";
        else if (value.StartsWith("..", StringComparison.Ordinal))
            yield return "must not start with '..'";
    }

    [GeneratedRegex("^" + SubdomainPattern + @"\z", RegexOptions.CultureInvariant)]
    private static partial Regex SubdomainRegex();

    [GeneratedRegex("^" + LabelPattern + @"\z", RegexOptions.CultureInvariant)]
    private static partial Regex DnsLabelRegex();

    [GeneratedRegex("^" + QualifiedPattern + @"\z", RegexOptions.CultureInvariant)]
    private static partial Regex QualifiedRegex();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ConfigKeyRegex();
}
