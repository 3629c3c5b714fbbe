using System.Net;
using k8s.Exceptions;

namespace NodeTasker.Cluster;

/// <summary>Which proxy leads to the API server, by the variables as Go's programs read them: with networks in <c>NO_PROXY</c>, and loopback never.</summary>
internal static class ProxyRules
{
    /// <summary>A kubeconfig's <c>proxy-url</c>, which counts for any server.</summary>
    public static Uri Configured(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5"
            ? proxy!
            : throw new KubeConfigException($"the kubeconfig's proxy-url '{text}' must be a URL with http, https or socks5");

    /// <summary>That of the environment; null is none.</summary>
    public static Uri? Find(Uri server, Func<string, string?> environment)
    {
        string? Read(string name) => environment(name) is { Length: > 0 } value ? value : environment(name.ToLowerInvariant());
        var isHttps = server.Scheme == Uri.UriSchemeHttps;
        // In a CGI program the variable HTTP_PROXY is a header of the caller's.
        var text =
            isHttps ? Read("HTTPS_PROXY")
            : string.IsNullOrEmpty(environment("REQUEST_METHOD")) ? Read("HTTP_PROXY")
            : null;
        if (string.IsNullOrEmpty(text) || !IsUsedFor(server, Read("NO_PROXY") ?? ""))
            return null;
        return Parse(text) ?? Parse($"http://{text}") ?? throw new KubeConfigException($"the proxy '{text}' of the environment is no URL");
    }

    /// <summary>The name and password of the proxy's URL.</summary>
    public static NetworkCredential? CredentialsOf(Uri proxy)
    {
        if (proxy.UserInfo.Length == 0)
            return null;
        var parts = proxy.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    internal static bool IsUsedFor(Uri server, string exceptions)
    {
        var host = server.IdnHost.TrimEnd('.').ToLowerInvariant();
        var address = IPAddress.TryParse(host, out var parsed) ? Plain(parsed) : null;
        if (host == "localhost" || (address is not null && IPAddress.IsLoopback(address)))
            return false;
        return !exceptions
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(exception => Excepts(exception.ToLowerInvariant(), host, address, server.Port));
    }

    private static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0
            ? uri.Scheme switch
            {
                "http" or "https" or "socks5" => uri,
                "socks5h" => new UriBuilder(uri) { Scheme = "socks5" }.Uri,
                _ => null,
            }
            : null;

    private static bool Excepts(string exception, string host, IPAddress? address, int port)
    {
        if (exception == "*")
            return true;
        if (
            exception.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            && IPAddress.TryParse(exception[..slash], out var network)
        )
            return address is not null && int.TryParse(exception[(slash + 1)..], out var bits) && IsIn(address, Plain(network), bits);

        var (name, onlyPort) = (exception, (string?)null);
        if (!IPAddress.TryParse(exception, out var excepted))
        {
            if (exception.LastIndexOf(':') is >= 0 and var colon)
                (name, onlyPort) = (exception[..colon].TrimStart('[').TrimEnd(']'), exception[(colon + 1)..]);
            _ = IPAddress.TryParse(name, out excepted);
        }

        if (name.Length == 0 || (onlyPort is { Length: > 0 } && onlyPort != $"{port}"))
            return false;
        if (excepted is not null)
            return Plain(excepted).Equals(address);
        if (name.StartsWith("*.", StringComparison.Ordinal))
            name = name[1..];
        return name[0] == '.'
            ? host.EndsWith(name, StringComparison.Ordinal)
            : host == name || host.EndsWith($".{name}", StringComparison.Ordinal);
    }

    private static bool IsIn(IPAddress address, IPAddress network, int bits)
    {
        var (own, other) = (address.GetAddressBytes(), network.GetAddressBytes());
        if (own.Length != other.Length || bits < 0 || bits > own.Length * 8)
            return false;
        for (var bit = 0; bit < bits; bit++)
        {
            if (((own[bit / 8] ^ other[bit / 8]) & (0x80 >> (bit % 8))) != 0)
                return false;
        }

        return true;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
