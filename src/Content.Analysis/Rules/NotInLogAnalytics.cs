using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>Sentinel runs on Log Analytics, which knows the same language but not all of it (Microsoft: "Kusto Query Language in Azure Monitor"): no alias and restrict statements, no functions about clusters, extents and cursors, no plugins that call out or run code.</summary>
internal sealed class NotInLogAnalytics() : AnalysisRule("RULE047", DiagnosticSeverity.Error, "The query uses something of Data Explorer that Log Analytics does not have.")
{
    private static readonly HashSet<string> Plugins = new(StringComparer.Ordinal)
    {
        "python", "r", "sql_request", "mysql_request", "postgresql_request", "cosmosdb_sql_request", "http_request", "http_request_post", "azure_digital_twins_query_request",
    };

    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
    {
        "cursor_after", "cursor_before_or_at", "cursor_current", "current_cursor", "extent_id", "extentid", "extent_tags", "external_table", "materialized_view",
        "current_cluster_endpoint", "current_database", "current_principal", "current_principal_details", "current_principal_is_member_of", "stored_query_result",
    };

    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        foreach (var node in context.Nodes)
        {
            switch (node)
            {
                case EvaluateSyntax evaluate when Plugins.Contains(evaluate.Call.Name.Text):
                    context.Add(evaluate.Call.Name.Span, $"Log Analytics has no plugin '{evaluate.Call.Name.Text}'.", "Do without it, or run the query in Data Explorer.");
                    break;
                case CallSyntax call when Functions.Contains(call.Name.Text):
                    context.Add(call.Name.Span, $"Log Analytics has no function '{call.Name.Text}'.", "Do without it.");
                    break;
                case AliasSyntax or RestrictSyntax:
                    context.Add(new TextSpan(node.Start, Math.Min(node.End - node.Start, 20)), "Log Analytics does not take this statement.", "Use let.");
                    break;
            }
        }
    }
}
