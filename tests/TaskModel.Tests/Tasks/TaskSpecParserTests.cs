namespace NodeTasker.TaskModel.Tests;

public sealed class TaskSpecParserTests
{
    [Fact]
    public void A_script_alone_is_a_task_with_the_documented_defaults()
    {
        var spec = Tasks.Valid(Tasks.With());

        Assert.Equal(Tasks.Script, spec.Script);
        Assert.Equal("node-tasker", spec.Name);
        Assert.Equal(RunId.Of(Tasks.With()), spec.Run);
        Assert.Equal(TimeSpan.FromHours(1), spec.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(10), spec.GracePeriod);
        Assert.Equal(0, spec.Retries);
        Assert.Equal(TimeSpan.FromSeconds(10), spec.RetryDelay);
        Assert.True(spec.NodeSelector.IsEverything);
        Assert.True(spec.Nodes.IsEverything);
        Assert.Equal("root", spec.User);
        Assert.Null(spec.WorkingDir);
        Assert.Equal(ResourceLimits.None, spec.Limits);
        Assert.Empty(spec.Env);
        Assert.Empty(spec.Files);
        Assert.Equal(32 * 1024, spec.OutputLimit);
        Assert.Null(spec.Schedule);
        Assert.Null(spec.Cancelled);
        Assert.False(spec.IsGated);
    }

    [Fact]
    public void Each_key_reaches_its_property()
    {
        Assert.Equal(TimeSpan.FromMinutes(90), Tasks.Valid(Tasks.With(("timeout", "1h30m"))).Timeout);
        Assert.Null(Tasks.Valid(Tasks.With(("timeout", "0"))).Timeout);
        Assert.Equal(TimeSpan.FromSeconds(3), Tasks.Valid(Tasks.With(("gracePeriod", "3s"))).GracePeriod);
        Assert.Equal(TimeSpan.Zero, Tasks.Valid(Tasks.With(("gracePeriod", "0"))).GracePeriod);
        Assert.Equal(3, Tasks.Valid(Tasks.With(("retries", "3"))).Retries);
        Assert.Equal(TimeSpan.FromMinutes(1), Tasks.Valid(Tasks.With(("retryDelay", "1m"))).RetryDelay);
        Assert.Equal("role=worker", Tasks.Valid(Tasks.With(("nodeSelector", "role=worker"))).NodeSelector.ToString());
        Assert.Equal("a,b-*", Tasks.Valid(Tasks.With(("nodes", "a, b-*"))).Nodes.ToString());
        Assert.Equal(new CountOrPercent(10, true), Tasks.Valid(Tasks.With(("parallelism", "10%"))).Parallelism);
        Assert.Equal([new(1, false), new(10, true), new(50, true)], Tasks.Valid(Tasks.With(("waves", "1, 10%,50%"))).Waves);
        Assert.Equal(TimeSpan.FromMinutes(5), Tasks.Valid(Tasks.With(("waves", "1"), ("soak", "5m"))).Soak);
        Assert.Equal(new CountOrPercent(0, false), Tasks.Valid(Tasks.With(("maxFailures", "0"))).MaxFailures);
        Assert.True(Tasks.Valid(Tasks.With(("paused", "true"))).Paused);
        Assert.Equal(NewNodesPolicy.Skip, Tasks.Valid(Tasks.With(("newNodes", "Skip"))).NewNodes);
        Assert.Equal(ConcurrencyPolicy.Replace, Tasks.Valid(Tasks.With(("concurrencyPolicy", "Replace"))).ConcurrencyPolicy);
        Assert.True(Tasks.Valid(Tasks.With(("everyBoot", "true"))).EveryBoot);
        Assert.Equal(InterruptedPolicy.Rerun, Tasks.Valid(Tasks.With(("onInterrupted", "Rerun"))).OnInterrupted);
        Assert.Equal("1000", Tasks.Valid(Tasks.With(("user", "1000"))).User);
        Assert.Equal("/var/tmp", Tasks.Valid(Tasks.With(("workingDir", "/var/tmp"))).WorkingDir);
        Assert.Equal(
            new ResourceLimits(500, 268_435_456, 100),
            Tasks.Valid(Tasks.With(("cpu", "500m"), ("memory", "256Mi"), ("pids", "100"))).Limits
        );
        Assert.Equal("", Tasks.Valid(Tasks.With(("env.EMPTY", ""))).Env["EMPTY"]);
        Assert.Equal("x\n"u8.ToArray(), Tasks.Valid(Tasks.With(("file.app.conf", "x\n"))).Files["app.conf"]);
        Assert.Equal(512 * 1024, Tasks.Valid(Tasks.With(("outputLimit", "512Ki"))).OutputLimit);
        Assert.NotNull(Tasks.Valid(Tasks.With(("schedule", "@daily"), ("timeZone", "Europe/Berlin"))).Schedule);
        Assert.Equal("n", Tasks.Valid(Tasks.With(("nonce", "n"))).Nonce);
        Assert.Equal("AQID", Tasks.Valid(Tasks.With(("signature", "AQID"))).Signature);
        Assert.Equal(
            new DateTimeOffset(2026, 11, 22, 8, 4, 5, TimeSpan.Zero),
            Tasks.Valid(Tasks.With(("notAfter", "2026-11-22T10:04:05+02:00"))).NotAfter
        );
        Assert.Equal("prod", Tasks.Valid(Tasks.With(("audience", "prod"))).Audience);
    }

