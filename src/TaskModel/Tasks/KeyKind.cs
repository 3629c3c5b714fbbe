namespace NodeTasker.TaskModel;

/// <summary>What kind of value a task's key takes.</summary>
public enum KeyKind
{
    Text,
    Boolean,
    WholeNumber,

    /// <summary>A number of nodes, or a percentage of them.</summary>
    Nodes,
    Duration,
    Quantity,
    List,

    /// <summary>One of <see cref="KnownKey.Words"/>.</summary>
    Choice,
    Selector,
    TimeZone,
    Time,
    User,
}
