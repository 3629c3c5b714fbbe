using k8s;
using k8s.Models;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

public sealed class JsonTests
{
    [Theory]
    [InlineData(0, "2026-08-04T10:20:30Z")]
    [InlineData(1_234_560, "2026-08-04T10:20:30.123456Z")]
    [InlineData(10, "2026-08-04T10:20:30.000001Z")]
    public void Times_are_written_in_UTC_with_microseconds_when_there_are_any(long ticks, string expected)
    {
        var time = new DateTime(2026, 8, 4, 10, 20, 30, DateTimeKind.Utc).AddTicks(ticks);

        Assert.Equal($$"""{"renewTime":"{{expected}}"}""", KubernetesJson.Serialize(new V1LeaseSpec { RenewTime = time }));
    }

    [Theory]
    [InlineData("2026-08-04T10:20:30Z", 0)]
    [InlineData("2026-08-04T12:20:30.5+02:00", 5_000_000)]
    [InlineData("2026-08-04T10:20:30.123456789Z", 1_234_568)]
    public void Times_are_read_in_UTC(string text, long ticks)
    {
        var time = KubernetesJson.Deserialize<V1LeaseSpec>($$"""{"renewTime":"{{text}}"}""").RenewTime;

        Assert.Equal(new DateTime(2026, 8, 4, 10, 20, 30, DateTimeKind.Utc).AddTicks(ticks), time);
        Assert.Equal(DateTimeKind.Utc, time!.Value.Kind);
    }

    [Fact]
    public void Unknown_members_are_ignored_and_known_ones_come_back_as_they_were()
    {
        const string Json = """{"apiVersion":"v1","kind":"Node","metadata":{"labels":{"a":"b"},"name":"n","uid":"u"},"spec":{"podCIDR":"10.0.0.0/24","taints":[{"effect":"NoSchedule","key":"k"}]},"status":{"allocatable":{"cpu":"1500m","memory":"2Gi"},"conditions":[{"lastHeartbeatTime":"2026-08-04T10:20:30Z","status":"True","type":"Ready"}],"daemonEndpoints":{"kubeletEndpoint":{"Port":10250}},"nodeInfo":{"bootID":"b","machineID":"m"}}}""";

        var node = KubernetesJson.Deserialize<V1Node>(Json.Replace("\"spec\"", "\"future\":{\"x\":[1]},\"spec\"", StringComparison.Ordinal));

        Assert.Equal(10250, node.Status.DaemonEndpoints.KubeletEndpoint.Port);
        Assert.Equal(Json, KubernetesJson.Serialize(node));
    }

    [Fact]
    public void A_delete_answered_with_the_object_is_a_Status_that_has_it()
    {
        var status = KubernetesJson.Deserialize<V1Status>("""{"kind":"Pod","metadata":{"name":"p"},"status":{"phase":"Running"}}""");

        Assert.True(status.HasObject);
        Assert.Equal("Running", status.ObjectView<V1Pod>().Status.Phase);
    }

    [Fact]
    public void A_Status_reads_as_reason_and_message()
    {
        var status = KubernetesJson.Deserialize<V1Status>("""{"kind":"Status","status":"Failure","reason":"NotFound","message":"no such thing","details":{"causes":[{"field":"f"}],"retryAfterSeconds":3},"code":404}""");

        Assert.False(status.HasObject);
        Assert.Equal("NotFound - no such thing", status.ToString());
        Assert.Equal(3, status.Details.RetryAfterSeconds);
        Assert.Equal("f", Assert.Single(status.Details.Causes).Field);
    }

