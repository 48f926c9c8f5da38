using Content.Diagnostics;
using Content.Kql.Symbols;

namespace Content.Analysis.Rules;

/// <summary>An alert takes the times of its first and last event from the column TimeGenerated of the result; without it analysts see the time of the run.</summary>
internal sealed class TimeGeneratedInResult() : AnalysisRule("RULE021", DiagnosticSeverity.Info, "The result has no column TimeGenerated of type datetime.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Row is not { } row)
            return;
        var query = context.Rule.Query;
        var start = new TextSpan(0, Math.Max(0, query.Value.AsSpan().IndexOf('\n')));
        if (row.Find("TimeGenerated") is not { } column)
            context.Findings.AddPart(query, start, "The result has no column 'TimeGenerated': alerts will not show when the events happened.", "Keep it, for example: summarize TimeGenerated = max(TimeGenerated) by ...");
        else if (column.Type.Kind is not (TypeKind.DateTime or TypeKind.Unknown))
            context.Findings.AddPart(query, start, $"The column 'TimeGenerated' of the result is of type {column.Type.Name}, not datetime.", "Keep the event's own time under that name.");
    }
}
