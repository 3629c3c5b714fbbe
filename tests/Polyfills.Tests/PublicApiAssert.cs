using System.Reflection;

namespace NodeTasker.Polyfills.Tests;

internal static class PublicApiAssert
{
    /// <summary>
    /// The assembly offers each line. One of this repository offers nothing else, as what upstream doesn't have
    /// would compile here and not with the package.
    /// </summary>
    public static void Offers(Assembly assembly, string lines)
    {
        string[] expected = [.. lines.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')).Order(StringComparer.Ordinal)];
        string[] actual = [.. PublicApi.Describe(assembly).Order(StringComparer.Ordinal)];

        Assert.Equal([], expected.Except(actual));
        if (PublicApi.IsPolyfill(assembly))
            Assert.Equal(expected, actual);
    }
}
