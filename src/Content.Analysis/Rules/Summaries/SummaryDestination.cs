using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The rows of a summary rule go to a custom table, whose name ends in <c>_CL</c>. A rule that reads its own table feeds on itself.</summary>
internal sealed class SummaryDestination() : AnalysisRule("RULE069", DiagnosticSeverity.Error, "The destination of a summary rule is no custom table, or the rule reads it itself.")
{
    /// <inheritdoc/>
    public override void Analyze(SummaryRule rule, FindingList findings)
    {
        if (rule.DestinationTable is { } table && (!table.Value.EndsWith("_CL", StringComparison.Ordinal) || !char.IsAsciiLetter(table.Value[0]) || !table.Value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')))
            findings.Add(table, $"'{table.Value}' is no name of a custom table.", "Use letters, digits and underscores, begin with a letter and end in _CL.");
    }

    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Item is SummaryRule { DestinationTable: { } table } && context.NodesOf<NameSyntax>().FirstOrDefault(name => name.Text == table.Value) is { } own
            && context.Query.Tables.Any(used => used.Name == table.Value))
        {
            context.Add(own.Span, $"The rule reads '{table.Value}', the table that it writes to.", "Read the table that the events are in.");
        }
    }
}
