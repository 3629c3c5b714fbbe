namespace NodeTasker.Cluster.Tests;

/// <summary>The rules of Go's programs (golang.org/x/net/http/httpproxy), and so of kubectl.</summary>
public sealed class ProxyRulesTests
{
    [Theory]
    [InlineData("https://10.1.2.3:6443", "10.0.0.0/8", false)]
    [InlineData("https://11.1.2.3:6443", "10.0.0.0/8", true)]
    [InlineData("https://10.1.2.3:6443", "10.1.2.3", false)]
    [InlineData("https://10.1.2.3:6443", "10.1.2.3:6443", false)]
    [InlineData("https://10.1.2.3:6443", "10.1.2.3:443", true)]
    [InlineData("https://10.1.2.30:6443", "10.1.2.3", true)]
    [InlineData("https://[fd00::1]:6443", "fd00::/8", false)]
    [InlineData("https://[fd00::1]:6443", "[fd00::1]:6443", false)]
    [InlineData("https://[2001:db8::1]:6443", "fd00::/8", true)]
    [InlineData("https://api.example.com", "example.com", false)]
    [InlineData("https://example.com", "example.com", false)]
    [InlineData("https://api.example.com", ".example.com", false)]
    [InlineData("https://example.com", ".example.com", true)]
    [InlineData("https://example.com", "*.example.com", true)]
    [InlineData("https://api.example.com", "*.example.com", false)]
    [InlineData("https://notexample.com", "example.com", true)]
    [InlineData("https://API.Example.Com.", " EXAMPLE.com ", false)]
    [InlineData("https://api.example.com", "example.com:443", false)]
    [InlineData("https://api.example.com:6443", "example.com:443", true)]
    [InlineData("https://api.example.com", "other,*", false)]
    [InlineData("https://api.example.com", "", true)]
    [InlineData("https://10.1.2.3", "10.0.0.0/99,,nonsense/8", true)]
    [InlineData("https://localhost:6443", "", false)]
    [InlineData("https://127.9.9.9:6443", "", false)]
    [InlineData("https://[::1]:6443", "", false)]
    public void A_proxy_leads_to_a_server_unless_NO_PROXY_excepts_it(string server, string exceptions, bool isUsed) =>
        Assert.Equal(isUsed, ProxyRules.IsUsedFor(new Uri(server), exceptions));

    [Fact]
    public void A_header_of_a_CGI_request_is_no_proxy()
    {
        var environment = new Dictionary<string, string?> { ["HTTP_PROXY"] = "http://proxy", ["REQUEST_METHOD"] = "GET" };

        Assert.Null(ProxyRules.Find(new Uri("http://api.example.com"), environment.GetValueOrDefault));
        environment.Remove("REQUEST_METHOD");
        Assert.Equal(new Uri("http://proxy"), ProxyRules.Find(new Uri("http://api.example.com"), environment.GetValueOrDefault));
    }
}
