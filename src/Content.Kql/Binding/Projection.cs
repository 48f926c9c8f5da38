using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Content.Kql.Symbols;

namespace Content.Kql.Binding;

/// <summary>Collects the columns of a result with their expressions, and keeps names apart as Kusto does.</summary>
/// <remarks>
/// Most operators hand a wide row on and add a column or two: the row's own name index serves for what came from it, and only the
/// additions are kept by name here.
/// </remarks>
internal sealed class Projection
{
    private readonly RowType? _base;
    private readonly ImmutableArray<ColumnSymbol>.Builder _columns;
    private readonly ImmutableArray<BoundExpression>.Builder _expressions;
    private readonly Dictionary<string, int> _added = new(StringComparer.Ordinal);
    private HashSet<string>? _gone;
    private HashSet<string>? _declared;
    private HashSet<ColumnSymbol>? _skipped;
    private bool _allDeclared;

    public Projection(int capacity = 4)
    {
        _columns = ImmutableArray.CreateBuilder<ColumnSymbol>(capacity);
        _expressions = ImmutableArray.CreateBuilder<BoundExpression>(capacity);
    }

    // Names of a joined row may repeat when the row is one that Kusto.Language gives; then the index cannot serve.
    private Projection(RowType row, int additions)
    {
        _base = row;
        _columns = ImmutableArray.CreateBuilder<ColumnSymbol>(row.Columns.Length + additions);
        _expressions = ImmutableArray.CreateBuilder<BoundExpression>(row.Columns.Length + additions);
        for (var i = 0; i < row.Columns.Length; i++)
        {
            var column = row.Columns[i];
            var reference = BoundColumn.Of(i, column);
            if (row.HasRepeatedNames && row.IndexOf(column.Name) != i)
            {
                Add(column, reference);
                continue;
            }

            _columns.Add(column);
            _expressions.Add(reference);
        }
    }

    public int Count => _columns.Count;

    public IReadOnlyList<ColumnSymbol> Columns => _columns;

    /// <summary>Starts with the columns of an input row, as extend does. They are not added a second time.</summary>
    /// <param name="row">The input row.</param>
    /// <param name="additions">How many columns will probably be added.</param>
    public static Projection Over(RowType row, int additions) => new(row, additions);

    private int Find(string name)
    {
        if (_added.Count > 0 && _added.TryGetValue(name, out var index))
            return index;
        return _base is not null && _gone?.Contains(name) != true ? _base.IndexOf(name) : -1;
    }

    /// <summary>Leaves a column out from now on.</summary>
    public void Skip(ColumnSymbol column) => (_skipped ??= new HashSet<ColumnSymbol>(ReferenceEqualityComparer.Instance)).Add(column);

    public bool IsSkipped(ColumnSymbol column) =>
        _skipped?.Contains(column) == true || (_base is not null && _base.IndexOf(column.Name) is var index and >= 0 && ReferenceEquals(_base.Columns[index], column));

    /// <summary>Adds a column whose name may be changed to be unique.</summary>
    public ColumnSymbol? Add(ColumnSymbol column, BoundExpression expression, bool replace = false, bool doNotRepeat = false)
    {
        if (column.Name.Length == 0 || (IsSkipped(column) && expression is not BoundColumn { IsShared: true }))
            return null;
        var original = column;
        var index = Find(column.Name);
        if (replace && index >= 0)
        {
            _columns[index] = column;
            _expressions[index] = expression;
        }
        else
        {
            if (index >= 0)
                column = column.Rename(UniqueName(column.Name));
            _added[column.Name] = _columns.Count;
            _columns.Add(column);
            _expressions.Add(expression);
        }

        if (doNotRepeat)
            Skip(original);
        return column;
    }

    /// <summary>Adds a column under a name that the query gives; false when the name was given before.</summary>
    public bool Declare(ColumnSymbol column, BoundExpression expression, bool replace)
    {
        if (IsDeclared(column.Name))
            return false;
        if (replace && Find(column.Name) is var index and >= 0)
        {
            _columns[index] = column;
            _expressions[index] = expression;
            MarkDeclared(column.Name);
        }
        else if (Add(column, expression) is { } added)
        {
            MarkDeclared(added.Name);
        }

        return true;
    }

