using System.Text;
using FsCheck.Fluent;

namespace NodeTasker.TaskModel.Tests;

public sealed class RunIdTests
{
    private static readonly string[] Relevant = ["task", "user", "workingDir", "nonce", "env.A", "file.a"];
    private static readonly string[] Irrelevant =
    [
        .. KnownKeys.All.Where(key => !key.IsFamily).Select(key => key.Name).Except(Relevant),
        "unknown",
    ];

    [Fact]
    public void A_run_can_be_identified_by_hand()
    {
        // printf '{"task":"#!/bin/sh\\necho hello\\n"}' | sha256sum | cut -c1-12
        Assert.Equal("c2ec28191f77", RunId.Of(Tasks.With()).Value);

        // printf '{"env.A":"1","file.a":"eA==","nonce":"n","task":"x","user":"backup","workingDir":"/tmp"}' | sha256sum | cut -c1-12
        var full = Tasks.Bare(("task", "x"), ("nonce", "n"), ("workingDir", "/tmp"), ("user", "backup"), ("file.a", "x"), ("env.A", "1"));
        Assert.Equal("b8105b117682", RunId.Of(full).Value);
    }

    [Fact]
    public void A_slot_is_put_behind_it() =>
        Assert.Equal("0123456789ab-202611221430", new RunId("0123456789ab").InSlot("202611221430").ToString());

    [Fact]
    public void A_scheduled_minute_is_put_behind_it_in_UTC_and_read_again()
    {
        var minute = new DateTimeOffset(2026, 11, 22, 16, 30, 0, TimeSpan.FromHours(2));

        var run = new RunId("0123456789ab").InMinute(minute.AddSeconds(59));

        Assert.Equal("0123456789ab-202611221430", run.Value);
        Assert.Equal((minute, false), (run.Minute, run.IsBoot));
    }

    [Fact]
    public void A_boot_is_put_behind_it_in_eight_digits()
    {
        var run = new RunId("0123456789ab").InBoot("11111111-2222-3333-4444-555555555555");

        Assert.Equal(("0123456789ab-boot11111111", true, null), (run.Value, run.IsBoot, run.Minute));
    }

    [Theory]
    [InlineData("a", "a", null)]
    [InlineData("a-boot1", "a", "boot1")]
    [InlineData("a-boot1-2", "a", "boot1-2")]
    [InlineData("a-", "a", "")]
    [InlineData("", "", null)]
    public void Any_text_is_a_content_and_what_follows_its_first_dash(string text, string content, string? slot)
    {
        Assert.Equal(new RunId(content, slot), new RunId(text));
        Assert.Equal(text, new RunId(text).Value);
    }

    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a-boot1", "a", true)]
    [InlineData("a-boot1", "a-boot1", true)]
    [InlineData("a", "a-boot1", false)]
    [InlineData("a-boot1", "a-boot12", false)]
    [InlineData("a-boot12", "a-boot1", false)]
    [InlineData("ab", "a", false)]
    [InlineData("b-a", "a", false)]
    public void A_run_is_of_its_own_content_and_of_no_other(string run, string content, bool isOf) =>
        Assert.Equal(isOf, new RunId(run).IsOf(new RunId(content)));

    [Theory]
    [InlineData("user", "")]
    [InlineData("user", "root")]
    [InlineData("workingDir", "")]
    [InlineData("nonce", "")]
    public void A_default_is_the_same_as_nothing(string key, string value) =>
        Assert.Equal(RunId.Of(Tasks.With()), RunId.Of(Tasks.With((key, value))));

    [Fact]
    public void An_empty_variable_or_file_is_not_the_same_as_none()
    {
        var none = RunId.Of(Tasks.With());

        Assert.NotEqual(none, RunId.Of(Tasks.With(("env.A", ""))));
        Assert.NotEqual(none, RunId.Of(Tasks.With(("file.a", ""))));
    }

    [Fact]
    public void A_file_is_the_same_from_data_and_from_binaryData()
    {
        var text = Tasks.With(("file.a", "grüße\n"));
        var binary = Tasks.With() with { BinaryData = new Dictionary<string, byte[]> { ["file.a"] = Encoding.UTF8.GetBytes("grüße\n") } };

        Assert.Equal(RunId.Of(text), RunId.Of(binary));
    }

    [Fact]
    public void A_binary_script_is_not_the_run_of_its_base64()
    {
        var binary = Tasks.Bare() with { BinaryData = new Dictionary<string, byte[]> { ["task"] = [1, 2, 3] } };

        Assert.NotEqual(RunId.Of(Tasks.Bare(("task", "AQID"))), RunId.Of(binary));
    }

    [Fact]
    public void Name_and_annotations_do_not_count()
    {
        var other = Tasks.With() with
        {
            Name = "other",
            Annotations = new Dictionary<string, string> { ["a"] = "b" },
        };

        Assert.Equal(RunId.Of(Tasks.With()), RunId.Of(other));
    }

    [Fact]
    public void The_order_of_keys_and_how_it_is_rolled_out_do_not_count() =>
        ForEvery.Value(
            from document in Gens.Document
            from key in Gen.Elements(Irrelevant)
            from value in Gens.Text
            select (document, key, value),
            change =>
            {
                var data = change.document.Data.Reverse().ToDictionary(entry => entry.Key, entry => entry.Value);
                data[change.key] = change.value;

                Assert.Equal(RunId.Of(change.document), RunId.Of(change.document with { Data = data }));
            }
        );

    [Fact]
    public void Any_change_of_what_would_run_is_another_run() =>
        ForEvery.Value(
            from document in Gens.Document
            from key in Gen.Elements(Relevant)
            from suffix in Gens.Text.Where(text => text.Length > 0 && !text.Any(char.IsSurrogate))
            select (document, key, suffix),
            change =>
            {
                var data = change.document.Data.ToDictionary();
                data[change.key] = "x" + data.GetValueOrDefault(change.key) + change.suffix;

                Assert.NotEqual(RunId.Of(change.document), RunId.Of(change.document with { Data = data }));
            }
        );

    [Fact]
    public void It_is_always_twelve_lower_case_hex_digits() =>
        ForEvery.Value(Gens.Document, document => Assert.Matches(@"\A[0-9a-f]{12}\z", RunId.Of(document).Value));
}
