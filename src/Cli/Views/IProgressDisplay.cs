using NodeTasker.Cli.Following;

namespace NodeTasker.Cli.Views;

/// <summary>Shows a rollout while it goes on.</summary>
internal interface IProgressDisplay : IAsyncDisposable
{
    /// <summary>Shows how it stands now. Disposing leaves the screen as it found it.</summary>
    void Show(Progress progress);
}
