namespace NodeTasker.Cli.Connecting;

/// <summary>The roles for operators that the manifest brings along: binding one is less than making one, and no more is given than is needed.</summary>
internal static class OperatorRoles
{
    /// <summary>What an admin can do for <paramref name="user"/>, who may not <paramref name="verb"/> <paramref name="resource"/>; null is whoever asks.</summary>
    public static string Advise(string verb, string resource, string ns, string? user) =>
        (verb, resource) switch
        {
            (_, "nodes") =>
                $"An admin can give it: kubectl create clusterrolebinding NAME --clusterrole=node-tasker-nodes --user={Quote(user)}",
            ("get" or "list" or "watch", "configmaps" or "events" or "pods" or "leases") =>
                $"An admin can give it: kubectl -n {ns} create rolebinding NAME --role=node-tasker-viewer --user={Quote(user)}",
            ("update" or "patch", "configmaps") or ("delete", "configmaps") or (_, "tasks" or "results") =>
                $"An admin can give it, and with it root on every node: kubectl -n {ns} create rolebinding NAME --role=node-tasker-runner --user={Quote(user)}",
            ("create", "configmaps") =>
                "No role for operators has this: the task is made by a cluster admin, with deploy/daemonset-privileged.yaml or `kubectl create cm`.",
            _ => "Ask an admin of the cluster.",
        };

    private static string Quote(string? user) => user is null ? "USER" : $"'{user.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
