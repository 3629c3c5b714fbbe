using FsCheck;
using FsCheck.Fluent;
using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class LedgerCodecTests
{
    private static readonly RunId Run = new("0123456789ab");

    private static readonly GrantLedger Full = new(
        new Dictionary<string, Grant>
        {
            ["worker-1"] = new(Run, new(2026, 11, 22, 10, 4, 5, 123, TimeSpan.Zero)),
            ["worker-2"] = new(Run.InSlot("202611221005"), new(2026, 11, 22, 10, 5, 0, TimeSpan.Zero), IsRevoked: true),
        },
        new(Run, new(20, IsPercent: true), null, new(2026, 11, 22, 10, 6, 0, TimeSpan.Zero))
    )
    {
        Soak = new(Run, 2, new(2026, 11, 22, 10, 7, 0, TimeSpan.Zero)),
    };

    [Fact]
    public void A_ledger_is_written_so_that_people_can_read_it() =>
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["worker-1"] = "granted 0123456789ab 2026-11-22T10:04:05.123Z",
                ["worker-2"] = "revoked 0123456789ab-202611221005 2026-11-22T10:05:00Z",
                ["_halt"] = "0123456789ab maxFailures=20% rerun=- time=2026-11-22T10:06:00Z",
                ["_soak"] = "0123456789ab wave=2 time=2026-11-22T10:07:00Z",
            },
            LedgerCodec.Encode(Full)
        );

    [Fact]
    public void A_ledger_reads_back_the_same() => ForEvery.Value(Ledger, ledger =>
        {
            Assert.True(LedgerCodec.TryDecode(LedgerCodec.Encode(ledger), out var back, out var error), error);

            Assert.Equal(ledger, back);
        });

    [Theory]
    [InlineData("worker-1", "")]
    [InlineData("worker-1", "granted 0123456789ab")]
    [InlineData("worker-1", "granted  2026-11-22T10:04:05Z")]
    [InlineData("worker-1", "given 0123456789ab 2026-11-22T10:04:05Z")]
    [InlineData("worker-1", "granted 0123456789ab yesterday")]
    [InlineData("worker-1", "granted 0123456789ab 2026-11-22T10:04:05Z x")]
    [InlineData("_halt", "0123456789ab maxFailures=x rerun=- time=2026-11-22T10:06:00Z")]
    [InlineData("_halt", "0123456789ab rerun=- maxFailures=1 time=2026-11-22T10:06:00Z")]
    [InlineData("_halt", "0123456789ab maxFailures=1 rerun= time=2026-11-22T10:06:00Z")]
    [InlineData("_soak", "0123456789ab wave=x time=2026-11-22T10:06:00Z")]
    [InlineData("_soak", "0123456789ab wave=2")]
    [InlineData("_else", "granted 0123456789ab 2026-11-22T10:04:05Z")]
    public void A_ledger_that_somebody_spoilt_is_refused_with_the_key_and_what_to_do(string key, string value)
    {
        var data = LedgerCodec.Encode(Full).ToDictionary();
        data[key] = value;

        Assert.False(LedgerCodec.TryDecode(data, out var ledger, out var error));

        Assert.StartsWith($"the key '{key}' has the bad value '{value}'; ", error, StringComparison.Ordinal);
        Assert.Empty(ledger.Grants);
    }

    [Fact]
    public void Any_data_is_a_ledger_or_has_an_error() =>
        ForEvery.Value(Gen.Zip(Gen.Elements("worker-1", "_halt", "_soak", "_", ""), Gens.Text).ListOf(), changes =>
        {
            var data = new Dictionary<string, string>();
            foreach (var (key, value) in changes)
                data[key] = value;

            Assert.NotEqual(LedgerCodec.TryDecode(data, out _, out var error), error.Length > 0);
        });

    [Fact]
    public void Ledgers_are_equal_by_what_is_in_them()
    {
        Assert.Equal(Full, Full with { Grants = Full.Grants.Reverse().ToDictionary() });
        Assert.NotEqual(Full, Full with { Grants = Full.Grants.Take(1).ToDictionary() });
        Assert.NotEqual(Full, Full with { Halt = null });
        Assert.NotEqual(Full, Full with { Soak = null });
    }

    private static Gen<DateTimeOffset> Time { get; } =
        Gen.Choose(0, int.MaxValue).Select(milliseconds => RolloutScene.Start.AddMilliseconds(milliseconds));

    private static Gen<Grant> AnyGrant { get; } =
        from slot in Gen.Elements("boot0a1b2c3d", "202611221005", "r20261122100500")
        from time in Time
        from isRevoked in Gen.Elements(true, false)
        select new Grant(Run.InSlot(slot), time, isRevoked);

    private static Gen<GrantLedger> Ledger { get; } =
        from grants in Gen.Zip(Gens.DnsName, AnyGrant).ListOf()
        from hasHalt in Gen.Elements(true, false)
        from isPercent in Gen.Elements(true, false)
        from value in Gen.Choose(0, 100)
        from hasRerun in Gen.Elements(true, false)
        from time in Time
        from hasSoak in Gen.Elements(true, false)
        select new GrantLedger(
            grants.DistinctBy(grant => grant.Item1).ToDictionary(grant => grant.Item1, grant => grant.Item2),
            hasHalt ? new HaltMark(Run, new(value, isPercent), hasRerun ? Run.InSlot("r20261122100500") : null, time) : null
        )
        {
            Soak = hasSoak ? new(Run, value, time) : null,
        };
}