    [Theory]
    [InlineData("500m", "0.5", "500m")]
    [InlineData("1.5Gi", "1610612736", "1536Mi")]
    [InlineData("1024Ki", "1048576", "1Mi")]
    [InlineData("0.5", "0.5", "500m")]
    [InlineData("1e3", "1000", "1e3")]
    [InlineData("12E2", "1200", "1200")]
    [InlineData("2k", "2000", "2k")]
    [InlineData("1000k", "1000000", "1M")]
    [InlineData("1E", "1000000000000000000", "1E")]
    [InlineData("8Ei", "9223372036854775808", "8Ei")]
    [InlineData("100n", "0.0000001", "100n")]
    [InlineData("0", "0", "0")]
    [InlineData("-3", "-3", "-3")]
    public void Quantities_are_read_and_written_canonically(string text, string value, string canonical)
    {
        var quantity = new ResourceQuantity(text);

        Assert.Equal(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), quantity.ToDecimal());
        Assert.Equal(canonical, quantity.CanonicalizeString());
        Assert.Equal($"\"{canonical}\"", KubernetesJson.Serialize(quantity));
    }

    [Fact]
    public void Quantities_of_the_same_value_are_equal_and_bad_ones_are_refused()
    {
        Assert.True(new ResourceQuantity("1Gi") == new ResourceQuantity("1024Mi"));
        Assert.False(new ResourceQuantity("1G") == new ResourceQuantity("1Gi"));
        Assert.Throws<FormatException>(() => new ResourceQuantity("1X"));
        Assert.Throws<FormatException>(() => new ResourceQuantity(""));
        Assert.Throws<System.Text.Json.JsonException>(() => KubernetesJson.Deserialize<ResourceQuantity>("\"1Q\""));
        Assert.Equal(7, KubernetesJson.Deserialize<ResourceQuantity>("7").ToInt64());
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("\"http\"")]
    public void A_number_or_text_stays_what_it_is(string json)
        => Assert.Equal(json, KubernetesJson.Serialize(KubernetesJson.Deserialize<IntOrString>(json)));

    [Fact]
    public void A_type_without_metadata_is_refused_rather_than_reflected_on()
        => Assert.Throws<NotSupportedException>(() => KubernetesJson.Serialize(new { a = 1 }));

    [Fact]
    public void Metadata_shortcuts_take_objects_that_have_none()
    {
        var configMap = new V1ConfigMap();

        Assert.Null(configMap.Name());
        Assert.Null(configMap.GetLabel("a"));
        Assert.Null(configMap.GetAnnotation("a"));
        Assert.False(configMap.HasFinalizer("f"));
        Assert.Equal(-1, configMap.FindOwnerReference(_ => true));

        configMap.SetLabel("a", "b");
        configMap.SetAnnotation("c", "d");
        Assert.True(configMap.AddFinalizer("f"));
        Assert.False(configMap.AddFinalizer("f"));

        Assert.Equal("""{"metadata":{"annotations":{"c":"d"},"finalizers":["f"],"labels":{"a":"b"}}}""", KubernetesJson.Serialize(configMap));
        configMap.SetLabel("a", null);
        Assert.Empty(configMap.Labels());
    }

    [Fact]
    public void Owners_are_found_by_what_they_are()
    {
        var node = new V1Node { ApiVersion = "v1", Kind = "Node", Metadata = new V1ObjectMeta { Name = "n", Uid = "u" } };
        var configMap = new V1ConfigMap { ApiVersion = "example.org/v2" };
        configMap.AddOwnerReference(new V1OwnerReference { ApiVersion = "v1", Kind = "Node", Name = "n", Uid = "u", Controller = true });

        Assert.True(configMap.IsOwnedBy(node));
        Assert.Equal("n", configMap.GetController().Name);
        Assert.Equal(("example.org", "v2"), configMap.ApiGroupAndVersion());
        Assert.Equal("", node.ApiGroup());
        Assert.True(configMap.RemoveOwnerReferences(node));
        Assert.False(configMap.IsOwnedBy(node));
    }

    [Fact]
    public void A_list_can_be_enumerated_itself()
    {
        var list = new V1ConfigMapList { Items = [new V1ConfigMap { Kind = "a" }, new V1ConfigMap { Kind = "b" }] };

        var kinds = new List<string>();
        foreach (var item in list) kinds.Add(item.Kind);

        Assert.Equal(["a", "b"], kinds);
    }
}
