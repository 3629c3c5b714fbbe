using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Validation;

/// <summary>A rule that a field breaks: reason and message as in a cause of a Status.</summary>
internal sealed record FieldError(string Field, string Reason, string Message)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static FieldError Invalid(string field, string value, string rule) =>
        new(field, "FieldValueInvalid", $"Invalid value: {Quote(value)}: {rule}");

    public static FieldError Required(string field, string rule) =>
        new(field, "FieldValueRequired", rule.Length == 0 ? "Required value" : $"Required value: {rule}");

    public static FieldError Forbidden(string field, string rule) => new(field, "FieldValueForbidden", $"Forbidden: {rule}");

    public static FieldError TooLong(string field, string what, int limit) =>
        new(field, "FieldValueTooLong", $"Too long: {what}may not be more than {limit} bytes");

    public static FieldError NotSupported(string field, string value, params string[] supported) =>
        new(field, "FieldValueNotSupported", $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(Quote))}");

    public static string Quote(string value) => JsonValue.Create(value).ToJsonString(Plain);
}
