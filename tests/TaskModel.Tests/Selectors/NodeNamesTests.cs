using System.Text.RegularExpressions;
using FsCheck.Fluent;

namespace NodeTasker.TaskModel.Tests;

public sealed class NodeNamesTests
{
    [Theory]
    [InlineData("", "any")]
    [InlineData("worker-1", "worker-1")]
    [InlineData("a, worker-1 ,b", "worker-1")]
    [InlineData("worker-*", "worker-1")]
    [InlineData("worker-*", "worker-")]
    [InlineData("*", "ip-10-0-0-1.eu.internal")]
    [InlineData("ip-*.eu.*", "ip-10-0-0-1.eu.internal")]
    [InlineData("worker-?", "worker-1")]
    [InlineData("worker-[1-3]", "worker-3")]
    [InlineData("worker-[13a]", "worker-a")]
    [InlineData("worker-[!1-3]", "worker-4")]
    [InlineData("worker-[^1-3]", "worker-4")]
    [InlineData("w*k*-1", "worker-rack-1")]
    public void A_node_that_is_named_matches(string text, string node)
    {
        Assert.True(NodeNames.TryParse(text, out var names, out var error), error);
        Assert.True(names.Matches(node));
    }

    [Theory]
    [InlineData("worker-1", "worker-10")]
    [InlineData("worker-1", "aworker-1")]
    [InlineData("worker-?", "worker-10")]
    [InlineData("worker-?", "worker-")]
    [InlineData("worker-[1-3]", "worker-4")]
    [InlineData("worker-[!1-3]", "worker-2")]
    [InlineData("worker.1", "worker-1")]
    [InlineData("*-1", "worker-1-2")]
    public void A_node_that_is_not_named_does_not_match(string text, string node)
    {
        Assert.True(NodeNames.TryParse(text, out var names, out var error), error);
        Assert.False(names.Matches(node));
    }

    [Theory]
    [InlineData("a,,b", "an item of the list is empty")]
    [InlineData("a,", "an item of the list is empty")]
    [InlineData("Worker", "'Worker' has an upper-case letter, node names have none")]
    [InlineData("a b", "'a b' has a ' ', node names have none")]
    [InlineData("a[1", "'a[1' has a '[' without ']'")]
    [InlineData("a[]", "'a[]' has an empty set '[]'")]
    [InlineData("a[!]", "'a[!]' has an empty set '[]'")]
    [InlineData("a[3-1]", "'a[3-1]' has a range whose end is before its beginning")]
    [InlineData("a[*]", "'a[*]' has a set of what node names have none of")]
    public void A_bad_list_is_refused_with_the_reason(string text, string expected)
    {
        Assert.False(NodeNames.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Many_stars_do_not_take_long()
    {
        Assert.True(NodeNames.TryParse(string.Concat(Enumerable.Repeat("*a", 100)) + "*b", out var names, out var error), error);
        Assert.False(names.Matches(new string('a', 253)));
    }

    [Fact]
    public void Globs_match_as_the_regular_expressions_of_the_same_meaning() =>
        ForEvery.Value(
            Gen.Zip(
                Gen.Elements("a", "b", "-", "*", "?", "[ab]", "[!a]", "[a-b]").ListOf().Where(parts => parts.Count > 0),
                Gen.Elements('a', 'b', 'c', '-').ListOf()
            ),
            value =>
            {
                var (parts, characters) = value;
                var node = string.Concat(characters);
                var regex = string.Concat(
                    parts.Select(part =>
                        part switch
                        {
                            "*" => ".*",
                            "?" => ".",
                            "[!a]" => "[^a]",
                            _ => part,
                        }
                    )
                );

                Assert.True(NodeNames.TryParse(string.Concat(parts), out var names, out var error), error);

                Assert.Equal(Regex.IsMatch(node, $@"\A(?:{regex})\z"), names.Matches(node));
            }
        );

    [Fact]
    public void Any_text_is_a_list_or_has_an_error() => ForEvery.Value(Gens.Text, text =>
        {
            var isGood = NodeNames.TryParse(text, out var names, out var error);

            Assert.NotEqual(isGood, error.Length > 0);
            _ = names.Matches("worker-1");
        });
}
