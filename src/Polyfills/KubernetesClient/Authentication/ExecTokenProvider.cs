using System.Net.Http.Headers;
using k8s.KubeConfigModels;

namespace k8s.Authentication;

/// <summary>The token of an exec plugin, kept until shortly before it expires.</summary>
#pragma warning disable CA1001 // The semaphore has nothing to dispose of: nobody asks for its wait handle.
public class ExecTokenProvider : ITokenProvider
{
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(30);

    private readonly ExternalExecution _exec;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _running = new(1, 1);
    private ExecCredentialResponse _response;

    public ExecTokenProvider(ExternalExecution exec)
        : this(exec, null, TimeProvider.System)
    {
    }

    internal ExecTokenProvider(ExternalExecution exec, ExecCredentialResponse first, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(exec);
        _exec = exec;
        _response = first;
        _time = time;
    }

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (NeedsRun()) _response = await ExecPlugin.RunAsync(_exec, cancellationToken).ConfigureAwait(false);
            return new AuthenticationHeaderValue("Bearer", _response.Status.Token);
        }
        finally
        {
            _running.Release();
        }
    }

    private bool NeedsRun()
        => _response is null || (_response.Status.ExpirationTimestamp is { } expiry && _time.GetUtcNow() + _margin >= expiry);
}
