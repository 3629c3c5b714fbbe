namespace Microsoft.Extensions.Hosting.Systemd;

/// <summary>Tells systemd how this service is.</summary>
public interface ISystemdNotifier
{
    /// <summary>Sends a state, at once; does nothing if nobody listens.</summary>
    void Notify(ServiceState state);

    /// <summary>Whether systemd listens.</summary>
    bool IsEnabled { get; }
}
