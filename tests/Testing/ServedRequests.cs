using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace NodeTasker.Testing;

/// <summary>The requests to a server in this process, as ASP.NET Core's own diagnostics tell them.</summary>
internal sealed class ServedRequests : IDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private readonly int _port;
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    public ServedRequests(int port)
    {
        _port = port;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public IReadOnlyList<string> Read(string part) => [.. _requests.Where(request => request.Contains(part, StringComparison.Ordinal))];

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.AspNetCore")
            _subscriptions.Add(value.Subscribe(this, name => name.StartsWith(Request, StringComparison.Ordinal)));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key != Request + ".Start" || value.Value is not HttpContext http || http.Connection.LocalPort != _port)
            return;
        if (ApiServer.IsOfTests(http.Request.Headers.UserAgent.ToString()))
            return;
        _requests.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }
}
