using System.Text.Json;
using Content.Cli.CrossCheck;
using Content.Kql;
using Content.Kql.Binding;
using Content.Kql.Functions;
using Content.Kql.Language;
using Content.Kql.Symbols;

namespace Content.Conformance.Tests;

/// <summary>We declare what Kusto.Language declares, and nothing else.</summary>
public sealed class CatalogueTests : IDisposable
{
    private readonly KustoJudge _judge = Judge.Start(LanguageSchema.Instance);
    private readonly JsonDocument _catalogue;

    public CatalogueTests() => _catalogue = _judge.Catalogue(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _catalogue.Dispose();
        _judge.Dispose();
    }

    [Theory]
    [InlineData("functions")]
    [InlineData("aggregates")]
    [InlineData("plugins")]
    public void Functions_have_the_same_names_argument_counts_and_successors(string family)
    {
        IEnumerable<CallableSymbol> ours = family switch { "functions" => Catalogue.Functions, "aggregates" => Catalogue.Aggregates, _ => Catalogue.Plugins };
        var theirs = _catalogue.RootElement.GetProperty(family).EnumerateArray().Select(static entry => new
        {
            Name = entry.GetProperty("name").GetString()!,
            Minimum = entry.GetProperty("minimum").GetInt32(),
            Maximum = entry.GetProperty("maximum").GetInt32(),
            IsHidden = entry.GetProperty("hidden").GetBoolean(),
            IsObsolete = entry.GetProperty("alternative").GetString() is not null,
        });
        Assert.Equal(
            Sorted(theirs.Select(static symbol => $"{symbol.Name} {symbol.Minimum}..{symbol.Maximum}{(symbol.IsHidden ? " hidden" : "")}{(symbol.IsObsolete ? " obsolete" : "")}")),
            Sorted(ours.Select(static symbol => $"{symbol.Name} {symbol.MinCount}..{symbol.MaxCount}{(symbol.IsHidden ? " hidden" : "")}{(symbol.ObsoleteAlternative is not null ? " obsolete" : "")}")));
    }

    [Fact]
    public void Scalar_operators_are_the_same()
    {
        // Case-sensitive in their names where it is in ours, and the other way round.
        static string Ours(OperatorKind kind) => kind switch { OperatorKind.In => "InCs", OperatorKind.InTilde => "In", OperatorKind.NotIn => "NotInCs", OperatorKind.NotInTilde => "NotIn", _ => kind.ToString() };
        Assert.Equal(Names("scalarOperators"), Sorted(Enum.GetValues<OperatorKind>().Where(static kind => kind != OperatorKind.None).Select(Ours)));
    }

    [Fact]
    public void The_same_words_are_tabular_operators()
    {
        var words = Names("keywords").Where(static word => word.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')).ToList();
        Assert.True(words.Count > 200, $"{words.Count} keywords");
        var differing = new List<string>();
        foreach (var (before, after) in new[] { ("T | ", ""), ("", " T"), ("", "") })
        {
            foreach (var word in words)
            {
                var query = before + word + after;
                var ours = Compilation.Bind(query, LanguageSchema.Instance).Diagnostics.Any(static diagnostic => diagnostic.Code == KqlCodes.QueryOperatorExpected);
                var theirs = _judge.Ask(query, TestContext.Current.CancellationToken).Errors.Any(static error => error.Code == "KS176");
                if (ours != theirs)
                    differing.Add(query);
            }
        }

        // Kusto.Language takes some operators for such only with what must follow.
        Assert.Equal(Sorted(Exclusions.Of("operators")), Sorted(differing));
    }

    [Fact]
    public void Charts_and_options_are_the_same()
    {
        Assert.All(Names("charts"), static chart => Assert.NotNull(OperatorSummaries.FindChart(chart)));
        Assert.Equal(Names("options"), Sorted(RequestOptions.All.Select(static option => option.Name)));
    }

    private List<string> Names(string list) => Sorted(_catalogue.RootElement.GetProperty(list).EnumerateArray().Select(static name => name.GetString()!));

    private static List<string> Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
