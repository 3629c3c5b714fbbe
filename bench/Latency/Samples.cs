using System.Diagnostics;

namespace NodeTasker.Bench.Latency;

/// <summary>One quantity, measured many times.</summary>
internal sealed class Samples(string name)
{
    private readonly List<double> _milliseconds = [];

    /// <summary>Negative when the second moment was the earlier one: a script may begin before its writer has the answer.</summary>
    public void Add(long from, long to) => _milliseconds.Add((to - from) * 1000.0 / Stopwatch.Frequency);

    public override string ToString()
    {
        var sorted = _milliseconds.Order().ToArray();
        return $"  {name, -74}{At(sorted, 0.50), 9:0.00}{At(sorted, 0.99), 9:0.00}{sorted[^1], 9:0.00}";
    }

    private static double At(double[] sorted, double quantile) => sorted[Math.Max(0, (int)Math.Ceiling(quantile * sorted.Length) - 1)];
}
