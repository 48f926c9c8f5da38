using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>An analytics rule reads at most 20 workspaces (Microsoft Sentinel service limits); with more it fails at each run.</summary>
internal sealed class WorkspaceCount() : AnalysisRule("RULE101", DiagnosticSeverity.Error, "An analytics rule reads more than 20 workspaces.")
{
    private const int Limit = 20;

    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Use != QueryUse.AnalyticsRule)
            return;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var call in context.NodesOf<CallSyntax>())
        {
            if (call.Name.Text != "workspace" || call.Arguments.Length != 1 || context.ConstantOf(call.Arguments[0]) is not string name || !seen.Add(name) || seen.Count != Limit + 1)
                continue;
            context.Add(call.Span, $"This is workspace number {seen.Count}; a rule reads {Limit} at most.", "Split the rule, or deploy it to each workspace.");
            return;
        }
    }
}
