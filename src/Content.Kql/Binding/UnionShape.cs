using System.Collections.Immutable;
using Content.Kql.Symbols;

namespace Content.Kql.Binding;

/// <summary>
/// The columns of a union: one a name; where types differ under one name, one a type with the type in its name, standing together at
/// the place of the first.
/// </summary>
internal sealed class UnionShape
{
    private readonly Dictionary<(string Name, TypeKind Kind), int> _positions;
    private readonly int _width;

    private UnionShape(Dictionary<(string, TypeKind), int> positions, int width, RowType row)
    {
        _positions = positions;
        _width = width;
        Row = row;
    }

    public static UnionShape Empty { get; } = new([], 0, RowType.Empty);

    /// <summary>Columns of the union, that of the source first where there is one.</summary>
    public RowType Row { get; }

    public static UnionShape Of(List<BoundTabular> tables, string? sourceColumn, bool inner)
    {
        var groups = new Dictionary<string, List<ColumnSymbol>>(StringComparer.Ordinal);
        var order = new List<List<ColumnSymbol>>();
        Dictionary<string, int>? tableCounts = inner ? new(StringComparer.Ordinal) : null;
        foreach (var table in tables)
        {
            foreach (var column in table.Row.Columns)
            {
                if (!groups.TryGetValue(column.Name, out var group))
                {
                    group = [];
                    groups.Add(column.Name, group);
                    order.Add(group);
                }

                var same = -1;
                for (var i = 0; i < group.Count && same < 0; i++)
                {
                    if (group[i].Type.Kind == column.Type.Kind)
                        same = i;
                }

                if (same < 0)
                    group.Add(column);
                else if (column.Type.IsDynamic && !ReferenceEquals(group[same].Type, column.Type))
                    group[same] = new ColumnSymbol(column.Name, KqlType.Dynamic);
                if (tableCounts is not null)
                    tableCounts[column.Name] = tableCounts.GetValueOrDefault(column.Name) + 1;
            }
        }

        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        if (sourceColumn is not null)
            columns.Add(new ColumnSymbol(sourceColumn, KqlType.String));
        var names = new HashSet<string>(StringComparer.Ordinal);
        var positions = new Dictionary<(string, TypeKind), int>();
        var made = new Dictionary<string, (string, TypeKind)>(StringComparer.Ordinal);
        foreach (var group in order)
        {
            if (tableCounts is not null && tableCounts[group[0].Name] < tables.Count)
                continue;
            foreach (var column in group)
            {
                var name = group.Count > 1 ? $"{column.Name}_{column.Type.Name}" : column.Name;
                var unique = name;
                for (var suffix = 1; !names.Add(unique); suffix++)
                    unique = $"{name}{suffix}";
                var position = columns.Count;
                columns.Add(column.Rename(unique));
                // A column that has a made-up name of its own keeps its data under it: the made-up one gets the number.
                if (group.Count == 1 && unique != name && made.TryGetValue(name, out var other) && columns[positions[other]].Type.Kind == column.Type.Kind)
                    (positions[other], position) = (position, positions[other]);
                positions[(column.Name, column.Type.Kind)] = position;
                if (group.Count > 1)
                    made.TryAdd(name, (column.Name, column.Type.Kind));
            }
        }

        return new UnionShape(positions, columns.Count, new RowType(columns.ToImmutable(), tables.Exists(static table => table.Row.IsOpen)));
    }

    /// <summary>The same with a column at the end that each input has under that very name.</summary>
    public UnionShape With(ColumnSymbol column)
    {
        var positions = new Dictionary<(string, TypeKind), int>(_positions) { [(column.Name, column.Type.Kind)] = _width };
        return new UnionShape(positions, _width + 1, new RowType(Row.Columns.Add(column), Row.IsOpen));
    }

    /// <summary>For each column of the union its ordinal in an input; -1 for none.</summary>
    public ImmutableArray<int> Map(RowType input)
    {
        var map = new int[_width];
        Array.Fill(map, -1);
        for (var i = 0; i < input.Columns.Length; i++)
        {
            var column = input.Columns[i];
            if (_positions.TryGetValue((column.Name, column.Type.Kind), out var position) && map[position] < 0)
                map[position] = i;
        }

        return ImmutableArray.Create(map);
    }
}
