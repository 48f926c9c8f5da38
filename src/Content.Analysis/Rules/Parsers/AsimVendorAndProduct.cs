using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Users of a schema tell sources apart by EventVendor and EventProduct; a parser that reads a source sets both. Native tables have them already.</summary>
internal sealed class AsimVendorAndProduct() : AnalysisRule("RULE082", DiagnosticSeverity.Warning, "An ASIM parser does not set EventVendor or EventProduct.")
{
    private static readonly string[] Needed = ["EventVendor", "EventProduct"];

    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Item is not ParserFunction parser || !Asim.IsOfSource(parser) || parser.Alias.Value.Contains("Native", StringComparison.Ordinal))
            return;
        var set = context.NodesOf<NamedExpressionSyntax>().SelectMany(named => named.Names).Select(name => name.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var column in Needed.Where(column => !set.Contains(column)))
            context.Findings.Add(parser.Alias, $"The parser does not set {column}.", $"Extend {column} = \"…\".");
    }
}
