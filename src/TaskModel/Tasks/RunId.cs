using System.Security.Cryptography;
using System.Text;

namespace NodeTasker.TaskModel;

/// <summary>
/// One content of a task, as an identity: the first 12 hex digits of SHA-256 over the canonical JSON of what would run on a
/// node; for scheduled and every-boot runs followed by <c>-&lt;slot&gt;</c>.
/// </summary>
/// <remarks>
/// The JSON (see <see cref="CanonicalJson"/>) is one flat object of strings: <c>task</c>, <c>user</c>, <c>workingDir</c>, <c>nonce</c> and
/// <c>env.NAME</c> as written, <c>file.NAME</c> as base64 of the file's bytes, whether they came from <c>data</c> or <c>binaryData</c>.
/// What says the same is written the same: an empty <c>task</c>, <c>user</c>, <c>workingDir</c> or <c>nonce</c>, and the user <c>root</c>,
/// are left out. Of a bad task, a member that is binary and may not be is there as <c>binaryData.KEY</c>, so that a rejected task
/// never has the identity of a good one. To compute it by hand:
/// <code>printf '{"task":"#!/bin/sh\\necho hello\\n"}' | sha256sum | cut -c1-12</code>
/// </remarks>
/// <param name="Value">The text, as it stands in results, labels and paths.</param>
public readonly record struct RunId(string Value)
{
    private const int HexDigits = 12;

    /// <summary>The identity of what <paramref name="document"/> would run, valid or not.</summary>
    public static RunId Of(TaskDocument document)
    {
        var hash = SHA256.HashData(CanonicalJson.Of(WhatWouldRun(document)));
        return new RunId(Convert.ToHexStringLower(hash)[..HexDigits]);
    }

    /// <summary>The run of this content in <paramref name="slot"/>: a scheduled minute or a boot.</summary>
    public RunId InSlot(string slot) => new($"{Value}-{slot}");

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
