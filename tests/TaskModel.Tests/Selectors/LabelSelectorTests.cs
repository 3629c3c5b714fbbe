using FsCheck;
using FsCheck.Fluent;

namespace NodeTasker.TaskModel.Tests;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Worker = new()
    {
        ["role"] = "worker",
        ["zone"] = "a",
        ["cores"] = "8",
        ["empty"] = "",
        ["kubernetes.io/hostname"] = "worker-1",
    };

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("role")]
    [InlineData("!gpu")]
    [InlineData("role=worker")]
    [InlineData("role==worker")]
    [InlineData("role = worker , zone in ( a , b ),!gpu")]
    [InlineData("role!=control-plane")]
    [InlineData("gpu!=yes")]
    [InlineData("gpu notin (yes,maybe)")]
    [InlineData("zone notin (b)")]
    [InlineData("empty=")]
    [InlineData("empty=,role")]
    [InlineData("empty in ()")]
    [InlineData("empty in (a,)")]
    [InlineData("cores>4")]
    [InlineData("cores<9,cores>7")]
    [InlineData("kubernetes.io/hostname=worker-1")]
    public void A_node_that_fits_is_selected(string text)
    {
        Assert.True(LabelSelector.TryParse(text, out var selector, out var error), error);
        Assert.True(selector.Matches(Worker));
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("!role")]
    [InlineData("role=control-plane")]
    [InlineData("gpu=")]
    [InlineData("role!=worker")]
    [InlineData("zone in (b,c)")]
    [InlineData("zone notin (a,b)")]
    [InlineData("role,zone=b")]
    [InlineData("cores>8")]
    [InlineData("zone>1")]
    [InlineData("gpu<1")]
    [InlineData("Role")]
    public void A_node_that_does_not_fit_is_not_selected(string text)
    {
        Assert.True(LabelSelector.TryParse(text, out var selector, out var error), error);
        Assert.False(selector.Matches(Worker));
    }

    [Theory]
    [InlineData("in in (in,notin)", "in")]
    [InlineData("notin=notin", "notin")]
    public void Operators_are_words_where_a_key_or_value_is_expected(string text, string key)
    {
        Assert.True(LabelSelector.TryParse(text, out var selector, out var error), error);
        Assert.True(selector.Matches(new Dictionary<string, string> { [key] = key }));
    }

    [Theory]
    [InlineData(",", "',' at character 1 where a label key or '!' was expected")]
    [InlineData("a,", "it ends where a label key or '!' is missing")]
    [InlineData("!", "it ends where a label key is missing")]
    [InlineData("!a=b", "'=' at character 3 where ',' or the end was expected")]
    [InlineData("a b", "'b' at character 3 where an operator (=, ==, !=, in, notin, > or <) was expected")]
    [InlineData("a=b c", "'c' at character 5 where ',' or the end was expected")]
    [InlineData("a===b", "'=' at character 4 where a label value was expected")]
    [InlineData("a in b", "'b' at character 6 where '(' was expected")]
    [InlineData("a in (b", "it ends where ',' or ')' is missing")]
    [InlineData("a in (b c)", "'c' at character 9 where ',' or ')' was expected")]
    [InlineData("a>", "it ends where a label value is missing")]
    [InlineData("a>b", "'b' at character 3 is no whole number, which '>' needs")]
    [InlineData("a>-1", "'-1' at character 3 is no label value")]
    [InlineData("-a", "'-a' at character 1 is no label key")]
    [InlineData("a/b/c", "'a/b/c' at character 1 is no label key")]
    [InlineData("A/b", "'A/b' at character 1 is no label key")]
    [InlineData("a=b/c", "'b/c' at character 3 is no label value")]
    [InlineData("a=ü", "'ü' at character 3 is no label value")]
    public void A_bad_selector_is_refused_with_the_place(string text, string expected)
    {
        Assert.False(LabelSelector.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Names_and_values_have_at_most_63_characters_and_prefixes_253()
    {
        Assert.True(LabelSelector.TryParse($"{new string('k', 63)}={new string('v', 63)}", out _, out _));
        Assert.False(LabelSelector.TryParse(new string('k', 64), out _, out _));
        Assert.False(LabelSelector.TryParse($"k={new string('v', 64)}", out _, out _));
        Assert.True(LabelSelector.TryParse($"{new string('p', 253)}/k", out _, out _));
        Assert.False(LabelSelector.TryParse($"{new string('p', 254)}/k", out _, out _));
    }

    [Fact]
    public void Only_an_empty_selector_is_everything()
    {
        Assert.True(LabelSelector.TryParse(" ", out var empty, out _));
        Assert.True(LabelSelector.TryParse("!a", out var absent, out _));

        Assert.True(empty.IsEverything);
        Assert.Equal(LabelSelector.Everything, empty);
        Assert.False(absent.IsEverything);
    }

    [Fact]
    public void A_selector_selects_what_its_requirements_say_one_by_one() => ForEvery.Value(Gen.Zip(Requirement.ListOf(), Labels), value =>
        {
            var (requirements, labels) = value;
            var text = string.Join(" , ", requirements.Select(requirement => requirement.Text));

            Assert.True(LabelSelector.TryParse(text, out var selector, out var error), error);

            Assert.Equal(requirements.All(requirement => requirement.Holds(labels)), selector.Matches(labels));
            Assert.True(LabelSelector.TryParse(selector.ToString(), out var again, out _));
            Assert.Equal(selector, again);
        });

    [Fact]
    public void Any_text_is_a_selector_or_has_an_error() =>
        ForEvery.Value(Gens.Text, text => Assert.NotEqual(LabelSelector.TryParse(text, out _, out var error), error.Length > 0));

    private static Gen<Dictionary<string, string>> Labels { get; } =
        from a in Gen.Elements("", "1", "2", "x", null)
        from b in Gen.Elements("", "1", "2", "x", null)
        select new[] { ("a", a), ("b", b) }
            .Where(label => label.Item2 is not null)
            .ToDictionary(label => label.Item1, label => label.Item2!);

    private static Gen<(string Text, Func<Dictionary<string, string>, bool> Holds)> Requirement { get; } =
        from key in Gen.Elements("a", "b")
        from value in Gen.Elements("", "1", "2", "x")
        from other in Gen.Elements("1", "x")
        from shape in Gen.Choose(0, 7)
        select Of(key, value, other, shape);

    // The meaning in the words of Kubernetes' documentation, one line each.
    private static (string, Func<Dictionary<string, string>, bool>) Of(string key, string value, string other, int shape) =>
        shape switch
        {
            0 => (key, labels => labels.ContainsKey(key)),
            1 => ($"!{key}", labels => !labels.ContainsKey(key)),
            2 => ($"{key}={value}", labels => labels.TryGetValue(key, out var has) && has == value),
            3 => ($"{key} != {value}", labels => !(labels.TryGetValue(key, out var has) && has == value)),
            4 => ($"{key} in ({value},{other})", labels => labels.TryGetValue(key, out var has) && (has == value || has == other)),
            5 => ($"{key} notin ({other})", labels => !labels.TryGetValue(key, out var has) || has != other),
            6 => ($"{key}>1", labels => labels.TryGetValue(key, out var has) && int.TryParse(has, out var number) && number > 1),
            _ => ($"{key} < 2", labels => labels.TryGetValue(key, out var has) && int.TryParse(has, out var number) && number < 2),
        };
}
