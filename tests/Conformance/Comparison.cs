using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Content.Cli.CrossCheck;
using Content.Kql;

namespace Content.Conformance.Tests;

/// <summary>How two opinions compare over a set of queries.</summary>
internal sealed class Comparison(string set)
{
    private const string ReportVariable = "CONFORMANCE_REPORT";
    private const int Shown = 25;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Id, string Query, Disagreement Disagreement)> _disagreements = [];

    public int Count { get; private set; }

    public int Accepted { get; private set; }

    /// <summary>Queries that both refuse.</summary>
    public int Refused { get; private set; }

    public void Add(string id, BoundQuery query, JudgeOpinion opinion)
    {
        Count++;
        var disagreement = Disagreement.Find(query, opinion);
        if (disagreement is not null)
            _disagreements.Add((id, query.Source.Content, disagreement));
        if (disagreement?.Kind is DisagreementKind.Verdict or DisagreementKind.NoOpinion)
            return;
        if (opinion.IsAccepted)
            Accepted++;
        else
            Refused++;
    }

    /// <summary>Number of disagreements of some kinds.</summary>
    public int CountOf(params DisagreementKind[] kinds) => _disagreements.Count(entry => kinds.Contains(entry.Disagreement.Kind));

    /// <summary>
    /// Verdict and result must be equal but for the exclusions, and the first error at the same place in a share of the refused ones.
    /// An exclusion whose case passes fails too.
    /// </summary>
    public void AssertAgreement(ITestOutputHelper output, double placeShare = 0.95)
    {
        Report(output);
        var exclusions = Exclusions.Of(set);
        var problems = _disagreements.Where(entry => entry.Disagreement.Kind != DisagreementKind.Place && !exclusions.Contains(entry.Id)).Select(Describe)
            .Concat(exclusions.Except(_disagreements.Select(entry => entry.Id)).Select(id => $"{id}: is excluded in exclusions.json and agrees. Remove the entry.")).ToList();
        Assert.True(problems.Count == 0, $"{Summary}\n{string.Join('\n', problems.Take(Shown))}");
        var elsewhere = _disagreements.Count(entry => entry.Disagreement.Kind == DisagreementKind.Place && !exclusions.Contains(entry.Id));
        Assert.True(Refused - elsewhere >= Refused * placeShare, $"{Summary}\n{Details(DisagreementKind.Place)}");
    }

    /// <summary>The verdict must be equal in a share of the queries.</summary>
    public void AssertVerdicts(ITestOutputHelper output, double share)
    {
        Report(output);
        var wrong = CountOf(DisagreementKind.Verdict, DisagreementKind.NoOpinion);
        Assert.True(Count - wrong >= Count * share, $"{Summary}\n{Details(DisagreementKind.Verdict, DisagreementKind.NoOpinion)}");
    }

    private string Summary =>
        $"{set}: {Count} queries; {Count - CountOf(DisagreementKind.Verdict, DisagreementKind.NoOpinion)} with equal verdict; of {Accepted} taken {Accepted - CountOf(DisagreementKind.Result)} with equal result; "
        + $"of {Refused} refused {Refused - CountOf(DisagreementKind.Place)} with the first error at the same place";

    private string Details(params DisagreementKind[] kinds) =>
        string.Join('\n', _disagreements.Where(entry => kinds.Contains(entry.Disagreement.Kind)).Take(Shown).Select(Describe));

    private static string Describe((string Id, string Query, Disagreement Disagreement) entry)
    {
        var start = Math.Max(0, entry.Disagreement.Span.Start - 60);
        var part = entry.Query[start..Math.Min(entry.Query.Length, start + 160)].ReplaceLineEndings(" ");
        return $"{entry.Id}: {entry.Disagreement.Code} at {entry.Disagreement.Span.Start}: {entry.Disagreement.Message}\n    {part}";
    }

    private void Report(ITestOutputHelper output)
    {
        output.WriteLine(Summary);
        foreach (var entry in _disagreements.Take(Shown))
            output.WriteLine(Describe(entry));
        if (Environment.GetEnvironmentVariable(ReportVariable) is not { Length: > 0 } path)
            return;
        var lines = new StringBuilder();
        foreach (var (id, query, disagreement) in _disagreements)
            lines.AppendLine(JsonSerializer.Serialize(new { set, id, code = disagreement.Code, start = disagreement.Span.Start, message = disagreement.Message, query }, Relaxed));
        File.AppendAllText(path, lines.ToString());
    }
}
