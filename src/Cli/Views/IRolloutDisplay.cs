using NodeTasker.Cli.Results;

namespace NodeTasker.Cli.Views;

/// <summary>Shows a rollout while it goes on.</summary>
internal interface IRolloutDisplay
{
    /// <summary>Runs <paramref name="work"/>, which calls its argument whenever the rollout has changed.</summary>
    Task ShowWhileAsync(Rollout first, Func<Action<Rollout>, Task> work);
}
