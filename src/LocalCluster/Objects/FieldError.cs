using NodeTasker.LocalCluster.Http;

namespace NodeTasker.LocalCluster.Objects;

/// <summary>A rule that a field breaks: reason and message as in a cause of a Status.</summary>
internal sealed record FieldError(string Field, string Reason, string Message)
{
    public static FieldError Invalid(string field, string value, string rule) =>
        new(field, "FieldValueInvalid", $"Invalid value: {JsonText.Quote(value)}: {rule}");

    public static FieldError Required(string field, string rule) => new(field, "FieldValueRequired", $"Required value: {rule}");

    public static FieldError Forbidden(string field, string rule) => new(field, "FieldValueForbidden", $"Forbidden: {rule}");

    public static FieldError TooLong(string field, int limit) =>
        new(field, "FieldValueTooLong", $"Too long: may not be more than {limit} bytes");

    public static FieldError NotSupported(string field, string value, params string[] supported) =>
        new(
            field,
            "FieldValueNotSupported",
            $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(JsonText.Quote))}"
        );
}
