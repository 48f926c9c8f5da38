using Content.Kql;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;

namespace Content.Pack.Tests;

/// <summary>What the pack's functions say of the pack itself.</summary>
public sealed class RegisterTests
{
    [Fact]
    public void The_register_of_rules_is_that_of_the_rules()
    {
        // As Assert.Equal shows them: a line a rule and data component.
        var expected = Pack.Validation.Repository.Rules.Where(rule => rule.Attack is { DataComponents.IsEmpty: false }).SelectMany(rule => rule.Attack!.DataComponents.Select(component =>
            $"{rule.Attack.Analytic?.Value} {component.Value} {string.Join(",", rule.Attack.LogSources.Select(source => source.Value))} {rule.Id!.Value} {rule.Name.Value}"));
        var found = Rows("DET0646_Rules | project Analytic, DataComponent, LogSource, RuleId, Rule").Select(row => string.Join(' ', row));
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_evidence_of_a_rule_is_among_the_tables_that_it_reads()
    {
        foreach (var row in Rows("DET0646_Rules | mv-expand Table = Tables to typeof(string) | where Table != 'ASimNetworkSessionLogs' | distinct RuleId, Table"))
        {
            var rule = Pack.Validation.Repository.Rules.Single(rule => rule.Id!.Value.ToString() == (string)row[0]!);
            Assert.Contains((string)row[1]!, Pack.Validation.QueryOf(rule)!.Tables.Select(table => table.Name));
        }
    }

    [Fact]
    public void The_tunables_in_force_are_all_tunables_with_their_values()
    {
        var expected = Pack.Validation.Repository.Configuration.Tunables.Select(tunable => tunable.Name.Value);
        var found = Rows("DET0646_Tunables | project Name, Value").ToDictionary(row => (string)row[0]!, row => (string)row[1]!);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("00:10:00", "3"), (found["TimeWindow"], found["InspectionFailureThreshold"]));
    }

    private static object?[][] Rows(string query)
    {
        var bound = Compilation.Bind(query, Pack.Validation.Repository.Schema);
        Assert.Empty(bound.Diagnostics);
        var result = QueryEngine.Execute(bound.Body, EmptyTableSource.Instance, new ExecutionOptions { Now = new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc) }, TestContext.Current.CancellationToken);
        Assert.Null(result.Error);
        return [.. result.Rows];
    }
}
