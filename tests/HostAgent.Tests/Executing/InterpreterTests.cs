using NodeTasker.HostAgent.Executing;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class InterpreterTests
{
    [Theory]
    [InlineData("echo hello\n", "/bin/sh")]
    [InlineData("", "/bin/sh")]
    [InlineData("# !/bin/bash\n", "/bin/sh")]
    [InlineData("\n#!/bin/bash\n", "/bin/sh")]
    [InlineData("#!/bin/bash\necho\n", "/bin/bash")]
    [InlineData("#!/bin/bash", "/bin/bash")]
    [InlineData("#! /bin/bash \n", "/bin/bash")]
    [InlineData("#!\t/bin/bash\t\n", "/bin/bash")]
    [InlineData("#!/bin/bash -e\n", "/bin/bash", "-e")]
    [InlineData("#!/usr/bin/env python3\n", "/usr/bin/env", "python3")]
    [InlineData("#!/usr/bin/env -S perl -w -T \n", "/usr/bin/env", "-S perl -w -T")]
    [InlineData("#!/bin/sh  -e  -x\n", "/bin/sh", "-e  -x")]
    public void A_script_is_run_by_what_its_first_line_says_with_one_argument_at_most(string script, params string[] interpreter) =>
        Assert.Equal(interpreter, Interpreter.Of(script));
}
