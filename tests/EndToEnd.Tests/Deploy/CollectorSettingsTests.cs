using System.Text.RegularExpressions;

namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>The garbage collector's settings in what is shipped.</summary>
public sealed class CollectorSettingsTests
{
    [Theory]
    [InlineData("deploy/daemonset-privileged.yaml", 2)]
    [InlineData("deploy/systemd/node-tasker-agent.service", 1)]
    public void Numbers_are_hexadecimal_without_0x_which_native_code_silently_ignores(string file, int count)
    {
        var values = Regex
            .Matches(
                File.ReadAllText(RepositoryFile.Of(file)),
                """^\s*(?:- name: |Environment=)DOTNET_GC\w+(?:=|\s+value: ")(.*?)"?$""",
                RegexOptions.Multiline
            )
            .Select(setting => setting.Groups[1].Value)
            .ToList();

        Assert.Equal(count, values.Count);
        Assert.All(values, value => Assert.Matches("^[0-9A-Fa-f]+$", value));
    }
}
