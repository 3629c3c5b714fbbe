using System.Diagnostics;
using k8s.Authentication;
using k8s.KubeConfigModels;

namespace k8s;

public partial class KubernetesClientConfiguration
{
    public static event EventHandler<DataReceivedEventArgs> ExecStdError;

    public static TimeSpan ExecTimeout { get; set; } = TimeSpan.FromMinutes(2);

    public static Process CreateRunnableExternalProcess(ExternalExecution config, EventHandler<DataReceivedEventArgs> captureStdError = null)
        => ExecPlugin.Create(config, captureStdError);

    public static ExecCredentialResponse ExecuteExternalCommand(ExternalExecution config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Task.Run(() => ExecPlugin.RunAsync(config, CancellationToken.None)).GetAwaiter().GetResult();
    }

    internal static void RaiseExecStdError(object sender, DataReceivedEventArgs data) => ExecStdError?.Invoke(sender, data);
}
