using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Content.Catalog.Attack;
using Content.Kql;
using Content.Kql.Syntax;
using Content.Model;
using Content.Testing;

namespace Content.Cli.Catalogue;

/// <summary>A value at the beginning of a query that people tune.</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="Value">Its value as written.</param>
/// <param name="Meaning">What it does; empty when nothing says so.</param>
internal sealed record TunableFact(string Name, string Value, string Meaning);

/// <summary>How the tests of a detection stand.</summary>
/// <param name="Cases">Number of cases.</param>
/// <param name="Passed">Those that pass.</param>
/// <param name="Positive">Passing cases that expect a finding.</param>
/// <param name="Negative">Passing cases that expect silence.</param>
internal sealed record TestFacts(int Cases, int Passed, int Positive, int Negative)
{
    /// <summary>Whether the detection is proved: every case passes, and both sides are among them.</summary>
    public bool IsProved => Cases > 0 && Passed == Cases && Positive > 0 && Negative > 0;
}

/// <summary>What the catalogue says of an analytics rule. All of it comes from the content.</summary>
internal sealed record DetectionFacts(AnalyticsRule Rule)
{
    /// <summary>What it detects, without the labelled paragraphs.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Paragraphs of the description that begin with a label such as <c>What to do:</c>.</summary>
    public ImmutableArray<(string Label, string Text)> Paragraphs { get; init; } = [];

    /// <summary>The logic, a sentence each.</summary>
    public ImmutableArray<string> Logic { get; init; } = [];

    /// <summary>Tables that it reads, those of its parsers included.</summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    /// <summary>Those of the tables that the repository itself declares: no connector fills them.</summary>
    public ImmutableArray<string> CustomTables { get; init; } = [];

    /// <summary>Watchlists that it reads.</summary>
    public ImmutableArray<string> Watchlists { get; init; } = [];

    /// <summary>Functions that it calls itself.</summary>
    public ImmutableArray<string> Functions { get; init; } = [];

    /// <summary>What people tune.</summary>
    public ImmutableArray<TunableFact> Tunables { get; init; } = [];

    /// <summary>How its tests stand.</summary>
    public TestFacts Tests { get; init; } = new(0, 0, 0, 0);

    /// <summary>What it cannot see, from the blind-spot registers.</summary>
    public ImmutableArray<BlindSpot> BlindSpots { get; init; } = [];

    /// <summary>Techniques that it is about, those of domains that Sentinel does not know included.</summary>
    public ImmutableArray<AttackTechnique> Techniques { get; init; } = [];

    /// <summary>A paragraph of the description by its label; null when there is none.</summary>
    public string? Paragraph(string label) => Paragraphs.FirstOrDefault(paragraph => paragraph.Label.Equals(label, StringComparison.OrdinalIgnoreCase)).Text;
}

/// <summary>Gathers the facts.</summary>
internal static partial class DetectionFactsReader
{
    public static DetectionFacts Read(AnalyticsRule rule, BoundQuery? query, ContentRepository repository, IEnumerable<CaseResult> cases)
    {
        var (summary, paragraphs) = Split(rule.DescriptionText);
        var custom = repository.Tables.Select(table => table.Name.Value).ToHashSet(StringComparer.Ordinal);
        var tables = query?.Tables.Select(table => table.Name).Distinct().Order(StringComparer.Ordinal).ToImmutableArray() ?? [];
        var results = cases.ToList();
        var ids = rule.RelevantTechniques.Select(technique => technique.Value).Concat(rule.Attack?.Technique is { } own ? [own.Value] : []).Distinct(StringComparer.Ordinal);
        return new DetectionFacts(rule)
        {
            Summary = summary,
            Paragraphs = paragraphs,
            Logic = query is null or { HasErrors: true } ? [] : QueryWords.Describe(query.Syntax, query.Source.Content, name => TitleOf(name, repository)),
            Tables = tables,
            CustomTables = [.. tables.Where(custom.Contains)],
            Watchlists = query is null ? [] : [.. query.Watchlists.Distinct().Order(StringComparer.Ordinal)],
            Functions = query is null ? [] : [.. OwnFunctions(query)],
            Tunables = query is null ? [] : [.. TunablesOf(query, repository)],
            Tests = new TestFacts(results.Count, results.Count(Passes), results.Count(result => Passes(result) && ExpectsFinding(result.Case.Expect)), results.Count(result => Passes(result) && ExpectsSilence(result.Case.Expect))),
            BlindSpots = [.. repository.BlindSpotRegisters.SelectMany(register => register.Entries).Where(entry => entry.Rules.Any(file => file.Path == rule.Path))],
            Techniques = [.. ids.Select(id => AttackCatalog.Instance.FindTechnique(id)).OfType<AttackTechnique>()],
        };
    }

