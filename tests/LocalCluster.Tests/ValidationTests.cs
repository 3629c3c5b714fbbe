using NodeTasker.LocalCluster.Tests.Servers;

namespace NodeTasker.LocalCluster.Tests;

/// <summary>Bad input and what is said about it.</summary>
public sealed class ValidationTests(ServerFixture servers)
{
    private const int Limit = 60_000;

    /// <summary>A body that is refused, with code and message.</summary>
    public static TheoryData<string, int, string> BadBodies =>
        new()
        {
            { """{"metadata":{}}""", 422, "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required" },
            {
                """{"metadata":{"name":"B_"}}""",
                422,
                "ConfigMap \"B_\" is invalid: metadata.name: Invalid value: \"B_\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
            },
            {
                """{"metadata":{"name":"b","labels":{"a":"x y"}}}""",
                422,
                "ConfigMap \"b\" is invalid: metadata.labels: Invalid value: \"x y\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
            },
            {
                """{"metadata":{"name":"b","annotations":{"a b":"x"}}}""",
                422,
                "ConfigMap \"b\" is invalid: metadata.annotations: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
            },
            {
                """{"metadata":{"name":"b"},"data":{"..":"x"}}""",
                422,
                "ConfigMap \"b\" is invalid: data[..]: Invalid value: \"..\": must not be '..'"
            },
            {
                """{"metadata":{"name":"b"},"data":{"k":"x"},"binaryData":{"k":"YQ=="}}""",
                422,
                "ConfigMap \"b\" is invalid: data[k]: Invalid value: \"k\": duplicate of key present in binaryData"
            },
            {
                """{"metadata":{"name":"b"},"data":{"k":1}}""",
                400,
                "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string"
            },
            {
                """{"metadata":{"name":"b"},"data":["k"]}""",
                400,
                "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal array into Go struct field ConfigMap.data of type map[string]string"
            },
            {
                """{"metadata":{"name":"b"},"binaryData":{"k":"!!"}}""",
                400,
                "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: illegal base64 data at input byte 0"
            },
            {
                """{"metadata":""",
                400,
                "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input ({\"metadata\":)"
            },
            {
                "",
                400,
                "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)"
            },
            { """{"metadata":{"name":"b","resourceVersion":"5"}}""", 500, "resourceVersion should not be set on objects to be created" },
            {
                """{"metadata":{"name":"b","ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"n"}]}}""",
                422,
                "ConfigMap \"b\" is invalid: metadata.ownerReferences.uid: Invalid value: \"\": must not be empty"
            },
        };

