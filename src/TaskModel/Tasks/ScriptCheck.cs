using System.Globalization;
using System.Text;

namespace NodeTasker.TaskModel;

/// <summary>What can be seen to be wrong with a script before it runs.</summary>
internal static class ScriptCheck
{
    private const int MaxBytes = 900 * 1024;
    private const string ToUnixLines = "convert them with: sed -i 's/\\r$//' FILE";

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

        if (script.StartsWith('\uFEFF'))
            return "key 'task' begins with a UTF-8 byte order mark, so that the kernel would not see the #! line; remove it with: sed -i '1s/^\\xEF\\xBB\\xBF//' FILE";

        var firstLine = script.AsSpan(0, script.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : script.Length);
        return firstLine.StartsWith("#!") ? OfInterpreterLine(firstLine)
            : firstLine.EndsWith("\r") ? $"key 'task' has line ends of Windows (CRLF), on which sh fails; {ToUnixLines}"
            : null;
    }

    private static string? OfInterpreterLine(ReadOnlySpan<char> line)
    {
        var interpreter = line[2..].Trim(" \t");
        if (interpreter.IndexOfAny(" \t") is var end and >= 0)
            interpreter = interpreter[..end];

        if (line.Contains('\r'))
            return $"key 'task' has line ends of Windows (CRLF): the kernel would look for an interpreter named '{Shown.Of(FirstWord(interpreter))}'; {ToUnixLines}";

        if (interpreter.IsEmpty)
            return "key 'task' has a first line '#!' without an interpreter; expected, for example, #!/bin/sh";

        if (interpreter[0] != '/')
            return $"key 'task' has the interpreter '{Shown.Of(interpreter)}', which is no absolute path; expected, for example, #!/bin/sh or #!/usr/bin/env {Shown.Of(interpreter)}";

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
