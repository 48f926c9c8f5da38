using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Fixtures;

namespace Content.Testing.Assertions;

/// <summary>Judges what is expected of the rows of a result.</summary>
internal sealed class RowAssertions(RowType row, object?[][] rows, ValueComparer comparer, List<ExpectationFailure> failures)
{
    public void Check(Expectations expect)
    {
        if (expect.Columns is { } columns)
            CheckColumns(columns);
        if (expect.Rows is { } expectedRows)
            CheckRows(expectedRows);
        if (expect.RowsInOrder is { } ordered)
            CheckInOrder(ordered, expect.Node);
        if (expect.RowsInclude is { } included)
            CheckIncluded(included);
        if (expect.RowsExclude is { } excluded)
            CheckExcluded(excluded);
    }

    private void CheckInOrder(ImmutableArray<DataRow> expected, Model.Yaml.YamlNode node)
    {
        var wanted = expected.Select(Read).ToList();
        if (!KnowColumns("rowsInOrder", wanted))
            return;
        for (var i = 0; i < Math.Max(wanted.Count, rows.Length); i++)
        {
            if (i < wanted.Count && i < rows.Length && Matches(wanted[i], rows[i]))
                continue;
            var place = expected.IsEmpty ? node : expected[Math.Min(i, wanted.Count - 1)].Node;
            var message = $"{Count(wanted.Count)} expected, {Count(rows.Length)} returned: " + (i >= wanted.Count ? $"row {i + 1} is more than expected." : i >= rows.Length ? $"row {i + 1} is missing." : $"row {i + 1} is another.");
            var table = Show(i < wanted.Count ? [wanted[i]] : [], i < rows.Length ? [rows[i]] : [], ColumnsOf(wanted));
            failures.Add(new ExpectationFailure("rowsInOrder", message, place.Report("", DiagnosticSeverity.Error, ""), table));
            return;
        }
    }

    private void CheckRows(ExpectedItems<DataRow> expected)
    {
        if (expected.Items is not { } items)
        {
            if (expected.Count != rows.Length)
                Fail("rows", expected.Node, $"{Count(expected.Count)} expected, {Count(rows.Length)} returned.", rows.Length == 0 ? null : Show([], rows, Interesting()));
            return;
        }

        var wanted = items.Select(Read).ToList();
        if (!KnowColumns("rows", wanted))
            return;
        var partners = Matching.Pair(wanted.Count, rows.Length, (e, a) => Matches(wanted[e], rows[a]));
        var missing = wanted.Where((_, e) => partners[e] < 0).ToList();
        var surplus = rows.Where((_, a) => !partners.Contains(a)).ToList();
        if (missing.Count == 0 && surplus.Count == 0)
            return;
        var message = missing.Count == 0 ? $"{Count(surplus.Count)} more than expected." : surplus.Count == 0 ? $"{Count(missing.Count)} missing."
            : $"{Count(missing.Count)} missing, {Count(surplus.Count)} not expected.";
        Fail("rows", expected.Node, $"{Count(expected.Count)} expected, {Count(rows.Length)} returned: " + message, Show(missing, surplus, ColumnsOf(wanted)));
    }

    private void CheckIncluded(ImmutableArray<DataRow> expected)
    {
        var wanted = expected.Select(Read).ToList();
        if (!KnowColumns("rowsInclude", wanted))
            return;
        var partners = Matching.Pair(wanted.Count, rows.Length, (e, a) => Matches(wanted[e], rows[a]));
        var missing = wanted.Where((_, e) => partners[e] < 0).ToList();
        if (missing.Count == 0)
            return;
        var others = rows.Where((_, a) => !partners.Contains(a)).ToList();
        Fail("rowsInclude", expected[wanted.IndexOf(missing[0])].Node, $"{Count(missing.Count)} missing among {Count(rows.Length)} returned.", Show(missing, others, ColumnsOf(wanted)));
    }

