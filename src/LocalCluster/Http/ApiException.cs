using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Http;

/// <summary>A request that ends with a <c>Status</c> of kind Failure.</summary>
internal sealed class ApiException(int code, string? reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code => code;

    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (reason is not null)
            status["reason"] = reason;
        if (details is not null)
            status["details"] = details.DeepClone();
        status["code"] = code;
        return status;
    }
}
