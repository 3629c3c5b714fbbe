using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NodeTasker.TaskModel;

/// <summary>What can be seen to be wrong with a script before it runs.</summary>
internal static partial class ScriptCheck
{
    private const int MaxBytes = 900 * 1024;
    private const string ToUnixLines = "convert them with: sed -i 's/\\r$//' FILE";

    private const char ByteOrderMark = '\uFEFF';

    // What an editor or a copy can leave before the first character, and trimming blanks leaves there.
    private const string Invisible = "\uFEFF\u200B\u2060";

    // The kernel reads this much of a file to find out how to run it.
    private const int KernelReads = 256;

    /// <summary>Returns what is wrong, or null.</summary>
    public static string? Of(string script)
    {
        if (script.Contains('\0', StringComparison.Ordinal) || !IsWellFormed(script))
            return "key 'task' is binary, not the text of a script; put a binary into file.NAME and call it from the script";

        var bytes = Encoding.UTF8.GetByteCount(script);
        if (bytes > MaxBytes)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"key 'task' is {bytes:N0} bytes; a script may have at most {MaxBytes:N0} (900 KiB)"
            );

        if (script.StartsWith("#!", StringComparison.Ordinal))
            return OfInterpreterLine(FirstLine(script)) ?? OfLineEnds(script);

        return OfMisplacedInterpreterLine(script) ?? OfLineEnds(script);
    }

    // The kernel, and so every launcher, sees #! only in the first two bytes.
    private static string? OfMisplacedInterpreterLine(string script)
    {
        var number = 0;
        foreach (var line in script.AsSpan().EnumerateLines())
        {
            number++;
            var text = line.TrimStart(Invisible).TrimStart().TrimStart(Invisible).TrimStart();
            if (text.StartsWith("#!") && text[2..].TrimStart().StartsWith("/"))
                return $"key 'task' has its #! line '{Shown.Of(text.TrimEnd())}' {Where(number, line)}, "
                    + "where the kernel does not see it, so that sh would run the script; "
                    + (
                        line[0] == ByteOrderMark
                            ? "remove it with: sed -i '1s/^\\xEF\\xBB\\xBF//' FILE"
                            : "make #! the first two characters of the script"
                    );

            if (!text.IsEmpty && text[0] != '#')
                return null;
        }

        return null;
    }

    private static string Where(int number, ReadOnlySpan<char> line) =>
        number > 1 ? $"in line {number}"
        : line[0] == ByteOrderMark ? "behind a UTF-8 byte order mark"
        : "behind blanks";

    private static string? OfLineEnds(string script)
    {
        var interpreter = script.StartsWith("#!", StringComparison.Ordinal)
            ? Shell().Match(script) is { Success: true } shell
                ? shell.Groups["name"].Value
                : null
            : "sh";
        if (interpreter is null || script.IndexOf("\r\n", StringComparison.Ordinal) is not (>= 0 and var at))
            return null;

        var line = script.AsSpan(0, at).Count('\n') + 1;
        return $"key 'task' has line ends of Windows (CRLF), the first in line {line}, on which {interpreter} fails; {ToUnixLines}";
    }

    [GeneratedRegex(
        @"\A#![ \t]*/\S*?(?:/env[ \t]+(?:-\S+[ \t]+)*\S*?)?(?<name>(?:ba|da|a|k|mk|z)?sh|busybox)(?=\s|\z)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Shell();

    private static ReadOnlySpan<char> FirstLine(string script) =>
        script.AsSpan(0, script.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : script.Length);

    private static string? OfInterpreterLine(ReadOnlySpan<char> line)
    {
        var interpreter = line[2..].Trim(" \t");
        if (interpreter.IndexOfAny(" \t") is var end and >= 0)
            interpreter = interpreter[..end];

        if (line.Contains('\r'))
            return $"key 'task' has line ends of Windows (CRLF): "
                + $"the kernel would look for an interpreter named '{Shown.Of(FirstWord(interpreter))}'; {ToUnixLines}";

        if (interpreter.IsEmpty)
            return "key 'task' has a first line '#!' without an interpreter; expected, for example, #!/bin/sh";

        if (interpreter[0] != '/')
            return $"key 'task' has the interpreter '{Shown.Of(interpreter)}', which is no absolute path; "
                + $"expected, for example, #!/bin/sh or #!/usr/bin/env {Shown.Of(interpreter)}";

        return Encoding.UTF8.GetByteCount(line[..(line.IndexOf(interpreter) + interpreter.Length)]) >= KernelReads
            ? $"key 'task' has an interpreter whose path is too long for the kernel, which reads {KernelReads} bytes"
            : null;
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text) =>
        text.IndexOf('\r') is var end and >= 0 ? text[..(end + 1)] : string.Concat(text, "\\r");

    /// <summary>Whether there is no half of a surrogate pair in it.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var next = 0; next < text.Length; )
        {
            if (!Rune.TryGetRuneAt(text, next, out var rune))
                return false;

            next += rune.Utf16SequenceLength;
        }

        return true;
    }
}
