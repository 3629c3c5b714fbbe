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
);
