using System.Text.Json;
using Content.Testing.Coverage;

namespace Content.Cli.Output.Reports;

/// <summary>The part of the reports that is about coverage.</summary>
internal static class CoverageReport
{
    public static void WriteMarkdown(TextWriter output, CoverageResult result, Func<string?, string> pathOf)
    {
        output.Write($"\n### Coverage\n\n**{CoverageSummary.Percent(result.Score)} %**: {CoverageSummary.Counts(result.Score)}\n\n| Rule | Coverage | Exercised | Outcomes | Cases |\n|---|---:|---:|---:|---:|\n");
        foreach (var rule in result.Rules)
            output.Write($"| {MarkdownReport.Cell(rule.Rule.Name.Value)} | {(rule.Reason is null ? CoverageSummary.Percent(rule.Score) + " %" : MarkdownReport.Cell(rule.Reason))} | {rule.Score.Covered} | {rule.Score.Total} | {rule.Cases} |\n");
        foreach (var rule in result.Rules.Where(rule => rule.Points.Any(point => !point.IsCovered)))
        {
            output.Write($"\n<details><summary>{MarkdownReport.Cell(rule.Rule.Name.Value)}: not exercised</summary>\n\n| Place | What | Missing |\n|---|---|---|\n");
            foreach (var point in rule.Points.Where(point => !point.IsCovered))
                output.Write($"| `{pathOf(point.Source.Path)}:{point.Position}` | {CoverageSummary.Word(point.Kind)}: {MarkdownReport.Cell(point.Text)} | {MarkdownReport.Cell(CoverageSummary.Missing(point))} |\n");
            output.Write("\n</details>\n");
        }
    }

    public static void WriteJson(Utf8JsonWriter json, CoverageResult result)
    {
        json.WriteStartObject("coverage");
        WriteScore(json, result.Score);
        json.WriteStartArray("rules");
        foreach (var rule in result.Rules)
        {
            json.WriteStartObject();
            json.WriteString("rule", rule.Rule.Name.Value);
            json.WriteString("path", rule.Rule.Path);
            WriteScore(json, rule.Score);
            json.WriteNumber("cases", rule.Cases);
            if (rule.Reason is not null)
                json.WriteString("reason", rule.Reason);
            json.WriteStartArray("points");
            foreach (var point in rule.Points)
            {
                json.WriteStartObject();
                json.WriteString("kind", CoverageSummary.Word(point.Kind));
                json.WriteNumber("line", point.Position.Line);
                json.WriteNumber("column", point.Position.Column);
                json.WriteString("text", point.Text);
                if (point.Unmeasured is not null)
                    json.WriteString("unmeasured", point.Unmeasured);
                json.WriteStartArray("outcomes");
                foreach (var outcome in point.Outcomes)
                {
                    json.WriteStartObject();
                    json.WriteString("name", outcome.Name);
                    json.WriteNumber("cases", outcome.Cases);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteScore(Utf8JsonWriter json, CoverageScore score)
    {
        json.WriteNumber("percent", score.Percent);
        json.WriteNumber("covered", score.Covered);
        json.WriteNumber("total", score.Total);
    }
}
