namespace NodeTasker.Controller.History;

/// <summary>Who set a content, and when.</summary>
/// <param name="SetTime">When, by the API server's clock where it says so.</param>
/// <param name="Manager">The field manager, as <c>kubectl-replace</c>.</param>
/// <param name="User">As the setter said of itself.</param>
internal sealed record RunOrigin(DateTimeOffset SetTime, string? Manager, string? User)
{
    /// <summary>"set by alice with kubectl-replace", as far as it is known; empty when nothing is.</summary>
    public override string ToString() =>
        (User, Manager) switch
        {
            (null, null) => "",
            (null, { } manager) => $"set with {manager}",
            ({ } user, null) => $"set by {user}",
            ({ } user, { } manager) => $"set by {user} with {manager}",
        };
}
