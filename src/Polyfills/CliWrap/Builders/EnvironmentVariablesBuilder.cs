namespace CliWrap.Builders;

/// <summary>Collects changes to a process's environment.</summary>
public class EnvironmentVariablesBuilder
{
    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal);

    /// <summary>Sets a variable, or removes it from what is inherited if the value is null.</summary>
    public EnvironmentVariablesBuilder Set(string name, string? value)
    {
        _variables[name] = value;
        return this;
    }

    /// <summary>Sets many variables.</summary>
    public EnvironmentVariablesBuilder Set(IEnumerable<KeyValuePair<string, string?>> variables)
    {
        foreach (var (name, value) in variables)
            Set(name, value);
        return this;
    }

    /// <summary>Sets many variables.</summary>
    public EnvironmentVariablesBuilder Set(IReadOnlyDictionary<string, string?> variables) =>
        Set((IEnumerable<KeyValuePair<string, string?>>)variables);

    /// <summary>What was set so far; later changes to the builder don't change it.</summary>
    public IReadOnlyDictionary<string, string?> Build() => new Dictionary<string, string?>(_variables, _variables.Comparer);
}
