using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators;

/// <summary>The rows that the steps of the match at hand have stored, as expressions see them.</summary>
internal sealed class ScanState(int steps)
{
    /// <summary>For each step the stored row; null when the match has not been in the step.</summary>
    public Vector[]?[] Steps { get; set; } = new Vector[]?[steps];

    /// <summary>First declared column in the rows.</summary>
    public int DeclaredFrom { get; init; }

    /// <summary>Values of the declared columns where nothing is stored.</summary>
    public Vector[] Defaults { get; init; } = [];

    public Expr Column(BoundStepColumn column) => new StepExpr(this, column);

    private sealed class StepExpr(ScanState state, BoundStepColumn column) : Expr(column.Type.Kind)
    {
        public override Vector Evaluate(Batch batch)
        {
            if (state.Steps[column.Step] is { } row)
                return row[column.Ordinal].AsConstant(0, batch.Length);
            var declared = column.Ordinal - state.DeclaredFrom;
            return declared >= 0 && declared < state.Defaults.Length ? state.Defaults[declared].AsConstant(0, batch.Length) : Vector.Null(Kind, batch.Length);
        }
    }
}

/// <summary>A compiled step.</summary>
internal sealed record ScanStep(string Name, bool Optional, ScanOutput Output, Expr Condition, KeyValuePair<int, Expr>[] Assignments);

/// <summary>
/// <c>scan</c>: each step holds at most one match. For every record, steps are tried from the last to the first: the match of the step
/// before moves up when the record fits the step; otherwise the step's own match takes the record in; the first step begins a match.
/// </summary>
internal sealed class ScanStepsPlan(Plan input, RowType row, bool[] need, Expr[] partitionKeys, ScanStep[] steps, int matchIdOrdinal, int stepNameOrdinal, ScanState state, KernelContext context) : Plan(row, need)
{
    private sealed record Match(Vector[]?[] Rows, long Id);

    private long _nextId;

    public override IEnumerable<Batch> Run()
    {
        _nextId = 0;
        if (partitionKeys.Length == 0)
            return Scan(input.Run());
        return Partitions();
    }

    // Partitions come in the order of their first row; each is scanned by itself.
    private IEnumerable<Batch> Partitions()
    {
        var all = input.RunToEnd(context);
        var table = new GroupTable(Array.ConvertAll(partitionKeys, key => key.Kind));
        var groups = new int[all.Length];
        table.Find(Array.ConvertAll(partitionKeys, key => key.Evaluate(all)), all.Length, groups, add: true);
        var members = new List<int>[table.Count];
        for (var i = 0; i < members.Length; i++)
            members[i] = [];
        for (var i = 0; i < groups.Length; i++)
            members[groups[i]].Add(i);
        foreach (var rows in members)
        {
            foreach (var batch in Scan([all.Select([.. rows])]))
                yield return batch;
        }
    }

    private IEnumerable<Batch> Scan(IEnumerable<Batch> batches)
    {
        var width = input.Row.Columns.Length;
        var matches = new Match?[steps.Length];
        var held = new (Vector[] Values, long Id)?[steps.Length];
        var builders = Builders();
        foreach (var batch in batches)
        {
            for (var r = 0; r < batch.Length; r++)
            {
                if ((r & 255) == 0)
                    context.Step(256L * steps.Length);
                var record = new Vector[Row.Columns.Length];
                for (var c = 0; c < width; c++)
                    record[c] = batch.Column(c).AsConstant(r, 1);
                for (var s = steps.Length - 1; s >= 0; s--)
                {
                    var from = Before(matches, s);
                    if (from >= 0 && Try(s, record, width, matches[from], from) is { } advanced)
                    {
                        Flush(builders, held, s);
                        Flush(builders, held, from);
                        matches[s] = advanced;
                        matches[from] = null;
                        Emit(builders, held, s, advanced);
                    }
                    else if (matches[s] is { } current)
                    {
                        if (Try(s, record, width, current, s) is { } stayed)
                        {
                            matches[s] = stayed;
                            Emit(builders, held, s, stayed);
                        }
                    }
                    else if (s == 0 && Try(0, record, width, null, 0) is { } started)
                    {
                        _nextId++;
                        matches[0] = started;
                        Emit(builders, held, 0, started);
                    }
                }
            }

            if (builders[0].Count >= context.BatchSize)
            {
                yield return Build(builders);
                builders = Builders();
            }
        }

        for (var s = 0; s < steps.Length; s++)
            Flush(builders, held, s);
        yield return Build(builders);
    }

    // The nearest step before that holds a match; optional steps between may be skipped.
    private int Before(Match?[] matches, int step)
    {
        for (var from = step - 1; from >= 0; from--)
        {
            if (matches[from] is not null)
                return from;
            if (!steps[from].Optional)
                return -1;
        }

        return -1;
    }

    private Match? Try(int step, Vector[] record, int width, Match? match, int from)
    {
        state.Steps = match?.Rows ?? new Vector[]?[steps.Length];
        var values = (Vector[])record.Clone();
        for (var d = 0; d < state.Defaults.Length; d++)
            values[width + d] = match?.Rows[from] is { } before ? before[width + d] : state.Defaults[d];
        for (var c = width + state.Defaults.Length; c < values.Length; c++)
            values[c] = Vector.Null(KindOf(c), 1);
        var answer = steps[step].Condition.Evaluate(new Batch(values, 1)).AsBool();
        if (answer.IsNull(0) || !answer[0])
            return null;
        foreach (var (ordinal, expression) in steps[step].Assignments)
        {
            values = (Vector[])values.Clone();
            values[ordinal] = Conversions.To(expression.Evaluate(new Batch(values, 1)), KindOf(ordinal)).AsConstant(0, 1);
        }

        var rows = (Vector[]?[])state.Steps.Clone();
        rows[step] = values;
        return new Match(rows, match?.Id ?? _nextId);
    }

    private void Emit(VectorBuilder[] builders, (Vector[] Values, long Id)?[] held, int step, Match match)
    {
        switch (steps[step].Output)
        {
            case ScanOutput.All: Write(builders, step, match.Rows[step]!, match.Id); break;
            case ScanOutput.Last: held[step] = (match.Rows[step]!, match.Id); break;
        }
    }

    private void Flush(VectorBuilder[] builders, (Vector[] Values, long Id)?[] held, int step)
    {
        if (held[step] is { } last)
            Write(builders, step, last.Values, last.Id);
        held[step] = null;
    }

    private void Write(VectorBuilder[] builders, int step, Vector[] values, long id)
    {
        for (var c = 0; c < builders.Length; c++)
        {
            if (c == matchIdOrdinal)
                builders[c].AddObject(id);
            else if (c == stepNameOrdinal)
                builders[c].AddObject(steps[step].Name);
            else
                builders[c].AddFrom(values[c], 0);
        }
    }

    private VectorBuilder[] Builders()
    {
        var builders = new VectorBuilder[Row.Columns.Length];
        for (var i = 0; i < builders.Length; i++)
            builders[i] = VectorBuilder.Create(KindOf(i));
        return builders;
    }

    private static Batch Build(VectorBuilder[] builders) => new(Array.ConvertAll<VectorBuilder, Vector?>(builders, b => b.Build()), builders[0].Count);
}
