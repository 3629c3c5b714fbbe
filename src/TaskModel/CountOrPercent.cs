namespace NodeTasker.TaskModel;

/// <summary>A number of nodes, or a percentage of the selected ones.</summary>
public readonly record struct CountOrPercent(int Value, bool IsPercent)
{
    /// <summary>100%.</summary>
    public static CountOrPercent All { get; } = new(100, IsPercent: true);

    /// <summary>Parses <c>5</c> or <c>10%</c>; on false <paramref name="error"/> says what would be right.</summary>
    public static bool TryParse(string text, out CountOrPercent value, out string error) => throw new NotImplementedException();
}
