namespace NodeTasker.ServiceHosting;

/// <summary>What a service says of itself when it is asked.</summary>
public interface IServiceStatus
{
    /// <summary>Why it can't do its work now; null when it can.</summary>
    string? NotReady { get; }

    /// <summary>In which part it is ready, for <c>/readyz</c>; null where there is one part only.</summary>
    string? Part => null;

    /// <summary>Its metrics, measured now, in the text form of Prometheus.</summary>
    string Metrics { get; }
}
