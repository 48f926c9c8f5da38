using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Columns such as AccountCustomEntity were how a rule named entities before there were mappings; today they do nothing without one. The Azure-Sentinel repository refuses a rule in which only one of both stands.</summary>
internal sealed class LegacyEntityColumns() : AnalysisRule("RULE029", DiagnosticSeverity.Warning, "The query makes an old entity column such as AccountCustomEntity that no entity mapping uses, or a mapping uses one that the query does not make.")
{
    private static readonly string[] Names = ["AccountCustomEntity", "HostCustomEntity", "IPCustomEntity", "URLCustomEntity", "ProcessCustomEntity", "FileHashCustomEntity"];

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        var query = context.Rule.Query;
        var mapped = context.Rule.EntityMappings.SelectMany(mapping => mapping.FieldMappings).ToList();
        foreach (var name in Names)
        {
            var at = query.Value.IndexOf(name, StringComparison.Ordinal);
            var mapping = mapped.FirstOrDefault(field => field.ColumnName.Value == name);
            if (at >= 0 && mapping is null)
                context.Findings.AddPart(query, new TextSpan(at, name.Length), $"The column '{name}' names an entity the old way, and no entity mapping uses it.", "Add an entity mapping with this column, or drop the column.");
            else if (at < 0 && mapping is not null)
                context.Findings.Add(mapping.ColumnName, $"The mapping uses the old entity column '{name}', which does not stand in the query.", "Map a column of the result.");
        }
    }
}
