using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NodeTasker.TaskModel;

/// <summary>
/// One content of a task, as an identity: the first 12 hex digits of SHA-256 over the canonical JSON of what would run on a
/// node; for the runs of a schedule, a boot or a rerun followed by <c>-&lt;slot&gt;</c>.
/// </summary>
/// <remarks>
/// The JSON (see <see cref="CanonicalJson"/>) is one flat object of strings: <c>task</c>, <c>user</c>, <c>workingDir</c>, <c>nonce</c> and
/// <c>env.NAME</c> as written, <c>file.NAME</c> as base64 of the file's bytes, whether they came from <c>data</c> or <c>binaryData</c>.
/// What says the same is written the same: an empty <c>task</c>, <c>user</c>, <c>workingDir</c> or <c>nonce</c>, and the user <c>root</c>,
/// are left out. Of a bad task, a member that is binary and may not be is there as <c>binaryData.KEY</c>, so that a rejected task
/// never has the identity of a good one. To compute it by hand:
/// <code>printf '{"task":"#!/bin/sh\\necho hello\\n"}' | sha256sum | cut -c1-12</code>
/// </remarks>
/// <param name="Content">The hash.</param>
/// <param name="Slot">A boot, a scheduled minute or a rerun; null is the content's own run.</param>
public readonly record struct RunId(string Content, string? Slot)
{
    private const int HexDigits = 12;
    private const string BootPrefix = "boot";
    private const string MinuteFormat = "yyyyMMddHHmm";

    /// <summary>Reads the text of <see cref="Value"/>.</summary>
    public RunId(string text)
        : this(text, null)
    {
        if (text.IndexOf('-', StringComparison.Ordinal) is >= 0 and var dash)
            (Content, Slot) = (text[..dash], text[(dash + 1)..]);
    }

    /// <summary>The text, as it stands in results, labels and paths.</summary>
    public string Value => Slot is null ? Content : $"{Content}-{Slot}";

    /// <summary>Whether this run is of a boot of its node.</summary>
    public bool IsBoot => Slot?.StartsWith(BootPrefix, StringComparison.Ordinal) ?? false;

    /// <summary>The scheduled minute that this run is of; null when it is of none.</summary>
    public DateTimeOffset? Minute =>
        DateTimeOffset.TryParseExact(
            Slot,
            MinuteFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var minute
        )
            ? minute
            : null;

    /// <summary>The identity of what <paramref name="document"/> would run, valid or not.</summary>
    public static RunId Of(TaskDocument document)
    {
        var hash = SHA256.HashData(CanonicalJson.Of(WhatWouldRun(document)));
        return new RunId(Convert.ToHexStringLower(hash)[..HexDigits], null);
    }

    /// <summary>Whether this is a run of <paramref name="content"/>: its own or one of its slots. Of a slot there is only that one.</summary>
    public bool IsOf(RunId content) => Content == content.Content && (content.Slot is null || content.Slot == Slot);

    /// <summary>The run of this content in <paramref name="slot"/>.</summary>
    public RunId InSlot(string slot) => this with { Slot = slot };

    /// <summary>The run of this content in the boot of that id.</summary>
    public RunId InBoot(string bootId) => InSlot(BootPrefix + bootId[..Math.Min(8, bootId.Length)]);

    /// <summary>The run of this content in a scheduled minute.</summary>
    public RunId InMinute(DateTimeOffset minute) => InSlot(minute.UtcDateTime.ToString(MinuteFormat, CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static Dictionary<string, string> WhatWouldRun(TaskDocument document)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in document.Data.Where(entry => KnownKeys.IsPartOfRun(entry.Key)))
        {
            if (KnownKeys.IsFile(key))
                members[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
            else if (!SaysNothing(key, value))
                members[key] = value;
        }

        foreach (var (key, value) in document.BinaryData.Where(entry => KnownKeys.IsPartOfRun(entry.Key)))
        {
            var isGood = KnownKeys.IsFile(key) && !document.Data.ContainsKey(key);
            members[isGood ? key : $"binaryData.{key}"] = Convert.ToBase64String(value);
        }

        return members;
    }

    private static bool SaysNothing(string key, string value) =>
        key switch
        {
            "task" or "workingDir" or "nonce" => value.Length == 0,
            "user" => value is "" or "root",
            _ => false,
        };
}
