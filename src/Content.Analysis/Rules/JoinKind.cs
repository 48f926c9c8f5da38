using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>Without kind= a join keeps one arbitrary row of each key on the left side. Who expects an inner join loses rows, and which ones may change from run to run.</summary>
public sealed class JoinKind() : AnalysisRule("RULE035", DiagnosticSeverity.Info, "A join does not say its kind: it is innerunique, which drops left rows of equal keys.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        foreach (var join in context.NodesOf<JoinSyntax>())
        {
            if (context.TextOf(join.Keyword) is "join" && !join.Parameters.Any(parameter => parameter.Name.Text == "kind"))
                context.Add(join.Keyword.Span, "The join is of kind innerunique: of left rows with equal keys only one is kept.", "Say kind=inner, kind=leftouter … as it is meant, or kind=innerunique.");
        }
    }
}
