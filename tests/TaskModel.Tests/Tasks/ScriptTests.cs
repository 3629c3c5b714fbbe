namespace NodeTasker.TaskModel.Tests;

public sealed class ScriptTests
{
    [Theory]
    [InlineData("#!/bin/sh\necho hello\n")]
    [InlineData("#!/bin/sh")]
    [InlineData("#! /usr/bin/env python3\nprint(1)\n")]
    [InlineData("#!\t/bin/sh -eu\n")]
    [InlineData("echo hello")]
    [InlineData("#!/usr/bin/env python3\nprint(1)\r\n")]
    [InlineData("echo a\n#!/bin/bash\n")]
    [InlineData("# of a comment\n#!important\necho\n")]
    [InlineData("#!/bin/sh\nprintf 'a\\r\\n'\n")]
    [InlineData("echo grüße 😀\n")]
    [InlineData("# !/bin/sh\n")]
    public void A_script_is_taken_as_it_is(string script) => Assert.Equal(script, Tasks.Valid(Tasks.Bare(("task", script))).Script);

    [Fact]
    public void Without_a_script_there_is_nothing_to_do()
    {
        Assert.IsType<ParsedTask.Empty>(TaskSpecParser.Parse(Tasks.Bare()));
        Assert.IsType<ParsedTask.Empty>(TaskSpecParser.Parse(Tasks.Bare(("task", ""))));
        Assert.IsType<ParsedTask.Empty>(TaskSpecParser.Parse(Tasks.Bare(("task", " \n\t"), ("timeout", "bad"))));
        Assert.IsType<ParsedTask.Empty>(
            TaskSpecParser.Parse(Tasks.Bare() with { BinaryData = new Dictionary<string, byte[]> { ["file.a"] = [1] } })
        );
    }

    [Theory]
    [InlineData("hello.sh", "unknown key 'hello.sh'; the script belongs into 'task', as with --from-file=task=hello.sh")]
    [InlineData("tsak", "unknown key 'tsak'; did you mean 'task'?")]
    [InlineData("script", "unknown key 'script'; did you mean 'task'?")]
    public void A_script_under_another_key_is_not_nothing(string key, string expected) =>
        Assert.Equal(expected, Tasks.OnlyProblem(Tasks.Bare((key, Tasks.Script))));

    [Theory]
    [InlineData(
        "#!/bin/sh\r\necho\r\n",
        "key 'task' has line ends of Windows (CRLF): the kernel would look for an interpreter named '/bin/sh\\r'; convert them with: sed -i 's/\\r$//' FILE"
    )]
    [InlineData(
        "#!/bin/sh\r",
        "key 'task' has line ends of Windows (CRLF): the kernel would look for an interpreter named '/bin/sh\\r'; convert them with: sed -i 's/\\r$//' FILE"
    )]
    [InlineData(
        "echo a\r\necho b\r\n",
        "key 'task' has line ends of Windows (CRLF), the first in line 1, on which sh fails; convert them with: sed -i 's/\\r$//' FILE"
    )]
    [InlineData("#!\necho\n", "key 'task' has a first line '#!' without an interpreter; expected, for example, #!/bin/sh")]
    [InlineData("#! \t\n", "key 'task' has a first line '#!' without an interpreter; expected, for example, #!/bin/sh")]
    [InlineData(
        "#!python3 -u\n",
        "key 'task' has the interpreter 'python3', which is no absolute path; expected, for example, #!/bin/sh or #!/usr/bin/env python3"
    )]
    [InlineData("\u007fELF\0\0", "key 'task' is binary, not the text of a script; put a binary into file.NAME and call it from the script")]
    public void A_script_that_cannot_run_is_rejected_with_what_to_do(string script, string expected) =>
        Assert.Equal(expected, Tasks.OnlyProblem(Tasks.Bare(("task", script))));

