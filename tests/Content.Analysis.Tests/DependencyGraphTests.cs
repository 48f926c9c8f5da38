namespace Content.Analysis.Tests;

public sealed class DependencyGraphTests
{
    [Fact]
    public void A_rule_needs_its_function_and_the_function_its_table_and_watchlist()
    {
        var validation = new MemoryRepository()
            .Add("detections/rules/R.yaml", MemoryRepository.Rule("SigninLogs\n", "Approved\n  | union AuditLogs\n"))
            .Add("detections/parsers/P.yaml", """
                Function: {Title: Approved, Version: 1.0.0, LastUpdated: 2026-01-01}
                Category: Test
                FunctionName: Approved
                FunctionAlias: Approved
                FunctionQuery: |
                  SigninLogs
                  | where AppId in (_GetWatchlist('Apps') | project SearchKey)

                """)
            .Validate();
        var graph = DependencyGraph.Create(validation);
        Assert.Equal(["Function Approved", "Table AuditLogs"], Needs("Sign-ins from many addresses"));
        Assert.Equal(["Watchlist Apps", "Table SigninLogs"], Needs("Approved"));
        Assert.Null(graph.Nodes.Single(node => node.Name == "SigninLogs").Path);

        IEnumerable<string> Needs(string name) => graph.NeedsOf(graph.Nodes.Single(node => node.Name == name)).Select(node => $"{node.Kind} {node.Name}");
    }
}
