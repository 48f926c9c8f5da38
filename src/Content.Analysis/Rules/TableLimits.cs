using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A custom table ends in <c>_CL</c> and has at most 500 columns with names of at most 45 characters (Azure Monitor limits).</summary>
internal sealed class TableLimits() : AnalysisRule("RULE027", DiagnosticSeverity.Error, "A custom table's name is malformed, or it has too many columns or too long names.")
{

    /// <inheritdoc/>
    public override void Analyze(CustomTable table, FindingList findings)
    {
        if (!table.Name.Value.EndsWith("_CL", StringComparison.Ordinal))
            findings.Add(table.Name, $"The name of a custom table ends in '_CL', '{table.Name.Value}' does not.", $"Call it {table.Name.Value}_CL.");
        else if (table.Name.Value.Length is < 4 or > 63 || !table.Name.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            findings.Add(table.Name, "The name of a table has 4 to 63 letters, digits, underscores and hyphens.");
        if (table.Columns.Length > 500)
            findings.Add(table.Columns[500].Name, $"The table has {table.Columns.Length} columns; Log Analytics takes 500.");
        foreach (var column in table.Columns)
        {
            if (column.Name.Value.Length > 45)
                findings.Add(column.Name, $"The name has {column.Name.Value.Length} characters; Log Analytics takes 45.");
        }
    }
}
