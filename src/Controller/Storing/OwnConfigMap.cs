using System.Net;
using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Storing;

/// <summary>A ConfigMap that only the controller writes: each write names the version that it replaces, so that of two controllers one is refused. For one caller at a time.</summary>
internal sealed class OwnConfigMap(IKubernetes client, string ns, string name, WriteKind kind, ApiWrites writes)
{
    private const int Tries = 3;
    private readonly OwnVersions _versions = new();
    private bool _isKnown;
    private long _sent;
    private V1ConfigMap? _known;

    /// <summary>Called when somebody else has changed it, as far as <see cref="Saw"/> tells.</summary>
    public event Action? Disturbed
    {
        add => _versions.Disturbed += value;
        remove => _versions.Disturbed -= value;
    }

    public string Name => name;

    /// <summary>A watch says that it is at <paramref name="version"/>; null: that there is none. What somebody else has written is read before the next write.</summary>
    public void Saw(string? version) => _versions.Saw(version);

    /// <summary>What it holds, as the API server has it now; null when there is none.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> ReadAsync(CancellationToken cancellationToken)
    {
        _isKnown = false;
        _versions.BeginRead();
        try
        {
            _known = await client.CoreV1.ReadNamespacedConfigMapAsync(name, ns, cancellationToken: cancellationToken);
            _isKnown = true;
        }
        catch (Exception e) when (ApiFailure.CodeOf(e) == HttpStatusCode.NotFound)
        {
            _known = null;
            _isKnown = true;
        }
        finally
        {
            EndCall();
        }

        return _known is null ? null : _known.Data?.AsReadOnly() ?? (IReadOnlyDictionary<string, string>)new Dictionary<string, string>();
    }

    /// <summary>Writes it, whatever somebody else has written, unless it is like that already; returns whether it had to be written.</summary>
    public Task<bool> WriteAsync(TaskObject content, CancellationToken cancellationToken) =>
        InsistAsync(() => TryWriteAsync(content, cancellationToken), cancellationToken);

    /// <summary>Deletes it, whatever somebody else has written; returns whether there was something to delete.</summary>
    public Task<bool> DeleteAsync(CancellationToken cancellationToken) =>
        InsistAsync(() => TryDeleteAsync(cancellationToken), cancellationToken);

    /// <summary>Writes it unless it is like that already; false when somebody else has written it since it was read, which has to be read then.</summary>
    public async Task<bool> TryWriteAsync(TaskObject content, CancellationToken cancellationToken)
    {
        if (!_isKnown || _versions.IsDisturbed)
            return false;
        if (_known is not null && Same(_known.Metadata.Labels, content.Labels) && Same(_known.Data, content.Data))
            return true;
        var body = new V1ConfigMap
        {
            ApiVersion = V1ConfigMap.KubeApiVersion,
            Kind = V1ConfigMap.KubeKind,
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = ns,
                Labels = new Dictionary<string, string>(content.Labels),
                ResourceVersion = _known?.Metadata.ResourceVersion,
            },
            Data = new Dictionary<string, string>(content.Data),
        };
        BeginWrite();
        try
        {
            _known = _known is null
                ? await client.CoreV1.CreateNamespacedConfigMapAsync(
                    body,
                    ns,
                    fieldManager: WellKnown.ControllerFieldManager,
                    cancellationToken: cancellationToken
                )
                : await client.CoreV1.ReplaceNamespacedConfigMapAsync(
                    body,
                    name,
                    ns,
                    fieldManager: WellKnown.ControllerFieldManager,
                    cancellationToken: cancellationToken
                );
            return true;
        }
        catch (Exception e)
        {
            // Refused, or nobody knows whether it was done: what is there has to be read.
            _isKnown = false;
            if (IsConflict(e))
                return false;
            throw;
        }
        finally
        {
            EndCall();
        }
    }

    /// <summary>Deletes the version that was read; false as in <see cref="TryWriteAsync"/>.</summary>
    public async Task<bool> TryDeleteAsync(CancellationToken cancellationToken)
    {
        if (!_isKnown || _versions.IsDisturbed)
            return false;
        if (_known is null)
            return true;
        BeginWrite();
        try
        {
            var options = new V1DeleteOptions
            {
                Preconditions = new V1Preconditions { Uid = _known.Metadata.Uid, ResourceVersion = _known.Metadata.ResourceVersion },
            };
            await client.CoreV1.DeleteNamespacedConfigMapAsync(name, ns, options, cancellationToken: cancellationToken);
            _known = null;
            return true;
        }
        catch (Exception e)
        {
            _isKnown = false;
            if (IsConflict(e))
                return false;
            throw;
        }
        finally
        {
            EndCall();
        }
    }

    private async Task<bool> InsistAsync(Func<Task<bool>> tryOnce, CancellationToken cancellationToken)
    {
        var before = _sent;
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await tryOnce())
                return _sent != before;
            await ReadAsync(cancellationToken);
        }

        throw new IOException($"somebody else keeps writing ConfigMap {ns}/{name}");
    }

    private void BeginWrite()
    {
        _sent++;
        writes.Add(kind);
        _versions.BeginWrite();
    }

    private void EndCall() => _versions.End(_isKnown, _known?.Metadata.ResourceVersion);

    private static bool IsConflict(Exception e) => ApiFailure.CodeOf(e) is HttpStatusCode.Conflict or HttpStatusCode.NotFound;

    private static bool Same(IDictionary<string, string>? one, IReadOnlyDictionary<string, string> other) =>
        (one?.Count ?? 0) == other.Count && other.All(entry => one!.TryGetValue(entry.Key, out var value) && value == entry.Value);
}
