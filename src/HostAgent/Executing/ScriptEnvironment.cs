using System.Text;

namespace NodeTasker.HostAgent.Executing;

/// <summary>What a task adds to the environment of its script, as a file that the supervisor's shell reads: values never show in a process list.</summary>
internal static class ScriptEnvironment
{
    /// <summary>Set for every process of a run and in no other, so that all of them can be found.</summary>
    public const string Marker = "NODE_TASKER_RUN_DIR";

    public static byte[] Of(RunOrder order, RunFolder folder)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Variables(order, folder))
            text.Append("export ").Append(name).Append('=').Append(Quote(value)).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static Dictionary<string, string> Variables(RunOrder order, RunFolder folder)
    {
        var variables = new Dictionary<string, string>(order.Env);
        variables["NODE_TASKER_TASK"] = order.Task;
        variables["NODE_TASKER_NODE"] = order.Node;
        variables["NODE_TASKER_RUN"] = order.Run.Value;
        variables["NODE_TASKER_ATTEMPT"] = order.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture);
        variables[Marker] = folder.Path;
        return variables;
    }

    /// <summary>Within single quotes a shell takes everything as it is but the quote itself.</summary>
    private static string Quote(string value) => "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
