namespace NodeTasker.HostAgent.Executing;

/// <summary>The arguments of <c>supervise.sh</c>, a list from end to end: nothing of a task is ever part of a shell's text.</summary>
internal static class SuperviseCommand
{
    public static IReadOnlyList<string> Run(RunFolder folder, RunOrder order) =>
        ["/bin/sh", folder.Supervisor, "run", ProcessTree.MarkOf(folder.Path), .. Rest(folder, order)];

    public static IReadOnlyList<string> In(string cgroup, RunFolder folder, RunOrder order) =>
        ["/bin/sh", folder.Supervisor, "in", cgroup, .. Rest(folder, order)];

    public static IReadOnlyList<string> Unit(RunFolder folder, RunOrder order) =>
        ["/bin/sh", folder.Supervisor, "unit", .. Rest(folder, order)];

    public static IReadOnlyList<string> Stop(string unit, RunFolder folder, RunOrder order) =>
        [
            "/bin/sh",
            folder.Supervisor,
            "stop",
            unit,
            ((long)order.GracePeriod.TotalMilliseconds / 10).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ];

    public static IReadOnlyList<string> Post(RunFolder folder) => ["/bin/sh", folder.Supervisor, "post", folder.Path];

    private static IEnumerable<string> Rest(RunFolder folder, RunOrder order) =>
        [folder.Path, order.WorkingDir ?? folder.Work, order.User, .. Interpreter.Of(order.Script)];
}
