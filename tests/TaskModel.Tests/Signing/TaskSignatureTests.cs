using System.Security.Cryptography;
using NodeTasker.TaskModel.Signing;
using NodeTasker.Testing;

namespace NodeTasker.TaskModel.Tests.Signing;

public sealed class TaskSignatureTests : IDisposable
{
    // A value of every key that a task may have, and a binary file.
    private static readonly TaskDocument Everything = Tasks.With(
        ("timeout", "90s"),
        ("gracePeriod", "1s"),
        ("retries", "1"),
        ("retryDelay", "1s"),
        ("nodeSelector", "role=worker"),
        ("nodes", "worker-*"),
        ("parallelism", "50%"),
        ("waves", "1,10%"),
        ("soak", "1m"),
        ("maxFailures", "3"),
        ("paused", "false"),
        ("newNodes", "Skip"),
        ("concurrencyPolicy", "Replace"),
        ("everyBoot", "true"),
        ("onInterrupted", "Rerun"),
        ("user", "backup"),
        ("workingDir", "/tmp"),
        ("cpu", "500m"),
        ("memory", "256Mi"),
        ("pids", "100"),
        ("env.A", "1"),
        ("file.a.conf", "a"),
        ("outputLimit", "64Ki"),
        ("schedule", "@daily"),
        ("timeZone", "Europe/Berlin"),
        ("nonce", "1"),
        ("notAfter", "2026-11-22T10:04:05Z"),
        ("audience", "prod")
    ) with
    {
        BinaryData = new Dictionary<string, byte[]> { ["file.b.bin"] = [0, 1, 2], ["file.c.bin"] = [] },
    };

    private readonly TempDir _folder = new();
    private readonly ECDsa _key = Keys.New();

    public TaskSignatureTests() => _folder.Trust("release.pem", _key);