    private static bool Passes(CaseResult result) => result.Verdict == Verdict.Passed;

    private static bool ExpectsFinding(Expectations expect) => expect.Alerts is { Count: > 0 } || expect.Rows is { Count: > 0 } || expect.RowsInclude is { IsEmpty: false } || expect.Entities is { IsEmpty: false };

    private static bool ExpectsSilence(Expectations expect) => expect.Alerts is { Count: 0 } || expect.Rows is { Count: 0 };

    private static string? TitleOf(string name, ContentRepository repository) => repository.Parsers.FirstOrDefault(parser => parser.Label == name)?.Title?.Value;

    private static IEnumerable<string> OwnFunctions(BoundQuery query)
    {
        var names = SyntaxWalk.DescendantsAndSelf(query.Syntax).OfType<NameSyntax>().Select(name => name.Text).ToHashSet(StringComparer.Ordinal);
        return query.Functions.Select(function => function.Name).Where(names.Contains).Distinct().Order(StringComparer.Ordinal);
    }

    // let NAME = literal; with what the comment behind it or the declaration of the tunable says.
    private static IEnumerable<TunableFact> TunablesOf(BoundQuery query, ContentRepository repository)
    {
        var text = query.Source.Content;
        foreach (var let in query.Syntax.Statements.OfType<LetSyntax>().Where(let => let.Value is LiteralSyntax or DynamicSyntax or UnarySyntax { Operand: LiteralSyntax }))
        {
            var end = text.IndexOf('\n', let.End) is var at and >= 0 ? at : text.Length;
            var rest = text[let.End..end];
            var comment = rest.IndexOf("//", StringComparison.Ordinal) is var slash and >= 0 ? rest[(slash + 2)..].Trim() : "";
            var declared = repository.Configuration.Tunables.FirstOrDefault(tunable => tunable.Name.Value == let.Name.Text)?.Description?.Value.Trim();
            yield return new TunableFact(let.Name.Text, text[let.Value.Start..let.Value.End], declared is { Length: > 0 } ? declared : comment);
        }
    }

    // A line that begins with a few words and a colon begins a paragraph of its own.
    private static (string Summary, ImmutableArray<(string, string)> Paragraphs) Split(string description)
    {
        var summary = new List<string>();
        var paragraphs = new List<(string Label, List<string> Lines)>();
        foreach (var line in description.ReplaceLineEndings("\n").Split('\n'))
        {
            if (Label().Match(line) is { Success: true } match)
                paragraphs.Add((match.Groups[1].Value, [match.Groups[2].Value]));
            else if (paragraphs.Count > 0)
                paragraphs[^1].Lines.Add(line);
            else
                summary.Add(line);
        }

        return (Join(summary), [.. paragraphs.Select(paragraph => (paragraph.Label, Join(paragraph.Lines)))]);

        static string Join(List<string> lines) => string.Join(' ', lines.Select(line => line.Trim()).Where(line => line.Length > 0));
    }

    [GeneratedRegex("^([A-Z][A-Za-z]*(?: [a-z]+){0,3}): (.*)$")]
    private static partial Regex Label();
}
