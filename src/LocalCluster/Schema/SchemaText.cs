namespace NodeTasker.LocalCluster.Schema;

/// <summary>
/// Reads type definitions, a type per line: <c>Name: field type[?|!] [number]; …</c>.
/// <c>{T}</c> is a map, <c>[T]</c> an atomic list, <c>[T]set</c> a set and <c>[T]by(key)</c> a list of keyed objects;
/// <c>?</c> keeps zero values that were given, <c>!</c> always writes the field. A name that ends with <c>*</c> is an atomic type.
/// </summary>
internal static class SchemaText
{
    private static readonly Dictionary<string, TypeSchema> Scalars = new(StringComparer.Ordinal)
    {
        ["string"] = new TypeSchema.Scalar(ScalarKind.Text),
        ["int32"] = new TypeSchema.Scalar(ScalarKind.Int32),
        ["int64"] = new TypeSchema.Scalar(ScalarKind.Int64),
        ["bool"] = new TypeSchema.Scalar(ScalarKind.Boolean),
        ["bytes"] = new TypeSchema.Scalar(ScalarKind.Bytes),
        ["time"] = new TypeSchema.Scalar(ScalarKind.Time),
        ["microtime"] = new TypeSchema.Scalar(ScalarKind.MicroTime),
        ["quantity"] = new TypeSchema.Scalar(ScalarKind.Quantity),
        ["raw"] = new TypeSchema.Scalar(ScalarKind.Raw),
    };

    public static IReadOnlyDictionary<string, TypeSchema.Struct> Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(':', 2))
            .ToList();
        var types = lines
            .Select(line => new TypeSchema.Struct(line[0].TrimEnd('*'), line[0].EndsWith('*')))
            .ToDictionary(type => type.Name, StringComparer.Ordinal);

        foreach (var line in lines)
        {
            foreach (var field in line[1].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                types[line[0].TrimEnd('*')].Add(ParseField(field, types));
        }

        return types;
    }

    private static FieldSchema ParseField(string text, Dictionary<string, TypeSchema.Struct> types)
    {
        var words = text.Split(' ');
        var presence = words[1][^1] switch
        {
            '?' => Presence.Optional,
            '!' => Presence.Always,
            _ => Presence.OmitZero,
        };
        var number = words.Length > 2 ? int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture) : 0;
        return new FieldSchema(words[0], ParseType(words[1].TrimEnd('?', '!'), types), number, presence);
    }

    private static TypeSchema ParseType(string text, Dictionary<string, TypeSchema.Struct> types)
    {
        if (text[0] == '{')
            return new TypeSchema.Map(ParseType(text[1..^1], types));

        if (text[0] == '[')
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            var element = ParseType(text[1..end], types);
            var relation = text[(end + 1)..];
            return relation switch
            {
                "" => new TypeSchema.List(element, ListRelation.Atomic, null),
                "set" => new TypeSchema.List(element, ListRelation.Set, null),
                _ => new TypeSchema.List(element, ListRelation.Keyed, relation["by(".Length..^1]),
            };
        }

        return Scalars.TryGetValue(text, out var scalar) ? scalar : types[text];
    }
}
