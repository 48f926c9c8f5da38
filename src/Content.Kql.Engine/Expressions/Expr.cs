using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Expressions;

/// <summary>A compiled expression: gives a vector for each batch.</summary>
internal abstract class Expr(TypeKind kind)
{
    public TypeKind Kind { get; } = kind;

    public abstract Vector Evaluate(Batch batch);

    /// <summary>The value when it does not depend on rows, as a constant vector of one row; null otherwise.</summary>
    public virtual Vector? Constant => null;
}

internal sealed class ConstantExpr(Vector value) : Expr(value.Kind)
{
    private readonly Vector _value = value.AsConstant(0, 1);

    public override Vector Evaluate(Batch batch) => _value.Slice(0, batch.Length);

    public override Vector? Constant => _value;
}

internal sealed class ColumnExpr(int ordinal, TypeKind kind) : Expr(kind)
{
    public int Ordinal { get; } = ordinal;

    public override Vector Evaluate(Batch batch) => batch.Column(Ordinal);
}

/// <summary><c>ingestion_time()</c>: null for rows that come from no table.</summary>
internal sealed class IngestionExpr() : Expr(TypeKind.DateTime)
{
    public override Vector Evaluate(Batch batch) => batch.Ingestion ?? Vector.Null(TypeKind.DateTime, batch.Length);
}

/// <summary>A value that is used in several places: computed once a batch.</summary>
internal sealed class SharedExpr(Expr inner) : Expr(inner.Kind)
{
    private Batch? _batch;
    private Vector? _value;

    public override Vector Evaluate(Batch batch)
    {
        if (ReferenceEquals(_batch, batch))
            return _value!;
        _value = inner.Evaluate(batch);
        _batch = batch;
        return _value;
    }
}

/// <summary>A kernel over argument expressions. The kind of what it gives is always checked against what was bound.</summary>
internal sealed class CallExpr(string name, ScalarKernel kernel, Expr[] arguments, TypeKind kind) : Expr(kind)
{
    public override Vector Evaluate(Batch batch)
    {
        var values = new Vector[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i].Evaluate(batch);
        return Invoke(name, kernel, values, batch.Length, Kind);
    }

    public static Vector Invoke(string name, ScalarKernel kernel, Vector[] values, int length, TypeKind kind)
    {
        var result = kernel(values, length);
        if (result.Kind != kind)
            throw new EngineDefectException($"'{name}' gave {result.Kind} where {kind} was bound.");
        if (result.Length != length)
            throw new EngineDefectException($"'{name}' gave {result.Length} rows instead of {length}.");
        return result;
    }
}

/// <summary><c>and</c> or <c>or</c> of any number of operands, with three values; operands after the first see only undecided rows when those are few.</summary>
internal sealed class LogicExpr(bool isAnd, Expr[] operands) : Expr(TypeKind.Bool)
{
    private const byte False = 0;
    private const byte True = 1;
    private const byte Null = 2;

    public bool IsAnd { get; } = isAnd;
    public Expr[] Operands { get; } = operands;

    /// <summary>True when operands must see all rows, because one of them is a window function.</summary>
    public bool Whole { get; init; }

    public override Vector Evaluate(Batch batch)
    {
        var length = batch.Length;
        var state = new byte[length];
        var decided = IsAnd ? False : True;
        state.AsSpan().Fill(IsAnd ? True : False);
        var open = length;
        var nulls = false;
        foreach (var operand in Operands)
        {
            if (open == 0)
                break;
            if (open * 2 < length && !Whole)
            {
                var rows = new int[open];
                var at = 0;
                for (var i = 0; i < length; i++)
                {
                    if (state[i] != decided)
                        rows[at++] = i;
                }

                var some = operand.Evaluate(batch.Select(rows)).AsBool();
                for (var i = 0; i < rows.Length; i++)
                    Merge(ref state[rows[i]], some, i, ref open, ref nulls);
            }
            else
            {
                var all = operand.Evaluate(batch).AsBool();
                for (var i = 0; i < length; i++)
                {
                    if (state[i] != decided)
                        Merge(ref state[i], all, i, ref open, ref nulls);
                }
            }
        }

        var values = new bool[length];
        ulong[]? validity = nulls ? Bits.AllSet(length) : null;
        for (var i = 0; i < length; i++)
        {
            values[i] = state[i] == True;
            if (state[i] == Null)
                Bits.Clear(validity!, i);
        }

        return new FixedVector<bool>(TypeKind.Bool, values, length, validity);
    }

    private void Merge(ref byte state, FixedVector<bool> operand, int row, ref int open, ref bool nulls)
    {
        if (operand.IsNull(row))
        {
            state = Null;
            nulls = true;
        }
        else if (operand[row] != IsAnd)
        {
            state = IsAnd ? False : True;
            open--;
        }
    }
}

/// <summary>Something that the engine itself got wrong; never the query's fault.</summary>
internal sealed class EngineDefectException(string message) : EngineException("Internal error: " + message);