    /// <summary>Each key of the signed task, and whether it is binary.</summary>
    public static TheoryData<string, bool> EveryKey
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var key in Everything.Data.Keys)
                rows.Add(key, false);
            foreach (var key in Everything.BinaryData.Keys)
                rows.Add(key, true);
            return rows;
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_task_signed_by_a_trusted_key_is_trusted_by_its_name()
    {
        Assert.Equal(new SignatureVerdict.Trusted("release"), Verify(Everything.SignedBy(_key)));
        Tasks.Valid(Everything.SignedBy(_key));
    }

    [Fact]
    public void The_tampering_below_is_done_to_every_key_that_there_is()
    {
        var families = KnownKeys.All.Select(key => key.Name).Except(["env.NAME", "file.NAME", "signature"]);

        Assert.Equal(families.Append("env.A").Append("file.a.conf").Order(), Everything.Data.Keys.Order());
    }

    [Theory, MemberData(nameof(EveryKey))]
    public void A_task_of_which_any_key_was_changed_is_refused(string key, bool isBinary)
    {
        var signed = Everything.SignedBy(_key);
        var tampered = isBinary
            ? signed with
            {
                BinaryData = new Dictionary<string, byte[]>(signed.BinaryData) { [key] = [.. signed.BinaryData[key], 1] },
            }
            : signed with
            {
                Data = new Dictionary<string, string>(signed.Data) { [key] = signed.Data[key] + " " },
            };

        AssertRefused(RejectedReason.BadSignature, "the task was changed after it was signed", Verify(tampered));
    }

    [Theory, MemberData(nameof(EveryKey))]
    public void A_task_of_which_any_key_was_removed_is_refused(string key, bool isBinary)
    {
        var signed = Everything.SignedBy(_key);
        var tampered = isBinary
            ? signed with
            {
                BinaryData = signed.BinaryData.Where(entry => entry.Key != key).ToDictionary(),
            }
            : signed with
            {
                Data = signed.Data.Where(entry => entry.Key != key).ToDictionary(),
            };

        AssertRefused(RejectedReason.BadSignature, "the task was changed after it was signed", Verify(tampered));
    }

    [Theory]
    [InlineData("env.LD_PRELOAD", false)]
    [InlineData("file.script2", false)]
    [InlineData("file.x", true)]
    [InlineData("signature", true)]
    [InlineData("bogus", false)]
    public void A_task_to_which_a_key_was_added_is_refused(string key, bool isBinary)
    {
        var signed = Tasks.With().SignedBy(_key);
        var tampered = isBinary
            ? signed with
            {
                BinaryData = new Dictionary<string, byte[]> { [key] = [] },
            }
            : signed with
            {
                Data = new Dictionary<string, string>(signed.Data) { [key] = "" },
            };

        AssertRefused(RejectedReason.BadSignature, "the task was changed after it was signed", Verify(tampered));
    }

    [Fact]
    public void A_value_that_moved_to_another_key_or_into_binaryData_is_refused()
    {
        var signed = Tasks.With(("env.A", "1"), ("file.a", "YQ==")).SignedBy(_key);
        var renamed = signed with
        {
            Data = signed.Data.ToDictionary(entry => entry.Key == "env.A" ? "env.B" : entry.Key, entry => entry.Value),
        };
        var binary = signed with
        {
            Data = signed.Data.Where(entry => entry.Key != "file.a").ToDictionary(),
            BinaryData = new Dictionary<string, byte[]> { ["file.a"] = [0x61] },
        };

        Assert.All([renamed, binary], tampered => AssertRefused(RejectedReason.BadSignature, "changed", Verify(tampered)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void A_task_without_a_signature_is_refused_with_what_to_do(string? signature)
    {
        var document = signature is null ? Tasks.With() : Tasks.With().SignedWith(signature);

        AssertRefused(
            RejectedReason.Unsigned,
            "only tasks signed by the key release run here. Sign it with 'node-tasker sign'",
            Verify(document)
        );
    }

    [Theory]
    [InlineData("%%%")]
    [InlineData("AAAA")]
    [InlineData("MAAAAAAAAAAAAA==")]
    public void A_signature_that_is_none_is_refused_with_what_makes_one(string signature) =>
        AssertRefused(RejectedReason.BadSignature, "no ECDSA signature in DER as base64", Verify(Tasks.With().SignedWith(signature)));

    [Fact]
    public void A_signature_in_the_other_format_of_ECDSA_is_refused()
    {
        var plain = Convert.ToBase64String(
            _key.SignData(SignedPayload.Of(Tasks.With()), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
        );

        AssertRefused(RejectedReason.BadSignature, "in DER", Verify(Tasks.With().SignedWith(plain)));
    }

    [Fact]
    public void A_signature_over_another_digest_is_refused()
    {
        var other = Convert.ToBase64String(
            _key.SignData(SignedPayload.Of(Tasks.With()), HashAlgorithmName.SHA512, DSASignatureFormat.Rfc3279DerSequence)
        );

        AssertRefused(RejectedReason.BadSignature, "not one of the key release", Verify(Tasks.With().SignedWith(other)));
    }

    [Fact]
    public void A_signature_with_any_bit_flipped_is_refused()
    {
        var good = Convert.FromBase64String(TaskSigner.Sign(Tasks.With(), _key));

        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.IsType<SignatureVerdict.Refused>(Verify(Tasks.With().SignedWith(Convert.ToBase64String(bad))));
        }
    }

    [Theory]
    [InlineData("3006020100020100")]
    [InlineData("3006020101020101")]
    [InlineData("3006020101020100")]
    [InlineData("3026020101022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")]
    [InlineData("30260221ffffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551020101")]
    [InlineData("3006040101020101")]
    [InlineData("30080201010201010500")]
    public void A_signature_of_numbers_that_no_signer_makes_is_refused(string hex) =>
        Assert.IsType<SignatureVerdict.Refused>(Verify(Tasks.With().SignedWith(Convert.ToBase64String(Convert.FromHexString(hex)))));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Line_ends_in_a_signature_do_not_count(string newline)
    {
        var signature = string.Concat(TaskSigner.Sign(Tasks.With(), _key).Chunk(16).Select(part => new string(part) + newline));
        var document = Tasks.With().SignedWith(signature);

        Assert.IsType<SignatureVerdict.Trusted>(Verify(document));
        Tasks.Valid(document);
    }

    [Fact]
    public void A_key_that_is_not_trusted_counts_as_soon_as_it_is_and_until_it_is_not()
    {
        using var next = Keys.New();
        var byOld = Tasks.With().SignedBy(_key);
        var byNext = Tasks.With().SignedBy(next);

        AssertRefused(RejectedReason.BadSignature, "another key made it", Verify(byNext));

        _folder.Trust("next.pub", next);
        Assert.Equal((new SignatureVerdict.Trusted("release"), new SignatureVerdict.Trusted("next")), (Verify(byOld), Verify(byNext)));

        File.Delete(_folder["release.pem"]);
        Assert.Equal(new SignatureVerdict.Trusted("next"), Verify(byNext));
        AssertRefused(RejectedReason.BadSignature, "not one of the key next", Verify(byOld));
    }

    [Fact]
    public void The_trusted_keys_are_named_but_not_all_of_very_many()
    {
        foreach (var number in Enumerable.Range(1, 7))
        {
            using var key = Keys.New();
            _folder.Trust($"key-{number}.pem", key);
        }

        AssertRefused(RejectedReason.Unsigned, "the 8 trusted keys (key-1, key-2, key-3, key-4, key-5, …)", Verify(Tasks.With()));
    }

    private SignatureVerdict Verify(TaskDocument document) => TaskSignature.Verify(document, _folder.Trusted());

    private static void AssertRefused(string reason, string message, SignatureVerdict verdict)
    {
        var refused = Assert.IsType<SignatureVerdict.Refused>(verdict);
        Assert.Equal(reason, refused.Reason);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }
}
