using System.Diagnostics;

namespace NodeTasker.Testing;

/// <summary>Waits for something to become true by asking again and again, never longer than a deadline.</summary>
public static class Eventually
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns the first value that is as wished; fails with <paramref name="wish"/> and the last value seen when the deadline has passed.</summary>
    public static async Task<T> BecomesAsync<T>(
        string wish,
        Func<CancellationToken, Task<T>> probe,
        Func<T, bool> isAsWished,
        TimeSpan? within = null,
        CancellationToken cancellationToken = default
    )
    {
        var deadline = within ?? DefaultDeadline;
        var clock = Stopwatch.StartNew();
        string lastSeen;
        do
        {
            try
            {
                var value = await probe(cancellationToken);
                if (isAsWished(value))
                    return value;
                lastSeen = value?.ToString() ?? "nothing";
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                lastSeen = $"{e.GetType().Name}: {e.Message}";
            }

            await Task.Delay(Pause, cancellationToken);
        } while (clock.Elapsed < deadline);

        throw new TimeoutException($"After {deadline.TotalSeconds:0.#} s still not: {wish}. Last seen: {lastSeen}");
    }

    /// <summary>As <see cref="BecomesAsync"/> for a value that is had at once.</summary>
    public static Task<T> BecomesAsync<T>(
        string wish,
        Func<T> probe,
        Func<T, bool> isAsWished,
        TimeSpan? within = null,
        CancellationToken cancellationToken = default
    ) => BecomesAsync(wish, _ => Task.FromResult(probe()), isAsWished, within, cancellationToken);

    /// <summary>As <see cref="BecomesAsync"/> for a plain condition.</summary>
    public static Task IsTrueAsync(
        string wish,
        Func<bool> condition,
        TimeSpan? within = null,
        CancellationToken cancellationToken = default
    ) => BecomesAsync(wish, condition, met => met, within, cancellationToken);
}
