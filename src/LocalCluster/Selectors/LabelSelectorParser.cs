using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Validation;

namespace NodeTasker.LocalCluster.Selectors;

/// <summary>Parses <c>a=b,c!=d,e in (f,g),h notin (i),j,!k,l&gt;1</c>.</summary>
internal sealed class LabelSelectorParser
{
    private const string Special = "()=!,<>";

    private readonly List<string> _tokens;
    private int _position;

    private LabelSelectorParser(string text) => _tokens = Tokenize(text);

    public static LabelSelector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return LabelSelector.Everything;
        return new LabelSelectorParser(text).ParseAll();
    }

    private string Current => _position < _tokens.Count ? _tokens[_position] : "";

    private LabelSelector ParseAll()
    {
        var requirements = new List<LabelRequirement>();
        while (true)
        {
            requirements.Add(ParseRequirement());
            if (Current.Length == 0)
                return new LabelSelector(requirements);
            if (Take() != ",")
                throw Unexpected(_tokens[_position - 1], "',' or 'end of string'");
            if (Current.Length == 0)
                throw Unexpected("", "identifier after ','");
        }
    }

    private LabelRequirement ParseRequirement()
    {
        if (Current == "!")
        {
            Take();
            return new LabelRequirement(TakeKey(), LabelOperator.DoesNotExist, []);
        }

        var key = TakeKey();
        switch (Current)
        {
            case "" or ",":
                return new LabelRequirement(key, LabelOperator.Exists, []);
            case "=" or "==":
                Take();
                return new LabelRequirement(key, LabelOperator.In, [TakeValue()]);
            case "!=":
                Take();
                return new LabelRequirement(key, LabelOperator.NotIn, [TakeValue()]);
            case ">":
                Take();
                return new LabelRequirement(key, LabelOperator.GreaterThan, [TakeValue()]);
            case "<":
                Take();
                return new LabelRequirement(key, LabelOperator.LessThan, [TakeValue()]);
            case "in":
                Take();
                return new LabelRequirement(key, LabelOperator.In, TakeValues());
            case "notin":
                Take();
                return new LabelRequirement(key, LabelOperator.NotIn, TakeValues());
            default:
                throw Unexpected(Current, "in, notin, =, ==, !=, gt, lt");
        }
    }

    private List<string> TakeValues()
    {
        if (Take() != "(")
            throw Unexpected(_tokens[Math.Min(_position, _tokens.Count) - 1], "'('");

        var values = new List<string>();
        while (true)
        {
            values.Add(Current is "," or ")" ? "" : TakeValue());
            var next = Take();
            if (next == ")")
                return values;
            if (next != ",")
                throw Unexpected(next, "',' or ')'");
        }
    }

    private string TakeKey()
    {
        var key = Take();
        if (key.Length == 0 || Special.Contains(key[0], StringComparison.Ordinal))
            throw Unexpected(key, "!, identifier, or 'end of string'");
        if (NameRules.QualifiedName(key).FirstOrDefault() is { } problem)
            throw ApiErrors.BadRequest($"unable to parse requirement: key: Invalid value: {FieldError.Quote(key)}: {problem}");
        return key;
    }

    private string TakeValue()
    {
        if (Current is "" or ",")
            return "";

        var value = Take();
        if (Special.Contains(value[0], StringComparison.Ordinal))
            throw Unexpected(value, "identifier");
        if (NameRules.LabelValue(value).FirstOrDefault() is { } problem)
            throw ApiErrors.BadRequest($"unable to parse requirement: values[0][]: Invalid value: {FieldError.Quote(value)}: {problem}");
        return value;
    }

    private string Take() => _position < _tokens.Count ? _tokens[_position++] : "";

    private static ApiException Unexpected(string found, string expected) =>
        ApiErrors.BadRequest($"unable to parse requirement: found '{found}', expected: {expected}");

    private static List<string> Tokenize(string text)
    {
        var tokens = new List<string>();
        for (var index = 0; index < text.Length; )
        {
            var start = index;
            if (char.IsWhiteSpace(text[index]))
            {
                index++;
                continue;
            }

            if (Special.Contains(text[index], StringComparison.Ordinal))
            {
                index += text[index] is '=' or '!' && index + 1 < text.Length && text[index + 1] == '=' ? 2 : 1;
            }
            else
            {
                while (index < text.Length && !char.IsWhiteSpace(text[index]) && !Special.Contains(text[index], StringComparison.Ordinal))
                    index++;
            }

            tokens.Add(text[start..index]);
        }

        return tokens;
    }
}
