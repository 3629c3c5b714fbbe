using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.HostAgent.Watching;

/// <summary>Checks a task with the keys as they are at that moment: a key that was taken away starts nothing more.</summary>
/// <param name="keyFolder">The folder of the trusted keys; null when signatures are not asked for.</param>
internal sealed class SignatureCheck(string? keyFolder)
{
    /// <summary>The verdict, or null when signatures are not asked for, or there is no task.</summary>
    public SignatureVerdict? Check(TaskDocument? document)
    {
        if (keyFolder is null || document is null)
            return null;
        return TrustedKeys.TryRead(keyFolder, out var keys, out var errors)
            ? TaskSignature.Verify(document, keys)
            : new SignatureVerdict.Refused(
                RejectedReason.NoTrustedKeys,
                $"This node cannot check signatures: {string.Join(" ", errors)} Then change the task, so that it is read again."
            );
    }
}