    /// <summary>Renames a column that is there; false when the new name was given before.</summary>
    public bool Rename(string oldName, string newName)
    {
        var index = Find(oldName);
        if (index < 0)
            return true;
        if (IsDeclared(newName) || (_allDeclared && Find(newName) >= 0))
            return false;
        _columns[index] = _columns[index].Rename(newName);
        _added.Remove(oldName);
        (_gone ??= new HashSet<string>(StringComparer.Ordinal)).Add(oldName);
        _added[newName] = index;
        MarkDeclared(newName);
        return true;
    }

    /// <summary>Counts the names that are there as given by the query.</summary>
    public void DeclareAll() => _allDeclared = true;

    private bool IsDeclared(string name) => _declared?.Contains(name) == true;

    private void MarkDeclared(string name) => (_declared ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);

    // Numbers that were tried for a name stay taken: the next search goes on behind them.
    private Dictionary<string, int>? _numbers;

    private string UniqueName(string name)
    {
        _numbers ??= new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = _numbers.GetValueOrDefault(name) + 1; ; i++)
        {
            var candidate = $"{name}{i}";
            if (Find(candidate) >= 0)
                continue;
            _numbers[name] = i;
            return candidate;
        }
    }

    public RowType ToRow(bool isOpen) => new(_columns.ToImmutable(), isOpen);

    /// <summary>The result; nothing can be added or asked afterwards. Wide rows are handed over without a copy.</summary>
    public (RowType Row, ImmutableArray<BoundExpression> Expressions) Complete(bool isOpen) => (new(_columns.DrainToImmutable(), isOpen), _expressions.DrainToImmutable());

    /// <summary>Each column with its expression.</summary>
    public ImmutableArray<BoundAssignment> ToAssignments()
    {
        var assignments = new BoundAssignment[_columns.Count];
        for (var i = 0; i < assignments.Length; i++)
            assignments[i] = new BoundAssignment(_columns[i], _expressions[i]);
        return ImmutableCollectionsMarshal.AsImmutableArray(assignments);
    }

    public ImmutableArray<BoundExpression> Expressions => _expressions.ToImmutable();

    /// <summary>The columns of a row followed by others, whose names are made unique with a number where they repeat.</summary>
    public static ImmutableArray<ColumnSymbol> MakeUnique(RowType first, IReadOnlyList<ColumnSymbol> others)
    {
        if (first.HasRepeatedNames)
            return MakeUnique([.. first.Columns, .. others]);
        var result = ImmutableArray.CreateBuilder<ColumnSymbol>(first.Columns.Length + others.Count);
        result.AddRange(first.Columns);
        HashSet<string>? renamed = null;
        foreach (var column in others)
        {
            var name = column.Name;
            if (first.IndexOf(name) >= 0 || renamed?.Contains(name) == true)
            {
                renamed ??= new HashSet<string>(StringComparer.Ordinal);
                for (var i = 1; first.IndexOf(name) >= 0 || renamed.Contains(name) || (name != column.Name && Contains(others, name)); i++)
                    name = $"{column.Name}{i}";
                renamed.Add(name);
            }

            result.Add(column.Rename(name));
        }

        return result.MoveToImmutable();
    }

    private static bool Contains(IReadOnlyList<ColumnSymbol> columns, string name)
    {
        foreach (var column in columns)
        {
            if (column.Name == name)
                return true;
        }

        return false;
    }

    /// <summary>Columns with repeated names made unique with a number.</summary>
    public static ImmutableArray<ColumnSymbol> MakeUnique(IReadOnlyList<ColumnSymbol> columns)
    {
        // The first column of a name keeps it.
        var names = columns.Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<ColumnSymbol>(columns.Count);
        foreach (var column in columns)
        {
            var name = column.Name;
            if (!seen.Add(name))
            {
                for (var i = 1; !names.Add(name); i++)
                    name = $"{column.Name}{i}";
            }

            result.Add(column.Rename(name));
        }

        return result.MoveToImmutable();
    }
}
