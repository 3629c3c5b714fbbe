using System.Reflection;

namespace NodeTasker.Cli;

/// <summary>The version of this program.</summary>
internal static class ProductVersion
{
    /// <summary>With the commit that it was built from: <c>0.1.0+1234abc…</c>.</summary>
    public static string Full { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>Without: <c>0.1.0</c>.</summary>
    public static string Short { get; } = Full.Split('+', '-')[0];
}
