using System.Globalization;
using Content.Testing.Coverage;

namespace Content.Cli.Output;

/// <summary>Coverage for people: what no case exercised, a line a rule, the share.</summary>
internal sealed class CoverageSummary(Terminal terminal, Func<string?, string> pathOf)
{
    public void Write(CoverageResult result)
    {
        foreach (var rule in result.Rules)
        {
            var open = rule.Points.Where(point => !point.IsCovered).ToList();
            if (open.Count > 0)
                terminal.Heading($"Not exercised: {rule.Rule.Name.Value}");
            foreach (var point in open)
            {
                terminal.Line($"  {pathOf(point.Source.Path)}:{point.Position} ", new Piece(Word(point.Kind), Tone.Strong), " " + point.Text);
                terminal.Line(new Piece("    " + Missing(point), Tone.Warn));
            }
        }

        terminal.Line();
        foreach (var rule in result.Rules)
        {
            if (rule.Reason is not null)
                terminal.Line(new Piece("     -  ", Tone.Bad), $" {rule.Rule.Name.Value}: {rule.Reason}");
            else
                terminal.Line(new Piece(Percent(rule.Score).PadLeft(6) + " %", rule.Score.Covered == rule.Score.Total ? Tone.Good : Tone.Warn), $" {rule.Rule.Name.Value}", new Piece($"  {Counts(rule.Score)}", Tone.Dim));
        }

        terminal.Line();
        terminal.Line(new Piece("Coverage: ", result.Score.Covered == result.Score.Total ? Tone.Good : Tone.Warn), $"{Percent(result.Score)} %: {Counts(result.Score)}");
    }

    /// <summary>A kind of point as a word.</summary>
    public static string Word(CoverageKind kind) => kind switch
    {
        CoverageKind.Predicate => "predicate",
        CoverageKind.Branch => "branches",
        CoverageKind.Let => "let",
        CoverageKind.Union => "union",
        _ => "join",
    };

    /// <summary>What of a point no case showed.</summary>
    public static string Missing(CoveragePoint point) => point.Unmeasured is { } reason ? "not measured: " + reason
        : "never: " + string.Join("; ", point.Outcomes.Where(outcome => !outcome.IsCovered).Select(outcome => outcome.Name));

    /// <summary>A percentage with one decimal.</summary>
    public static string Percent(CoverageScore score) => score.Percent.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>The numbers behind a percentage.</summary>
    public static string Counts(CoverageScore score) => $"{score.Covered} of {score.Total} outcomes exercised";
}