    [Theory]
    [InlineData("parallelism", "5")]
    [InlineData("parallelism", "99%")]
    [InlineData("waves", "1")]
    [InlineData("maxFailures", "3")]
    [InlineData("paused", "true")]
    [InlineData("newNodes", "Skip")]
    public void What_the_controller_decides_gates_the_task(string key, string value) =>
        Assert.True(Tasks.Valid(Tasks.With((key, value))).IsGated);

    [Theory]
    [InlineData("user", "")]
    [InlineData("user", "backup")]
    [InlineData("user", "Admin")]
    [InlineData("user", "_svc.a-b$")]
    [InlineData("user", "alice@corp.example")]
    [InlineData("user", "CORP\\bob")]
    [InlineData("user", "0")]
    [InlineData("user", "4294967294")]
    [InlineData("workingDir", "")]
    [InlineData("workingDir", "/")]
    [InlineData("workingDir", "/a..b/.c")]
    [InlineData("nodeSelector", "")]
    [InlineData("nodes", "")]
    [InlineData("waves", "")]
    [InlineData("nonce", "")]
    [InlineData("nonce", "\0 any ü")]
    [InlineData("parallelism", "1")]
    [InlineData("parallelism", "100%")]
    [InlineData("maxFailures", "0%")]
    [InlineData("retries", "100")]
    [InlineData("timeout", "720h")]
    [InlineData("cpu", "0.001")]
    [InlineData("memory", "1Mi")]
    [InlineData("pids", "1")]
    [InlineData("outputLimit", "1")]
    [InlineData("env._A1", "multi\nline")]
    [InlineData("file..bashrc", "")]
    [InlineData("file.a_b-c.1", "x")]
    public void Good_values_are_taken(string key, string value) => Tasks.Valid(Tasks.With((key, value)));

