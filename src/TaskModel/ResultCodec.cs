namespace NodeTasker.TaskModel;

/// <summary>A node's result, between <see cref="RunRecord"/> and its ConfigMap.</summary>
public static class ResultCodec
{
    /// <summary>The ConfigMap of <paramref name="record"/>.</summary>
    public static ResultDocument Encode(RunRecord record) => throw new NotImplementedException();

    /// <summary>Reads a result back; on false <paramref name="error"/> says what is wrong.</summary>
    public static bool TryDecode(IReadOnlyDictionary<string, string> data, IReadOnlyDictionary<string, string> labels, out RunRecord record, out string error) => throw new NotImplementedException();

    /// <summary>The name of <paramref name="node"/>'s result of <paramref name="task"/>; over-long names are cut and get a hash.</summary>
    public static string NameOf(string task, string node) => throw new NotImplementedException();
}

/// <summary>The ConfigMap of a result, without its namespace and owner.</summary>
public sealed record ResultDocument(
    string Name,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations,
    IReadOnlyDictionary<string, string> Data);
