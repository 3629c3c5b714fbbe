using System.Net;
using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests.Security;

/// <summary>Who may do what, asked of the API server itself: each cell of the table in docs/security.md.</summary>
public sealed class RightsTests(SecuredCluster cluster) : IClassFixture<SecuredCluster>
{
    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var (who, what) in RightsTable.Documented.Keys) cells.Add(who, what);
        return cells;
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Cells))]
    public async Task A_cell_of_the_table_is_what_the_API_server_says(string who, string what)
    {
        Assert.SkipUnless(cluster.Unavailable is null, cluster.Unavailable ?? "");

        var allowed = await AllowedAsync(who, what);

        Assert.Equal(RightsTable.Documented[(who, what)], allowed);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_table_has_everybody_and_everything()
    {
        Assert.SkipUnless(cluster.Unavailable is null, cluster.Unavailable ?? "");
        var who = cluster.Principals.Keys.ToList();
        var what = Target.All.Select(target => target.Title).ToList();

        var answers = new Dictionary<(string, string), string>();
        foreach (var name in who)
        {
            foreach (var title in what) answers[(name, title)] = await AllowedAsync(name, title);
        }

        var table = RightsTable.Render(who, what, (name, title) => answers[(name, title)]);
        TestContext.Current.TestOutputHelper?.WriteLine(table);
        Assert.Equal(RightsTable.Render(who, what, (name, title) => RightsTable.Documented.GetValueOrDefault((name, title), "?")), table);
    }

    private Task<string> AllowedAsync(string who, string what) =>
        cluster.Answers.GetOrAdd((who, what), _ => AskAsync(who, Target.All.Single(target => target.Title == what)));

    private async Task<string> AskAsync(string who, Target target)
    {
        var allowed = new List<string>();
        var (found, current) = await cluster.SendAsync(Principal.Admin, HttpMethod.Get, target.Path, null, "", TestContext.Current.CancellationToken);
        foreach (var verb in target.Verbs.Split(' '))
        {
            var (method, path, body, contentType) = target.Request(verb, found == HttpStatusCode.OK ? JsonNode.Parse(current) : null);
            var (status, message) = await cluster.SendAsync(cluster.Principals[who], method, path, body, contentType, TestContext.Current.CancellationToken);
            // What exists already can't be created, which is said after it was allowed.
            if ((int)status is >= 200 and < 300 || (verb == "create" && status == HttpStatusCode.Conflict)) allowed.Add(verb);
            else Assert.True(status == HttpStatusCode.Forbidden, $"{who}: {verb} {target.Title}: {(int)status} {message}");
        }

        return allowed.Count == 0 ? RightsTable.Nothing : string.Join(' ', allowed);
    }
}
