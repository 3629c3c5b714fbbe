namespace NodeTasker.TaskModel;

/// <summary>A task ConfigMap as the API holds it, before anything in it is believed.</summary>
/// <param name="Name">The ConfigMap's name, which is the task's name.</param>
/// <param name="Data">Its <c>data</c>, as text.</param>
/// <param name="BinaryData">Its <c>binaryData</c>, decoded from base64.</param>
/// <param name="Annotations">Its <c>metadata.annotations</c>.</param>
public sealed record TaskDocument(
    string Name,
    IReadOnlyDictionary<string, string> Data,
    IReadOnlyDictionary<string, byte[]> BinaryData,
    IReadOnlyDictionary<string, string> Annotations
)
{
    /// <summary>What a ConfigMap says as the task <paramref name="name"/>; where there is nothing, it is empty.</summary>
    public static TaskDocument Of(
        string name,
        IDictionary<string, string>? data,
        IDictionary<string, byte[]>? binaryData,
        IDictionary<string, string>? annotations
    ) => new(name, WithoutNulls(data, ""), WithoutNulls(binaryData, []), WithoutNulls(annotations, ""));

    /// <summary>An API server reads null as empty and never writes it; what stands in for one may.</summary>
    private static IReadOnlyDictionary<string, T> WithoutNulls<T>(IDictionary<string, T>? members, T empty)
        where T : class =>
        members is null ? new Dictionary<string, T>()
        : members.Values.All(value => value is not null) ? members.AsReadOnly()
        : members.ToDictionary(member => member.Key, member => member.Value ?? empty);
}
