using System.Text;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.TaskModel.Tests.Signing;

public sealed class SignedPayloadTests
{
    [Fact]
    public void The_payload_is_the_canonical_JSON_of_data_and_binaryData()
    {
        var document = Tasks.Bare(("task", "#!/bin/sh\necho \"hé\"\n"), ("env.A", "/")) with
        {
            BinaryData = new Dictionary<string, byte[]> { ["file.b"] = [0, 255] },
        };

        Assert.Equal("""{"binaryData":{"file.b":"AP8="},"data":{"env.A":"/","task":"#!/bin/sh\necho \"hé\"\n"}}""", TextOf(document));
    }

    [Fact]
    public void Both_members_are_there_when_there_is_nothing_in_them() =>
        Assert.Equal("""{"binaryData":{},"data":{}}""", TextOf(Tasks.Bare()));

    [Fact]
    public void The_signature_is_not_in_it_and_a_binary_one_is()
    {
        var unsigned = Tasks.With();
        var signed = unsigned.SignedWith("AAAA");
        var binary = signed with { BinaryData = new Dictionary<string, byte[]> { ["signature"] = [1] } };

        Assert.Equal(TextOf(unsigned), TextOf(signed));
        Assert.Contains("\"signature\":\"AQ==\"", TextOf(binary), StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_name_nor_annotations_nor_the_order_of_keys_are_in_it()
    {
        var document = Tasks.With(("nonce", "1"), ("user", "backup"));
        var other = new TaskDocument(
            "other",
            document.Data.Reverse().ToDictionary(),
            document.BinaryData,
            new Dictionary<string, string> { [WellKnown.CancelAnnotation] = "0123456789ab" }
        );

        Assert.Equal(SignedPayload.Of(document), SignedPayload.Of(other));
    }

    private static string TextOf(TaskDocument document) => Encoding.UTF8.GetString(SignedPayload.Of(document));
}
