namespace Content.Testing.Mutation.Equivalence;

/// <summary>Rows in normal form: where they come from, and what each column is in terms of that.</summary>
internal sealed class Relation
{
    private readonly int[] _columns;
    private readonly Func<int, int> _make;

    public Relation(int source, int width, Func<int, int> make)
    {
        Source = source;
        _columns = new int[width];
        Array.Fill(_columns, -1);
        _make = make;
    }

    /// <summary>The term of the rows.</summary>
    public int Source { get; }

    /// <summary>Number of columns.</summary>
    public int Width => _columns.Length;

    /// <summary>The term of the outer join whose rows without match these may hold; -1 when there is none.</summary>
    public int Outer { get; init; } = -1;

    /// <summary>The same rows but those without match; null when there is no such join.</summary>
    public Func<Relation>? WithoutUnmatched { get; init; }

    /// <summary>The term of a column, made when it is first asked for.</summary>
    public int Column(int ordinal)
    {
        if (_columns[ordinal] < 0)
            _columns[ordinal] = _make(ordinal);
        return _columns[ordinal];
    }
}
