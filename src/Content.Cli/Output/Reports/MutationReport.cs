using System.Globalization;
using System.Text.Json;
using Content.Cli.Commands;
using Content.Testing.Mutation;

namespace Content.Cli.Output.Reports;

/// <summary>The part of the reports that is about mutants.</summary>
internal static class MutationReport
{
    /// <summary>A score as JUnit's test case: failed when it is too low or an explanation is stale.</summary>
    public sealed record Entry(string Name, string? Failure, string Text);

    /// <summary>The scores of the rules, then of all together.</summary>
    public static List<Entry> Scores(MutationResult result, MutationRequest request)
    {
        var entries = new List<Entry>();
        foreach (var rule in result.Rules)
        {
            var one = new MutationResult([rule]);
            var failures = MutationVerdict.Failures(one, request with { Threshold = null }).ToList();
            if (rule.Reason is not null && request.Threshold is not null && failures.Count == 0)
                failures.Add($"{rule.Rule.Name.Value} has no mutation score: {rule.Reason}.");
            entries.Add(new Entry(rule.Rule.Name.Value, failures.Count == 0 ? null : string.Join(' ', failures), string.Join('\n', Lines(rule))));
        }

        var total = request.Threshold is { } threshold && result.Score.Percent < threshold ? $"The mutation score is {MutationVerdict.Text(result.Score.Percent)} %, below {MutationVerdict.Text(threshold)} %." : null;
        entries.Add(new Entry("all rules", total, Sentence(result.Score)));
        return entries;
    }

    public static void WriteMarkdown(TextWriter output, MutationResult result, Func<string?, string> pathOf)
    {
        output.Write($"\n### Mutants\n\n**{Percent(result.Score)} %**: {Sentence(result.Score)}\n\n| Rule | Score | Noticed | Not noticed | Explained | Equivalent | Cases |\n|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (var rule in result.Rules)
        {
            output.Write($"| {MarkdownReport.Cell(rule.Rule.Name.Value)} | {(rule.Reason is null ? Percent(rule.Score) + " %" : MarkdownReport.Cell(rule.Reason))} | {rule.Score.Killed} | {rule.Score.Survived}"
                + $" | {rule.Mutants.Count(mutant => mutant.Explanation is not null)} | {rule.Score.Equivalent} | {rule.CaseCount} |\n");
        }

        foreach (var rule in result.Rules.Where(rule => rule.Score.Survived > 0))
        {
            output.Write($"\n<details><summary>{MarkdownReport.Cell(rule.Rule.Name.Value)}: not noticed</summary>\n\n");
            foreach (var survivor in rule.Of(MutantOutcome.Survived))
            {
                output.Write($"`{pathOf(survivor.Mutant.Source.Path)}:{survivor.Mutant.Position}` {survivor.Mutant.Operator.Id}{(survivor.Explanation is { } note ? ": " + MarkdownReport.Cell(note.Reason.Value) : "")}\n\n```diff\n");
                foreach (var line in survivor.Mutant.Diff)
                    output.Write(line + "\n");
                output.Write("```\n\n");
            }

            output.Write("</details>\n");
        }
    }

    public static void WriteJson(Utf8JsonWriter json, MutationResult result)
    {
        json.WriteStartObject("mutation");
        WriteScore(json, result.Score);
        json.WriteNumber("elapsedMs", Math.Round(result.Elapsed.TotalMilliseconds, 1));
        json.WriteStartArray("rules");
        foreach (var rule in result.Rules)
        {
            json.WriteStartObject();
            json.WriteString("rule", rule.Rule.Name.Value);
            json.WriteString("path", rule.Rule.Path);
            WriteScore(json, rule.Score);
            json.WriteNumber("refused", rule.Refused);
            json.WriteNumber("cases", rule.CaseCount);
            if (rule.Reason is not null)
                json.WriteString("reason", rule.Reason);
            if (rule.Unprovable is not null)
                json.WriteString("unprovable", rule.Unprovable);
            json.WriteStartArray("leftOut");
            foreach (var item in rule.LeftOut)
            {
                json.WriteStartObject();
                json.WriteString("case", item.Case.Name.Value);
                json.WriteString("reason", item.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("mutants");
            foreach (var mutant in rule.Mutants)
                WriteMutant(json, mutant);
            json.WriteEndArray();
            json.WriteStartArray("stale");
            foreach (var note in rule.Stale)
            {
                json.WriteStartObject();
                json.WriteString("path", note.Operator.Source.Path);
                json.WriteNumber("line", note.Operator.Position.Line);
                json.WriteNumber("column", note.Operator.Position.Column);
                json.WriteString("operator", note.Operator.Value);
                json.WriteString("was", note.Was.Value);
                json.WriteString("becomes", note.Becomes?.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMutant(Utf8JsonWriter json, MutantResult result)
    {
        json.WriteStartObject();
        json.WriteString("operator", result.Mutant.Operator.Id);
        json.WriteNumber("line", result.Mutant.Position.Line);
        json.WriteNumber("column", result.Mutant.Position.Column);
        json.WriteString("outcome", result.Outcome switch { MutantOutcome.Killed => "killed", MutantOutcome.Survived => "survived", _ => "equivalent" });
        json.WriteStartArray("was");
        foreach (var line in result.Mutant.Was)
            json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteStartArray("becomes");
        foreach (var line in result.Mutant.Becomes)
            json.WriteStringValue(line);
        json.WriteEndArray();
        if (result.KilledBy is { } test)
            json.WriteString("killedBy", test.Name.Value);
        if (result.Explanation is { } note)
            json.WriteString("explanation", note.Reason.Value);
        if (result.Undecided > 0)
            json.WriteNumber("undecided", result.Undecided);
        json.WriteEndObject();
    }

    private static void WriteScore(Utf8JsonWriter json, MutationScore score)
    {
        json.WriteNumber("score", score.Percent);
        json.WriteNumber("killed", score.Killed);
        json.WriteNumber("survived", score.Survived);
        json.WriteNumber("equivalent", score.Equivalent);
    }

    private static IEnumerable<string> Lines(RuleMutationResult rule)
    {
        yield return rule.Reason ?? $"{Percent(rule.Score)} %: {Sentence(rule.Score)}";
        foreach (var survivor in rule.Of(MutantOutcome.Survived))
        {
            yield return $"{survivor.Mutant.Source.Path}:{survivor.Mutant.Position} {survivor.Mutant.Operator.Id}{(survivor.Explanation is { } note ? ": " + note.Reason.Value : "")}";
            foreach (var line in survivor.Mutant.Diff)
                yield return "  " + line;
        }
    }

    private static string Sentence(MutationScore score) => $"{score.Killed} of {score.Counted} mutants noticed" + (score.Equivalent > 0 ? $", {score.Equivalent} more proved equivalent" : "");

    private static string Percent(MutationScore score) => score.Percent.ToString("0.0", CultureInfo.InvariantCulture);
}
