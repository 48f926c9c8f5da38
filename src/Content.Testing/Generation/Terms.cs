using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Symbols;
using Content.Testing.Debugging;

namespace Content.Testing.Generation;

/// <summary>A value of a row that is being made.</summary>
internal abstract record Term;

/// <summary>A value that is known.</summary>
internal sealed record ConstantTerm(object? Value) : Term;

/// <summary>A value that is open.</summary>
internal sealed record SlotTerm(Slot Slot) : Term;

/// <summary>An expression over a row.</summary>
internal sealed record ExpressionTerm(BoundExpression Expression, RowScope Scope) : Term;

/// <summary>Number of rows of a group, or of those for which a condition holds.</summary>
internal sealed record CountTerm(RowGroup Group, Term? Condition) : Term;

/// <summary>Number of different values in a group, or of elements of a list of them.</summary>
internal sealed record DistinctTerm(RowGroup Group, Term Of) : Term;

/// <summary>The values of a group as a list.</summary>
internal sealed record ListTerm(RowGroup Group, Term Of) : Term;

/// <summary>A value that cannot be steered.</summary>
internal sealed record UnknownTerm(string What) : Term;

/// <summary>Rows that come to one row of a summarize.</summary>
/// <param name="Rows">The rows of tables that they come of.</param>
/// <param name="Keys">By what they were grouped before; empty when they were not.</param>
internal sealed record RowGroup(ImmutableArray<SourceRow> Rows, ImmutableArray<Term> Keys);

/// <summary>A row of a table that is being made: it is written several times when a count asks for it.</summary>
/// <param name="Table">Name of the table or function.</param>
/// <param name="Row">Its columns.</param>
internal sealed record SourceRow(string Table, RowType Row)
{
    private readonly Dictionary<int, Slot> _slots = [];

    /// <summary>The slots that something was asked of, by ordinal.</summary>
    public IReadOnlyDictionary<int, Slot> Slots => _slots;

    /// <summary>How often the row is written at least, in each group.</summary>
    public long Copies { get; set; } = 1;

    /// <summary>How often at most.</summary>
    public long MostCopies { get; set; } = long.MaxValue;

    /// <summary>The slot of a column.</summary>
    public Slot Slot(int ordinal)
    {
        if (!_slots.TryGetValue(ordinal, out var slot))
            _slots[ordinal] = slot = new Slot(Row.Columns[ordinal].Name, Row.Columns[ordinal].Type);
        return slot;
    }

    /// <summary>Whether two rows are the same one.</summary>
    public bool Equals(SourceRow? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>What names mean where an expression stands: columns of a row, and variables.</summary>
/// <param name="Row">The columns.</param>
/// <param name="Columns">The value of each.</param>
/// <param name="Variables">Scalar variables.</param>
/// <param name="Tables">Tabular variables.</param>
/// <param name="Lets">All variables as they were declared.</param>
/// <param name="Frame">The text that it stands in.</param>
internal sealed record RowScope(
    RowType Row, Func<int, Term> Columns, ImmutableDictionary<VariableSymbol, Term> Variables, ImmutableDictionary<VariableSymbol, TableClosure> Tables, ImmutableList<BoundLet> Lets, QueryFrame Frame)
{
    /// <summary>Nothing but a text.</summary>
    public static RowScope Of(QueryFrame frame) =>
        new(RowType.Empty, static _ => new ConstantTerm(null), ImmutableDictionary<VariableSymbol, Term>.Empty, ImmutableDictionary<VariableSymbol, TableClosure>.Empty, [], frame);
}

/// <summary>A tabular expression where it was declared.</summary>
internal sealed record TableClosure(BoundTabular Node, RowScope Scope);

/// <summary>A row that a tabular expression can give, in terms of rows of tables.</summary>
/// <param name="Row">Its columns.</param>
/// <param name="Columns">The value of each.</param>
/// <param name="Sources">The rows of tables that it comes of.</param>
internal sealed record Witness(RowType Row, Func<int, Term> Columns, ImmutableArray<SourceRow> Sources)
{
    /// <summary>By what its rows were grouped; empty when they were not.</summary>
    public ImmutableArray<Term> Keys { get; init; } = [];
}
