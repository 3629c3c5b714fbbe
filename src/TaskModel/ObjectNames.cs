namespace NodeTasker.TaskModel;

/// <summary>The names of the objects that belong to a task; over-long ones are cut and get a hash.</summary>
public static class ObjectNames
{
    /// <summary>The ConfigMap with <paramref name="node"/>'s result.</summary>
    public static string Result(string task, string node) => ResultCodec.NameOf(task, node);

    /// <summary>The ConfigMap that sums all results up.</summary>
    public static string Summary(string task) => KubernetesName.ToSubdomain($"{task}-results");

    /// <summary>The ConfigMap with the last runs.</summary>
    public static string History(string task) => KubernetesName.ToSubdomain($"{task}-history");

    /// <summary>The ConfigMap with the grants that are given and not used up.</summary>
    public static string Ledger(string task) => KubernetesName.ToSubdomain($"{task}-grants");

    /// <summary>The Lease by which <paramref name="node"/>'s agent learns that it may start; its holder is the run.</summary>
    public static string Grant(string task, string node) => KubernetesName.ToSubdomain($"{task}-grant-{node}");
}
