using System.Security.Cryptography;
using System.Text;

namespace NodeTasker.HostAgent.Journal;

/// <summary>Names of at most 200 characters for files, units and cgroups, which have room for endings beside them.</summary>
internal static class BoundedName
{
    private const int Longest = 200;
    private const int Kept = 120;

    /// <summary><paramref name="name"/>, or where it is longer what it begins with and a hash of all of it.</summary>
    public static string Of(string name) =>
        name.Length <= Longest ? name : $"{name[..Kept]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32]}";
}