    [Theory]
    [InlineData(
        "timeout",
        "90x",
        "key 'timeout' has the bad value '90x': 'x' is no unit; the units are ns, us, ms, s, m and h; expected a duration such as 90s, 10m or 1h30m, at most 720h; 0 for none"
    )]
    [InlineData(
        "timeout",
        "1h\n",
        "key 'timeout' has the bad value '1h\\n': 'h\\n' is no unit; the units are ns, us, ms, s, m and h; expected a duration such as 90s, 10m or 1h30m, at most 720h; 0 for none; remove the white space around it"
    )]
    [InlineData(
        "timeout",
        "",
        "key 'timeout' has the bad value '': it is empty; expected a duration such as 90s, 10m or 1h30m, at most 720h; 0 for none"
    )]
    [InlineData(
        "gracePeriod",
        "721h",
        "key 'gracePeriod' has the bad value '721h': it is too long; expected a duration such as 90s, 10m or 1h30m, at most 720h"
    )]
    [InlineData("retries", "101", "key 'retries' has the bad value '101': it is too many; expected a whole number from 0 to 100")]
    [InlineData("retries", "+1", "key 'retries' has the bad value '+1': it is no whole number; expected a whole number from 0 to 100")]
    [InlineData(
        "nodeSelector",
        "a b",
        "key 'nodeSelector' has the bad value 'a b': 'b' at character 3 where an operator (=, ==, !=, in, notin, > or <) was expected; expected a Kubernetes label selector such as role=worker,!gpu,zone in (a,b)"
    )]
    [InlineData(
        "nodes",
        "A",
        "key 'nodes' has the bad value 'A': 'A' has an upper-case letter, node names have none; expected a comma list of node names and globs such as worker-1,edge-*"
    )]
    [InlineData(
        "parallelism",
        "0%",
        "key 'parallelism' has the bad value '0%': no node would ever start; expected a number of nodes such as 5, or a percentage from 1% to 100%"
    )]
    [InlineData(
        "parallelism",
        "101%",
        "key 'parallelism' has the bad value '101%': it is more than 100%; expected a number of nodes such as 5, or a percentage from 1% to 100%"
    )]
    [InlineData(
        "waves",
        "1,x",
        "key 'waves' has the bad value '1,x': size 'x': it is neither a whole number nor a percentage; expected a comma list of sizes such as 1,10%,50%, each at least 1 or 1%"
    )]
    [InlineData("soak", "5m", "key 'soak' needs the key 'waves': it is the wait between waves")]
    [InlineData(
        "maxFailures",
        "-1",
        "key 'maxFailures' has the bad value '-1': it is neither a whole number nor a percentage; expected a number of nodes such as 3, or a percentage from 0% to 100%"
    )]
    [InlineData(
        "paused",
        "True",
        "key 'paused' has the bad value 'True': it is neither true nor false; did you mean 'true'?; expected true or false"
    )]
    [InlineData("everyBoot", "yes", "key 'everyBoot' has the bad value 'yes': it is neither true nor false; expected true or false")]
    [InlineData(
        "newNodes",
        "skip",
        "key 'newNodes' has the bad value 'skip': there is no such choice; did you mean 'Skip'?; expected Run or Skip"
    )]
    [InlineData(
        "concurrencyPolicy",
        "Forbid",
        "key 'concurrencyPolicy' has the bad value 'Forbid': there is no such choice; expected Wait or Replace"
    )]
    [InlineData("onInterrupted", "0", "key 'onInterrupted' has the bad value '0': there is no such choice; expected Fail or Rerun")]
    [InlineData(
        "user",
        "4294967295",
        "key 'user' has the bad value '4294967295': it is no uid; expected a user name of the host such as root or backup, or a uid from 0 to 4294967294"
    )]
    [InlineData(
        "user",
        "a:b",
        "key 'user' has the bad value 'a:b': it is no user name; expected a user name of the host such as root or backup, or a uid from 0 to 4294967294"
    )]
    [InlineData(
        "workingDir",
        "tmp",
        "key 'workingDir' has the bad value 'tmp': it does not begin with '/'; expected an absolute path of the host such as /var/tmp, without '..'"
    )]
    [InlineData(
        "workingDir",
        "/a/../b",
        "key 'workingDir' has the bad value '/a/../b': it contains '..'; expected an absolute path of the host such as /var/tmp, without '..'"
    )]
    [InlineData(
        "workingDir",
        "/a\nb",
        "key 'workingDir' has the bad value '/a\\nb': it contains a control character; expected an absolute path of the host such as /var/tmp, without '..'"
    )]
    [InlineData(
        "cpu",
        "0",
        "key 'cpu' has the bad value '0': it is too small; expected a Kubernetes quantity of cores such as 500m or 2, at least 1m"
    )]
    [InlineData(
        "memory",
        "256",
        "key 'memory' has the bad value '256': it is too small; expected a Kubernetes quantity of bytes such as 256Mi or 1Gi, at least 1Mi"
    )]
    [InlineData(
        "memory",
        "256MB",
        "key 'memory' has the bad value '256MB': 'MB' is no suffix of a quantity; they are n u m k M G T P E and Ki Mi Gi Ti Pi Ei; write Mi; expected a Kubernetes quantity of bytes such as 256Mi or 1Gi, at least 1Mi"
    )]
    [InlineData(
        "pids",
        "0.5",
        "key 'pids' has the bad value '0.5': it is no whole number, or far too large; expected a whole number from 1 to 4194304"
    )]
    [InlineData(
        "outputLimit",
        "513Ki",
        "key 'outputLimit' has the bad value '513Ki': it is too large; expected a Kubernetes quantity of bytes such as 32Ki, from 1 to 512Ki"
    )]
    [InlineData(
        "outputLimit",
        "0",
        "key 'outputLimit' has the bad value '0': it is too small; expected a Kubernetes quantity of bytes such as 32Ki, from 1 to 512Ki"
    )]
    [InlineData(
        "env.1A",
        "x",
        "key 'env.1A': '1A' is no name of an environment variable; expected letters, digits and '_', not a digit first"
    )]
    [InlineData("env.", "x", "key 'env.': there is no name behind 'env.'; expected, for example, env.LEVEL")]
    [InlineData("env.NODE_TASKER_RUN", "x", "key 'env.NODE_TASKER_RUN': names that begin with NODE_TASKER_ are the agent's own")]
    [InlineData("env.A", "a\0b", "key 'env.A': its value contains a NUL, which no environment can hold")]
    [InlineData("file.", "x", "key 'file.': there is no name behind 'file.'; expected, for example, file.app.conf")]
    [InlineData("file...", "x", "key 'file...': '..' is a folder; expected, for example, file.app.conf")]
    [InlineData("file.-rf", "x", "key 'file.-rf': '-rf' is no name of a file; expected letters, digits, '.', '_' and '-', not '-' first")]
    [InlineData("file.a/b", "x", "key 'file.a/b': 'a/b' is no name of a file; expected letters, digits, '.', '_' and '-', not '-' first")]
    [InlineData("file.script", "x", "key 'file.script': 'script' is a file of the agent's own beside the script; choose another name")]
    [InlineData(
        "file.output.log",
        "x",
        "key 'file.output.log': 'output.log' is a file of the agent's own beside the script; choose another name"
    )]
    [InlineData(
        "schedule",
        "* * *",
        "key 'schedule' has the bad value '* * *': it has 3 fields instead of 5 (minute, hour, day of month, month, day of week); expected five cron fields such as '30 4 * * mon-fri', or @hourly, @daily, @weekly, @monthly, @yearly"
    )]
    [InlineData("timeZone", "UTC", "key 'timeZone' needs the key 'schedule': it is the time zone of the schedule")]
    [InlineData("signature", "?", "key 'signature' has the bad value '?': it is no base64; expected base64 of an ECDSA P-256 signature")]
    [InlineData(
        "notAfter",
        "2026-11-22T10:04:05",
        "key 'notAfter' has the bad value '2026-11-22T10:04:05': it has no offset; end it with Z or, say, +02:00; expected an RFC 3339 time such as 2026-11-22T10:04:05Z"
    )]
    [InlineData(
        "notAfter",
        "2026-02-30T10:04:05Z",
        "key 'notAfter' has the bad value '2026-02-30T10:04:05Z': there is no such time; expected an RFC 3339 time such as 2026-11-22T10:04:05Z"
    )]
    [InlineData("audience", "", "key 'audience' has the bad value '': it is empty; expected a text that is not empty")]
    public void A_bad_value_is_rejected_with_the_key_the_value_and_what_would_be_right(string key, string value, string expected) =>
        Assert.Equal(expected, Tasks.OnlyProblem(Tasks.With((key, value))));

