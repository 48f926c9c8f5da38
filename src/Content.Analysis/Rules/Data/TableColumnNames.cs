using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A column of a custom table begins with a letter, goes on with letters, digits and underscores, and is none that Log Analytics fills itself (Azure Monitor: "Add or delete tables and columns").</summary>
internal sealed class TableColumnNames() : AnalysisRule("RULE073", DiagnosticSeverity.Error, "A column of a custom table has a name that Log Analytics does not take.")
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "BilledSize", "IsBillable", "InvalidTimeGenerated", "TenantId", "Title", "Type", "UniqueId", "_ItemId", "_ResourceGroup", "_ResourceId", "_SubscriptionId", "_TimeReceived",
    };

    /// <inheritdoc/>
    public override void Analyze(CustomTable table, FindingList findings)
    {
        foreach (var column in table.Columns)
        {
            var name = column.Name.Value;
            if (Reserved.Contains(name))
                findings.Add(column.Name, $"Log Analytics keeps the name '{name}' for itself.", "Rename it, or drop it: every table has the standard columns.");
            else if (name.Length > 0 && (!char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')))
                findings.Add(column.Name, $"'{name}' is no name of a column.", "Begin with a letter, then letters, digits and underscores.");
        }
    }
}
