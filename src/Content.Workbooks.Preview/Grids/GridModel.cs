using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Grids;

/// <summary>A column of a grid that is shown.</summary>
/// <param name="Index">Position in the table; -1 for the column of groups.</param>
/// <param name="Name">Name of the column.</param>
/// <param name="Label">What is shown above it.</param>
/// <param name="Format">How its cells are drawn.</param>
/// <param name="Minimum">Smallest value, for what is drawn by size.</param>
/// <param name="Maximum">Largest value, for what is drawn by size.</param>
/// <param name="IsNumeric">True when it holds numbers, which stand at the right.</param>
internal sealed record GridColumn(int Index, string Name, string Label, ColumnFormat Format, double Minimum, double Maximum, bool IsNumeric);

/// <summary>A sort order.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="IsDescending">True for the largest first.</param>
internal sealed record GridSort(string Column, bool IsDescending);

/// <summary>A grid before any drawing: which columns are shown and how, and which lines in which order.</summary>
internal sealed class GridModel
{
    private const int DefaultLimit = 250;
    private const int MaximumLimit = 10_000;
    private const string GroupColumn = "$gen_group";

    private readonly EvaluatedQuery _query;
    private readonly WorkbookTable _table;
    private readonly JsonElementNode? _hierarchy;
    private readonly ImmutableArray<ColumnFormat> _formats;

    public GridModel(EvaluatedQuery query)
    {
        _query = query;
        _table = query.Table;
        var settings = query.Settings["gridSettings"];
        _hierarchy = settings?["hierarchySettings"] is { Kind: System.Text.Json.JsonValueKind.Object } hierarchy ? hierarchy : null;
        _formats = [.. settings.ListOf("formatters").Select(node => ColumnFormat.Read(node, query.Text))];
        GroupBy = IsGroups ? [.. _hierarchy.TextsOf("groupBy").Append(_hierarchy.TextIn("finalBy") ?? "").Select(name => _table.IndexOf(query.Text(name))).Where(index => index >= 0).Distinct()] : [];
        (IdColumn, ParentColumn) = IsTree ? (Named("idColumn"), Named("parentColumn")) : (-1, -1);
        HasFilter = settings.IsOn("filter");
        Limit = Math.Clamp(settings.IntOf("rowLimit") is { } limit and > 0 ? limit : DefaultLimit, 1, MaximumLimit);
        ExpandsTop = _hierarchy.IsOn("expandTopLevel");
        Columns = ReadColumns(settings.ListOf("labelSettings"));
        Sorts = [.. settings.ListOf("sortBy").Concat(query.Settings.ListOf("sortBy")).Where(sort => sort.TextIn("itemKey") is not null)
            .Select(sort => new GridSort(ColumnOf(sort.TextOf("itemKey")!), sort.IntOf("sortOrder") == 2)).DistinctBy(sort => sort.Column)];
    }

    /// <summary>The columns that are shown.</summary>
    public ImmutableArray<GridColumn> Columns { get; }

    /// <summary>The order that the workbook asks for.</summary>
    public ImmutableArray<GridSort> Sorts { get; }

    /// <summary>True when there is a box to search in.</summary>
    public bool HasFilter { get; }

    /// <summary>How many rows are shown at most.</summary>
    public int Limit { get; }

    /// <summary>True when groups of the top are open at first.</summary>
    public bool ExpandsTop { get; }

    /// <summary>True when rows lie in groups or below others.</summary>
    public bool IsHierarchy => GroupBy.Length > 0 || (IdColumn >= 0 && ParentColumn >= 0);

    /// <summary>Name of the column that opens and closes lines; null for the first.</summary>
    public string? Expander => _hierarchy.TextIn("expanderColumn");

    private ImmutableArray<int> GroupBy { get; }
    private int IdColumn { get; }
    private int ParentColumn { get; }
    private bool IsGroups => _hierarchy is not null && (_hierarchy.IntOf("treeType") == 1 || _hierarchy["groupBy"] is not null);
    private bool IsTree => _hierarchy is not null && !IsGroups;

    /// <summary>The lines.</summary>
    /// <param name="filter">Text that rows must have in them; empty for any.</param>
    /// <param name="sort">An order that was asked for; null for the workbook's own.</param>
    /// <param name="found">How many rows there are before the limit.</param>
    public ImmutableArray<GridRow> Rows(string filter, GridSort? sort, out int found)
    {
        IEnumerable<int> rows = Enumerable.Range(0, _table.Rows.Count);
        if (filter.Length > 0)
            rows = rows.Where(row => Columns.Any(column => column.Index >= 0 && column.Format.TextOf(_table.Rows[row][column.Index]).Contains(filter, StringComparison.OrdinalIgnoreCase)));
        var sorts = sort is not null ? [sort] : Sorts;
        // The last one first: each order keeps that of the one after it.
        foreach (var (column, isDescending) in sorts.Reverse())
        {
            if (_table.IndexOf(column) is var index and >= 0)
            {
                var comparer = Comparer<object?>.Create(DisplayText.Compare);
                rows = isDescending ? rows.OrderByDescending(row => _table.Rows[row][index], comparer) : rows.OrderBy(row => _table.Rows[row][index], comparer);
            }
        }

        var all = rows.ToArray();
        found = all.Length;
        var shown = all.Take(Limit).ToArray();
        if (GroupBy.Length > 0)
            return Grouped(shown, 0, "", sort ?? Sorts.FirstOrDefault());
        return IsHierarchy ? Nested(shown) : [.. shown.Select(row => Line(row, 0))];
    }

    private GridRow Line(int row, int level) => new($"{row}", level, row, _table.Rows[row], null, []);

