namespace NodeTasker.TaskModel;

/// <summary>Reads the grammar of Kubernetes' label selectors, one token ahead.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private const string Symbols = "=!(),<>";
    private const string White = " \t\r\n";
    private const string AnOperator = "=, ==, !=, in, notin, > or <";

    private int _next;
    private int _tokenStart;
    private string _token = "";

    /// <summary>Returns what is wrong, or null.</summary>
    public string? Parse(out List<LabelRequirement> requirements)
    {
        requirements = [];
        Advance();
        if (IsAtEnd)
            return null;

        while (true)
        {
            if (ParseRequirement(out var requirement) is { } error)
                return error;

            requirements.Add(requirement!);
            if (IsAtEnd)
                return null;

            if (_token != ",")
                return Expected("',' or the end");

            Advance();
        }
    }

    private bool IsAtEnd => _token.Length == 0;

    private bool IsWord => !IsAtEnd && !Symbols.Contains(_token[0], StringComparison.Ordinal);

    private string? ParseRequirement(out LabelRequirement? requirement)
    {
        requirement = null;
        var isNegated = _token == "!";
        if (isNegated)
            Advance();

        if (!IsWord)
            return Expected(isNegated ? "a label key" : "a label key or '!'");

        var key = _token;
        if (!KubernetesName.IsLabelKey(key))
            return $"'{Shown.Of(key)}' at character {_tokenStart + 1} is no label key";

        Advance();
        if (isNegated || IsAtEnd || _token == ",")
        {
            requirement = new LabelRequirement(key, isNegated ? LabelOperator.DoesNotExist : LabelOperator.Exists, []);
            return null;
        }

        return _token is "in" or "notin" ? ParseSet(key, out requirement) : ParseComparison(key, out requirement);
    }

    private string? ParseComparison(string key, out LabelRequirement? requirement)
    {
        requirement = null;
        var sign = _token;
        if (sign is not ("=" or "==" or "!=" or ">" or "<"))
            return Expected($"an operator ({AnOperator})");

        Advance();
        var value = "";
        if (IsWord)
        {
            value = _token;
            if (CheckValue() is { } error)
                return error;

            if (sign is ">" or "<" && !LabelRequirement.TryParseNumber(value, out _))
                return $"'{Shown.Of(value)}' at character {_tokenStart + 1} is no whole number, which '{sign}' needs";

            Advance();
        }
        else if (sign is ">" or "<" || !(IsAtEnd || _token == ","))
        {
            return Expected("a label value");
        }

        var comparison = sign switch
        {
            "!=" => LabelOperator.NotIn,
            ">" => LabelOperator.GreaterThan,
            "<" => LabelOperator.LessThan,
            _ => LabelOperator.In,
        };
        requirement = new LabelRequirement(key, comparison, [value]);
        return null;
    }

    private string? ParseSet(string key, out LabelRequirement? requirement)
    {
        requirement = null;
        var membership = _token == "in" ? LabelOperator.In : LabelOperator.NotIn;
        Advance();
        if (_token != "(")
            return Expected("'('");

        var values = new SortedSet<string>(StringComparer.Ordinal);
        do
        {
            Advance();
            var value = "";
            if (IsWord)
            {
                value = _token;
                if (CheckValue() is { } error)
                    return error;

                Advance();
            }

            values.Add(value);
        } while (_token == ",");

        if (_token != ")")
            return Expected("',' or ')'");

        Advance();
        requirement = new LabelRequirement(key, membership, [.. values]);
        return null;
    }

    private string? CheckValue() =>
        KubernetesName.IsLabelValue(_token) ? null : $"'{Shown.Of(_token)}' at character {_tokenStart + 1} is no label value";

    private string Expected(string what) =>
        IsAtEnd ? $"it ends where {what} is missing" : $"'{Shown.Of(_token)}' at character {_tokenStart + 1} where {what} was expected";

    private void Advance()
    {
        while (_next < text.Length && White.Contains(text[_next], StringComparison.Ordinal))
            _next++;

        _tokenStart = _next;
        if (_next < text.Length)
            _next += LengthOfToken();

        _token = text[_tokenStart.._next];
    }

    private int LengthOfToken()
    {
        var rest = text.AsSpan(_next);
        if (rest.StartsWith("==") || rest.StartsWith("!="))
            return 2;

        if (Symbols.Contains(rest[0], StringComparison.Ordinal))
            return 1;

        var end = rest.IndexOfAny(Symbols + White);
        return end < 0 ? rest.Length : end;
    }
}
