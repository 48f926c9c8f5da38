using Content.Azure.Applying;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Diagnostics;

namespace Content.Cli.Deploy;

/// <summary>Writes plans and reports to a console or a file.</summary>
internal sealed class DeployOutput(TextWriter output, TextWriter error)
{
    private readonly bool _isColoured = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Writes text as it is.</summary>
    public void Raw(string text) => output.Write(text);

    /// <summary>Writes a line.</summary>
    public void Line(string text) => output.Write(text + "\n");

    /// <summary>Writes a line for people to the error stream.</summary>
    public void Error(string text) => error.Write(text + "\n");

    /// <summary>Writes findings, one a line, to the error stream.</summary>
    public void Diagnostics(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Error(diagnostic.Help is null ? diagnostic.ToString() : $"{diagnostic} {diagnostic.Help}");
    }

    /// <summary>Writes a plan.</summary>
    public void Plan(Plan plan) => Lines(PlanText.Write(plan));

    /// <summary>Writes lines in their colours.</summary>
    public void Lines(IEnumerable<PlanLine> lines)
    {
        foreach (var line in lines)
        {
            Line(Coloured(line.Text, line.Kind switch
            {
                PlanLineKind.Added => "32",
                PlanLineKind.Removed or PlanLineKind.Conflict => "31",
                PlanLineKind.Changed => "33",
                PlanLineKind.Note => "36",
                PlanLineKind.Summary => "1",
                _ => null,
            }));
        }
    }

    /// <summary>Writes what became of an item.</summary>
    public void Outcome(ApplyOutcome outcome)
    {
        var (word, colour) = outcome.Result switch
        {
            ApplyResult.Deployed when outcome.Item.Action == PlanAction.Delete => ("deleted", "32"),
            ApplyResult.Deployed => ("deployed", "32"),
            ApplyResult.Failed => ("FAILED", "31"),
            ApplyResult.NotDeployed => ("not deployed", "33"),
            _ => ("interrupted", "33"),
        };
        Line($"{Coloured(word.PadRight(12), colour)}  {outcome.Item.Key.Kind.Title()} '{outcome.Item.DisplayName}' ({outcome.Item.Key.Name}){(outcome.Message is null ? "" : ": " + outcome.Message)}");
    }

    /// <summary>Writes the end of an apply.</summary>
    public void Report(ApplyReport report)
    {
        foreach (var refusal in report.Refusals)
            Error(refusal);
        if (!report.Refusals.IsEmpty)
        {
            Error("Nothing was written.");
            return;
        }

        var rest = report.Outcomes.Where(outcome => outcome.Result != ApplyResult.Deployed).ToArray();
        Line("");
        Line(Coloured($"{report.Outcomes.Count(outcome => outcome.Result == ApplyResult.Deployed && outcome.Item.Action != PlanAction.Delete)} deployed, {Deleted(report)}{report.Count(ApplyResult.Failed)} failed, {report.Count(ApplyResult.NotDeployed) + report.Count(ApplyResult.Interrupted)} not deployed.", "1"));
        if (rest.Length > 0)
        {
            Line("Not in the workspace as planned:");
            foreach (var outcome in rest)
                Line($"  {outcome.Item.Key.Kind.Title()} '{outcome.Item.DisplayName}' ({outcome.Item.Key.Name}): {outcome.Message}");
            Line("Running apply again continues from here.");
        }

        if (report.AuditError is not null)
            Error($"The end of this apply could not be put on the record that 'audit' shows: {report.AuditError}.");
        if (report.RecordError is not null)
            Error($"The record of what is deployed could not be brought up to date: {report.RecordError}. Running apply again repairs it.");
    }

    private static string Deleted(ApplyReport report) =>
        report.Outcomes.Count(outcome => outcome.Result == ApplyResult.Deployed && outcome.Item.Action == PlanAction.Delete) is var count and > 0 ? $"{count} deleted, " : "";

    private string Coloured(string text, string? colour) => _isColoured && colour is not null ? $"\u001b[{colour}m{text}\u001b[0m" : text;
}