    private ImmutableArray<GridRow> Grouped(int[] rows, int depth, string path, GridSort? sort)
    {
        if (depth == GroupBy.Length)
            return [.. rows.Select(row => Line(row, depth))];
        var column = GroupBy[depth];
        var lines = rows.GroupBy(row => DisplayText.Of(_table.Rows[row][column]), StringComparer.Ordinal).Select(group =>
        {
            var key = $"{path}/{group.Key}";
            int[] members = [.. group];
            return new GridRow(key, depth, -1, Totals(members, column), group.Key, Grouped(members, depth + 1, key, sort));
        });
        // Groups follow the order of their totals where the order is one of totals.
        if (sort is not null && _table.IndexOf(sort.Column) is var index and >= 0 && Columns.FirstOrDefault(each => each.Index == index) is { Format.Aggregation: not null })
            lines = sort.IsDescending ? lines.OrderByDescending(line => line.Values[index], Comparer<object?>.Create(DisplayText.Compare)) : lines.OrderBy(line => line.Values[index], Comparer<object?>.Create(DisplayText.Compare));
        return [.. lines];
    }

    private object?[] Totals(int[] rows, int grouped)
    {
        var totals = new object?[_table.Columns.Length];
        for (var i = 0; i < totals.Length; i++)
        {
            var format = ColumnFormat.Of(_formats, _table.Columns[i].Name);
            var numbers = rows.Select(row => DisplayText.Number(_table.Rows[row][i])).Where(number => number is not null).Select(number => number!.Value).ToArray();
            totals[i] = i == grouped ? _table.Rows[rows[0]][i] : format.Aggregation?.ToLowerInvariant() switch
            {
                "sum" when numbers.Length > 0 => numbers.Sum(),
                "min" when numbers.Length > 0 => numbers.Min(),
                "max" when numbers.Length > 0 => numbers.Max(),
                "average" or "avg" when numbers.Length > 0 => numbers.Average(),
                "count" => (long)rows.Length,
                "unique" => (long)rows.Select(row => DisplayText.Of(_table.Rows[row][i])).Distinct(StringComparer.Ordinal).Count(),
                _ => null,
            };
        }

        return totals;
    }

    private ImmutableArray<GridRow> Nested(int[] rows)
    {
        var ids = rows.Select(row => DisplayText.Of(_table.Rows[row][IdColumn])).Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
        var children = rows.ToLookup(row => DisplayText.Of(_table.Rows[row][ParentColumn]) is var parent && ids.Contains(parent) && parent != DisplayText.Of(_table.Rows[row][IdColumn]) ? parent : "", StringComparer.Ordinal);
        var seen = new HashSet<int>();
        ImmutableArray<GridRow> Below(string parent, int level)
        {
            var lines = ImmutableArray.CreateBuilder<GridRow>();
            foreach (var row in children[parent])
            {
                if (!seen.Add(row))
                    continue;
                var id = DisplayText.Of(_table.Rows[row][IdColumn]);
                lines.Add(Line(row, level) with { Children = id.Length == 0 ? [] : Below(id, level + 1) });
            }

            return lines.ToImmutable();
        }

        var top = Below("", 0);
        // Rows that are each other's parents hang on nothing: they are shown all the same.
        return [.. top, .. rows.Where(row => !seen.Contains(row)).Select(row => Line(row, 0))];
    }

    private ImmutableArray<GridColumn> ReadColumns(ImmutableArray<JsonElementNode> labels)
    {
        string Label(string name, string otherwise) => labels.FirstOrDefault(entry => entry.TextOf("columnId") == name).TextIn("label") is { } label ? _query.Text(label) : otherwise;
        var columns = ImmutableArray.CreateBuilder<GridColumn>();
        if (GroupBy.Length > 0)
            columns.Add(new GridColumn(-1, GroupColumn, Label(GroupColumn, string.Join(" / ", GroupBy.Select(index => Label(_table.Columns[index].Name, _table.Columns[index].Name)))), ColumnFormat.Of(_formats, GroupColumn), 0, 0, false));
        for (var i = 0; i < _table.Columns.Length; i++)
        {
            var name = _table.Columns[i].Name;
            var format = ColumnFormat.Of(_formats, name);
            if (format.Formatter == Formatter.Hidden || (GroupBy.Contains(i) && format == ColumnFormat.Automatic))
                continue;
            var index = i;
            var numbers = _table.Rows.Select(row => DisplayText.Number(row[index])).Where(number => number is not null).Select(number => number!.Value).ToArray();
            var (low, high) = numbers.Length == 0 ? (0, 0) : (numbers.Min(), numbers.Max());
            columns.Add(new GridColumn(i, name, Label(name, name), format, format.Options.DoubleOf("min") ?? (format.Formatter == Formatter.Heatmap ? low : Math.Min(0, low)), format.Options.DoubleOf("max") ?? high, _table.Rows.Any(row => row[index] is int or long or double or decimal)));
        }

        return columns.ToImmutable();
    }

    // $gen_bar_Total_1 names the column Total, drawn by a formatter, at position 1.
    private string ColumnOf(string key)
    {
        if (!key.StartsWith("$gen_", StringComparison.Ordinal) || key == GroupColumn)
            return key == GroupColumn && GroupBy.Length > 0 ? _table.Columns[GroupBy[0]].Name : key;
        var end = key.LastIndexOf('_');
        var named = end > 0 && int.TryParse(key.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? key[..end] : key;
        return _table.Columns.Select(column => column.Name).Where(name => named.EndsWith("_" + name, StringComparison.Ordinal)).MaxBy(name => name.Length) ?? key;
    }

    private int Named(string setting) => _hierarchy.TextIn(setting) is { } name ? _table.IndexOf(_query.Text(name)) : -1;
}
