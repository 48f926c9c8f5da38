using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// Sentinel shows from requiredDataConnectors whether a rule can work. A table that the query names and that no entry does is a need
/// that nobody sees. Tables behind a function are the function's business: often it reads those that are there.
/// </summary>
internal sealed class DeclaredDataTypes() : AnalysisRule("RULE038", DiagnosticSeverity.Info, "The query names a table that requiredDataConnectors do not.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Item is not AnalyticsRule rule || context.Query.HasErrors)
            return;
        var declared = rule.RequiredDataConnectors.SelectMany(connector => connector.DataTypes).ToList();
        if (declared.Count == 0)
            return;
        var named = context.NodesOf<NameSyntax>().Select(name => name.Text).ToHashSet(StringComparer.Ordinal);
        var missing = context.Query.Tables.Select(table => table.Name).Where(name => named.Contains(name) && !declared.Exists(type => Names(type.Value, name))).ToList();
        if (missing.Count > 0)
            context.Findings.Add(declared[0], $"The query reads {Texts.List(missing, 5)}, which no data type names.", "Add the table to the dataTypes of the connector that delivers it.");
    }

    // A data type may go on after the table: "Syslog (Cisco)", "AzureDiagnostics (Firewall)", "CommonSecurityLog".
    private static bool Names(string type, string table) =>
        type.StartsWith(table, StringComparison.OrdinalIgnoreCase) && (type.Length == table.Length || (!char.IsAsciiLetterOrDigit(type[table.Length]) && type[table.Length] != '_'));
}
