using System.Security.Cryptography;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests;

public sealed class SignedScheduleTests : IDisposable
{
    private static readonly (string, string) Minutely = ("schedule", "* * * * *");
    private readonly TempDir _dir = new();
    private readonly TempDir _keys = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _next = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _key.Dispose();
        _next.Dispose();
        _keys.Dispose();
        _dir.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_key_that_is_taken_away_ends_the_schedule_that_it_had_signed_until_it_is_back()
    {
        _keys.Write("release.pem", _key.ExportSubjectPublicKeyInfoPem());
        _keys.Write("next.pem", _next.ExportSubjectPublicKeyInfoPem());
        var run = Wish.Spec(Minutely).Run;
        await using var agent = new TestAgent(_dir.Path, trustedKeys: _keys.Path).Start();
        agent.Wished.Set(Minutely, (SignedPayload.SignatureKey, TaskSigner.Sign(Wish.Document(Minutely), _key)));
        (await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken)).End();
        await agent.ShowsAsync(run, RunPhase.Succeeded);

        File.Delete(_keys["release.pem"]);
        await NextMinuteAsync(agent);
        var rejected = await agent.ShowsAsync(run.InSlot("202611221001"), RunPhase.Rejected);
        Assert.Equal(RejectedReason.BadSignature, rejected.Reason);
        Assert.Single(agent.Executor.Started);

        _keys.Write("release.pem", _key.ExportSubjectPublicKeyInfoPem());
        await NextMinuteAsync(agent);
        (await agent.StartedAsync(1)).End();
        await agent.ShowsAsync(run.InSlot("202611221002"), RunPhase.Succeeded);
    }

    private static async Task NextMinuteAsync(TestAgent agent)
    {
        await Eventually.IsTrueAsync(
            "it waits",
            () => agent.Time.PendingTimers == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );
        agent.Time.Advance(TimeSpan.FromMinutes(1));
    }
}
