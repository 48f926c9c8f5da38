using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The query of a summary rule has no functions of the workspace, no other workspaces, no <c>bag_unpack</c>, <c>narrow</c> and <c>pivot</c>, and names its tables (Microsoft: "Summary rules").</summary>
internal sealed class SummaryQuery() : AnalysisRule("RULE070", DiagnosticSeverity.Error, "The query of a summary rule uses what summary rules must not.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Use != QueryUse.SummaryRule)
            return;
        var functions = context.Query.Functions.Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in context.Nodes)
        {
            switch (node)
            {
                case EvaluateSyntax { Call.Name.Text: "bag_unpack" or "narrow" or "pivot" } evaluate:
                    context.Add(evaluate.Call.Name.Span, $"A summary rule cannot use '{evaluate.Call.Name.Text}': its columns must not depend on the data.", "Extend the columns that are wanted.");
                    break;
                case CallSyntax { Name.Text: "workspace" or "app" or "adx" or "cluster" or "arg" } call:
                    context.Add(call.Name.Span, $"A summary rule cannot read beyond its workspace with '{call.Name.Text}()'.", "Write a rule for each workspace.");
                    break;
                case NameSyntax name when functions.Contains(name.Text):
                    context.Add(name.Span, $"A summary rule cannot call the function '{name.Text}' of the workspace.", "Write its body here.");
                    break;
                case SearchSyntax search:
                    context.Add(search.Keyword.Span, "A summary rule names its tables; it cannot search.", "Name the table.");
                    break;
            }
        }
    }
}
