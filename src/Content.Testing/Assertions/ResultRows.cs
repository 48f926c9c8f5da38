using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Simulation;

namespace Content.Testing.Assertions;

/// <summary>The rows that a rule's runs returned, one run after the other.</summary>
internal static class ResultRows
{
    /// <summary>The rows. Where data decide which columns a run has, all columns are there, and those that a run lacks are null.</summary>
    public static (RowType Row, object?[][] Rows) Of(Scenario scenario, AnalyticsRule rule)
    {
        var results = scenario.Runs.Where(run => run.Rule == rule).Select(run => run.Result?.Result).OfType<Kql.Engine.QueryResult>().ToList();
        if (results.Count == 0)
            return (RowType.Empty, []);
        if (results.Count == 1)
            return (results[0].Row, [.. results[0].Rows]);
        var columns = results.SelectMany(result => result.Row.Columns).DistinctBy(column => column.Name).ToList();
        var row = new RowType([.. columns]);
        return (row, [.. results.SelectMany(result =>
        {
            var ordinals = columns.Select(column => result.Row.IndexOf(column.Name)).ToArray();
            return result.Rows.Select(values => Array.ConvertAll(ordinals, ordinal => ordinal < 0 ? null : values[ordinal]));
        })]);
    }
}
