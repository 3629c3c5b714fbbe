using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace k8s;

public static partial class KubernetesJson
{
    private const string WithoutFraction = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string WithMicroseconds = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private static string Format(DateTimeOffset utc)
        => utc.ToString(utc.Ticks % TimeSpan.TicksPerSecond == 0 ? WithoutFraction : WithMicroseconds, CultureInfo.InvariantCulture);

    // Go writes up to nine digits of a second, .NET keeps seven.
    private static DateTimeOffset ParseTime(ref Utf8JsonReader reader)
    {
        var text = reader.GetString();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new JsonException($"'{text}' is not an RFC 3339 time.");
    }

    public sealed class KubernetesDateTimeConverter : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ParseTime(ref reader).UtcDateTime;

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value.ToUniversalTime()));
    }

    public sealed class KubernetesDateTimeOffsetConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ParseTime(ref reader);

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value.ToUniversalTime()));
    }

    public sealed class Iso8601TimeSpanConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => XmlConvert.ToTimeSpan(reader.GetString());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(XmlConvert.ToString(value));
    }
}