    [Theory(Timeout = Limit)]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_refused_with_what_is_wrong(string body, int code, string message)
    {
        var space = await servers.OpenAsync(ServerKind.Local).WaitAsync(TestContext.Current.CancellationToken);

        var answer = await space.PostAsync(space.ConfigMaps, body);

        Assert.Equal((code, message), (answer.Code, answer.Message));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_refused_by_the_real_server_in_the_same_words(string body, int code, string message)
    {
        var space = await servers.OpenAsync(ServerKind.Real).WaitAsync(TestContext.Current.CancellationToken);

        var answer = await space.PostAsync(space.ConfigMaps, body);

        Assert.Equal((code, message), (answer.Code, answer.Message));
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Each_broken_rule_is_a_cause(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);

        var answer = await space.PostAsync(space.ConfigMaps, """{"metadata":{"name":"b","labels":{"a b":"x"}},"data":{"k k":"x"}}""");

        Assert.Equal((422, "Invalid"), (answer.Code, answer.Reason));
        var causes = answer.Body["details"]!["causes"]!.AsArray().Select(cause => $"{cause!["reason"]} {cause["field"]}");
        Assert.Equal(["FieldValueInvalid metadata.labels", "FieldValueInvalid data[k k]"], causes);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Unknown_and_duplicate_fields_are_warned_of_or_refused(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        const string Body = """{"metadata":{"name":"b","zz":1},"data":{"k":"v","k":"w"},"foo":1}""";

        var strict = await space.PostAsync($"{space.ConfigMaps}?fieldValidation=Strict", Body);
        var warned = await space.PostAsync($"{space.ConfigMaps}?dryRun=All", Body);
        var ignored = await space.PostAsync($"{space.ConfigMaps}?fieldValidation=Ignore", Body);

        Assert.Equal(400, strict.Code);
        Assert.Equal(
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: duplicate field \"data.k\", unknown field \"foo\", unknown field \"metadata.zz\"",
            Sorted(strict.Message!)
        );
        Assert.Equal(201, warned.Code);
        Assert.Equal(
            [
                "299 - \"duplicate field \\\"data.k\\\"\"",
                "299 - \"unknown field \\\"foo\\\"\"",
                "299 - \"unknown field \\\"metadata.zz\\\"\"",
            ],
            warned.Warnings.Order(StringComparer.Ordinal)
        );
        Assert.Equal((201, 0), (ignored.Code, ignored.Warnings.Count));
        Assert.Equal("w", ignored.Body["data"]!["k"]!.GetValue<string>());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_ConfigMap_holds_one_mebibyte_and_a_request_three(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        var mebibyte = new string('x', 1024 * 1024);

        var full = await space.PostAsync(space.ConfigMaps, $$$"""{"metadata":{"name":"a"},"data":{"k":"{{{mebibyte}}}"}}""");
        var over = await space.PostAsync(space.ConfigMaps, $$$"""{"metadata":{"name":"b"},"data":{"k":"{{{mebibyte}}}x"}}""");
        var request = await space.PostAsync(
            space.ConfigMaps,
            $$$"""{"metadata":{"name":"c"},"data":{"k":"{{{mebibyte}}}{{{mebibyte}}}{{{mebibyte}}}"}}"""
        );

        Assert.Equal(201, full.Code);
        Assert.Equal((422, "ConfigMap \"b\" is invalid: []: Too long: may not be more than 1048576 bytes"), (over.Code, over.Message));
        Assert.Equal((413, "RequestEntityTooLarge"), (request.Code, request.Reason));
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task An_immutable_ConfigMap_keeps_its_data(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a", rest: """ "immutable":true,"data":{"k":"v"} """);

        var data = await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.MergePatch, """{"data":{"k":"w"}}""");
        var flag = await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.MergePatch, """{"immutable":null}""");
        var label = await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.MergePatch, """{"metadata":{"labels":{"x":"y"}}}""");

        Assert.Equal(
            (422, "ConfigMap \"a\" is invalid: data: Forbidden: field is immutable when `immutable` is set"),
            (data.Code, data.Message)
        );
        Assert.Equal(422, flag.Code);
        Assert.Equal(200, label.Code);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Media_types_and_methods_that_are_not_served_are_refused(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);

        var body = await space.PostAsync(space.ConfigMaps, "x", "text/plain");
        var accept = await space.GetAsync(space.ConfigMaps, "text/plain");
        var method = await space.PutAsync("/api/v1/configmaps", "{}");
        var patch = await space.PatchAsync($"{space.ConfigMaps}/a", "application/json", "{}");

        Assert.Equal((415, "UnsupportedMediaType"), (body.Code, body.Reason));
        Assert.Equal((406, "NotAcceptable"), (accept.Code, accept.Reason));
        Assert.Equal((405, "MethodNotAllowed"), (method.Code, method.Reason));
        Assert.Equal(415, patch.Code);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Permanent_namespaces_can_not_be_deleted(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);

        var answer = await space.DeleteAsync("/api/v1/namespaces/default");

        Assert.Equal((403, "namespaces \"default\" is forbidden: this namespace may not be deleted"), (answer.Code, answer.Message));
    }

    private static string Sorted(string message)
    {
        const string Mark = "strict decoding error: ";
        var at = message.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        return message[..at] + string.Join(", ", message[at..].Split(", ").Order(StringComparer.Ordinal));
    }
}