    [Theory]
    [InlineData("\n#!/bin/bash\necho\n", "'#!/bin/bash' in line 2")]
    [InlineData("\r\n#!/bin/bash\n", "'#!/bin/bash' in line 2")]
    [InlineData(" #!/usr/bin/env python3\nprint(1)\n", "'#!/usr/bin/env python3' behind blanks")]
    [InlineData("\t\u00a0#! /bin/bash -e\n", "'#! /bin/bash -e' behind blanks")]
    [InlineData("\u200b#!/bin/bash\n", "'#!/bin/bash' behind blanks")]
    [InlineData("# Copyright\n\n#!/bin/bash\n", "'#!/bin/bash' in line 3")]
    public void An_interpreter_line_that_the_kernel_would_not_see_is_rejected(string script, string where) =>
        Assert.Equal(
            $"key 'task' has its #! line {where}, where the kernel does not see it, so that sh would run the script; make #! the first two characters of the script",
            Tasks.OnlyProblem(Tasks.Bare(("task", script)))
        );

    [Fact]
    public void A_byte_order_mark_before_it_is_named_with_how_to_remove_it() =>
        Assert.Equal(
            "key 'task' has its #! line '#!/bin/bash' behind a UTF-8 byte order mark, where the kernel does not see it, so that sh would run the script; "
                + "remove it with: sed -i '1s/^\\xEF\\xBB\\xBF//' FILE",
            Tasks.OnlyProblem(Tasks.Bare(("task", "\uFEFF#!/bin/bash\n")))
        );

    [Theory]
    [InlineData("#!/bin/sh\necho a\r\n", 2, "sh")]
    [InlineData("#!/bin/bash -e\n\nif true; then\r\necho\r\nfi\r\n", 3, "bash")]
    [InlineData("#!/usr/bin/env -S bash -e\necho\r\n", 2, "bash")]
    [InlineData("#!/usr/bin/busybox sh\necho\r\n", 2, "busybox")]
    [InlineData("echo a\necho b\r\n", 2, "sh")]
    public void Line_ends_of_Windows_after_a_clean_first_line_are_rejected_where_a_shell_reads_them(
        string script,
        int line,
        string shell
    ) =>
        Assert.Equal(
            $"key 'task' has line ends of Windows (CRLF), the first in line {line}, on which {shell} fails; convert them with: sed -i 's/\\r$//' FILE",
            Tasks.OnlyProblem(Tasks.Bare(("task", script)))
        );

    [Fact]
    public void Half_a_character_is_no_text() =>
        Assert.StartsWith("key 'task' is binary", Tasks.OnlyProblem(Tasks.Bare(("task", "echo \ud800\n"))), StringComparison.Ordinal);

    [Fact]
    public void An_env_style_interpreter_with_windows_line_ends_is_named_too()
    {
        var message = Tasks.OnlyProblem(Tasks.Bare(("task", "#!/usr/bin/env bash\r\n")));

        Assert.Contains("Windows (CRLF)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_has_at_most_900_KiB_of_UTF8()
    {
        var most = new string('#', 900 * 1024);

        Tasks.Valid(Tasks.Bare(("task", most)));
        Assert.Equal(
            "key 'task' is 921,601 bytes; a script may have at most 921,600 (900 KiB)",
            Tasks.OnlyProblem(Tasks.Bare(("task", most + "#")))
        );
        Assert.Contains("921,601 bytes", Tasks.OnlyProblem(Tasks.Bare(("task", most[1..] + "ü"))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interpreter_longer_than_the_kernel_reads_is_rejected()
    {
        Tasks.Valid(Tasks.Bare(("task", $"#!/{new string('x', 252)} {new string('y', 100)}\n")));
        Assert.Equal(
            "key 'task' has an interpreter whose path is too long for the kernel, which reads 256 bytes",
            Tasks.OnlyProblem(Tasks.Bare(("task", $"#!/{new string('x', 253)}\n")))
        );
    }

    [Fact]
    public void A_binary_script_is_rejected_with_what_to_do()
    {
        var document = Tasks.Bare() with { BinaryData = new Dictionary<string, byte[]> { ["task"] = [0x7f, 0x45, 0x4c, 0x46] } };

        Assert.Equal(
            "key 'task' is binary, not the text of a script: put a binary into file.NAME and call it from the script",
            Tasks.OnlyProblem(document)
        );
    }
}