    [Fact]
    public void A_bad_time_zone_is_a_problem_of_its_own_key()
    {
        var problems = Tasks.Problems(Tasks.With(("schedule", "* * *"), ("timeZone", "Mars/Olympus")));

        Assert.Equal(["schedule", "timeZone"], problems.Select(problem => problem.Key));
        Assert.Contains("'Mars/Olympus'", problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_reported_at_once_in_the_order_of_the_keys()
    {
        var problems = Tasks.Problems(Tasks.With(("zzz", ""), ("timeout", "x"), ("soak", "x"), ("env.1", ""), ("Task", "")));

        Assert.Equal(["Task", "env.1", "soak", "soak", "timeout", "zzz"], problems.Select(problem => problem.Key));
    }

    [Fact]
    public void A_long_value_is_shown_shortened()
    {
        var message = Tasks.OnlyProblem(Tasks.With(("retries", new string('9', 5000))));

        Assert.Contains($"'{new string('9', 60)}… (5,000 characters)'", message, StringComparison.Ordinal);
        Assert.True(message.Length < 300);
    }

    [Theory]
    [InlineData(" 0123456789ab\n", "0123456789ab")]
    [InlineData("  ", null)]
    [InlineData("", null)]
    public void The_cancelled_run_is_the_annotation(string annotation, string? expected)
    {
        var document = Tasks.With() with { Annotations = new Dictionary<string, string> { [WellKnown.CancelAnnotation] = annotation } };

        Assert.Equal(expected, Tasks.Valid(document).Cancelled?.Value);
    }

    [Fact]
    public void Any_input_parses_or_is_rejected_with_messages() =>
        ForEvery.Value(
            Gens.Document,
            document =>
            {
                switch (TaskSpecParser.Parse(document))
                {
                    case ParsedTask.Valid valid:
                        Assert.Equal(RunId.Of(document), valid.Spec.Run);
                        Assert.All(document.Data.Keys, key => Assert.True(KnownKeys.TryFind(key, out _)));
                        break;

                    case ParsedTask.Bad bad:
                        Assert.Equal(RunId.Of(document), bad.Run);
                        Assert.NotEmpty(bad.Problems);
                        Assert.Equal(
                            bad.Problems.Select(problem => problem.Key).Order(StringComparer.Ordinal),
                            bad.Problems.Select(problem => problem.Key)
                        );
                        Assert.All(bad.Problems, problem => Assert.DoesNotContain(problem.Message, char.IsControl));
                        Assert.All(bad.Problems, problem =>
                            Assert.True(document.Data.ContainsKey(problem.Key) || document.BinaryData.ContainsKey(problem.Key))
                        );
                        break;

                    case ParsedTask.Empty:
                        Assert.True(string.IsNullOrWhiteSpace(document.Data.GetValueOrDefault("task")));
                        break;
                }
            },
            count: 1000
        );
}