    private void CheckExcluded(ImmutableArray<DataRow> expected)
    {
        var unwanted = expected.Select(Read).ToList();
        if (!KnowColumns("rowsExclude", unwanted))
            return;
        for (var i = 0; i < unwanted.Count; i++)
        {
            var found = rows.Where(candidate => Matches(unwanted[i], candidate)).ToList();
            if (found.Count > 0)
                Fail("rowsExclude", expected[i].Node, $"{Count(found.Count)} returned that must not be there.", Show([], found, ColumnsOf([unwanted[i]])));
        }
    }

    private void CheckColumns(ImmutableArray<Located<string>> columns)
    {
        foreach (var column in columns)
        {
            if (row.IndexOf(column.Value) < 0)
                failures.Add(new ExpectationFailure("columns", Missing(column.Value), column.Report("", DiagnosticSeverity.Error, ""), null));
        }
    }

    private static FixtureRow Read(DataRow expected) => FixtureRow.Of(expected, new TextOrigin(expected.Node.Source));

    private bool Matches(FixtureRow expected, object?[] actual)
    {
        foreach (var cell in expected.Cells)
        {
            var ordinal = row.IndexOf(cell.Column);
            if (!comparer.Matches(cell.Value, row.Columns[ordinal].Type, actual[ordinal]))
                return false;
        }

        return true;
    }

    // A column that is not there is the test's mistake or the rule's; a comparison of rows would only hide it.
    private bool KnowColumns(string expectation, List<FixtureRow> wanted)
    {
        var known = true;
        foreach (var cell in wanted.SelectMany(item => item.Cells).Where(cell => row.IndexOf(cell.Column) < 0).DistinctBy(cell => cell.Column))
        {
            known = false;
            failures.Add(new ExpectationFailure(expectation, Missing(cell.Column), cell.ColumnPlace.Report("", ""), null));
        }

        return known;
    }

    private string Missing(string column)
    {
        var meant = NameSuggestion.Find(column, row.Columns.Select(symbol => symbol.Name));
        return $"The result has no column '{column}'.{(meant is null ? $" It has {string.Join(", ", row.Columns.Select(symbol => symbol.Name))}." : $" Did you mean '{meant}'?")}";
    }

    private ComparisonTable Show(List<FixtureRow> missing, IReadOnlyList<object?[]> actual, ImmutableArray<string> columns)
    {
        var ordinals = columns.Select(name => row.IndexOf(name)).ToArray();
        return TableBuilder.Build(columns, missing, actual,
            (item, c) => Cell(item, columns[c]) is { } cell ? comparer.Show(cell, row.Columns[ordinals[c]].Type) : null,
            (item, c) => ValueFormat.Cell(item[ordinals[c]]),
            (item, other, c) => Cell(item, columns[c]) is not { } cell || comparer.Matches(cell, row.Columns[ordinals[c]].Type, other[ordinals[c]]));
    }

    private static FixtureValue? Cell(FixtureRow expected, string column)
    {
        foreach (var cell in expected.Cells)
        {
            if (cell.Column == column)
                return cell.Value;
        }

        return null;
    }

    private static ImmutableArray<string> ColumnsOf(IEnumerable<FixtureRow> wanted) => [.. wanted.SelectMany(item => item.Cells).Select(cell => cell.Column).Distinct(StringComparer.Ordinal)];

    // Where a test names no columns, those that hold anything say most.
    private ImmutableArray<string> Interesting() =>
        [.. Enumerable.Range(0, row.Columns.Length).Where(c => rows.Any(values => values[c] is not (null or ""))).Select(c => row.Columns[c].Name).Take(8)];

    private void Fail(string expectation, Model.Yaml.YamlNode node, string message, ComparisonTable? table) =>
        failures.Add(new ExpectationFailure(expectation, message, node.Report("", DiagnosticSeverity.Error, ""), table));

    private static string Count(long count) => count == 1 ? "1 row" : $"{count} rows";
}
