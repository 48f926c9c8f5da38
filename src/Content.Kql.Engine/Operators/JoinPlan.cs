using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators;

/// <summary>
/// Hash join. The right side is built; rows come out in left order and, for one left row, in right order; right rows without a partner
/// follow at the end. A null key has those with a null key as partners.
/// </summary>
internal sealed class JoinPlan(Plan left, JoinBuild right, RowType row, bool[] need, JoinKind kind, Expr[] leftKeys, int[] outputs, KernelContext context) : Plan(row, need)
{
    private readonly int _leftWidth = left.Row.Columns.Length;

    public override IEnumerable<Batch> Run()
    {
        var build = right.Get();
        var reader = build.Table.CloneForRead();
        var matched = kind is JoinKind.RightOuter or JoinKind.FullOuter or JoinKind.RightSemi or JoinKind.RightAnti ? new bool[build.Groups] : null;
        var unique = kind == JoinKind.InnerUnique ? new GroupTable(build.Kinds) : null;
        foreach (var batch in left.Run())
        {
            if (batch.Length == 0)
                continue;
            var (groups, keys) = build.Probe(reader, leftKeys, batch);
            if (unique is not null)
                KeepFirst(unique, keys, groups);
            switch (kind)
            {
                case JoinKind.LeftSemi or JoinKind.LeftAnti:
                {
                    var rows = new List<int>();
                    for (var i = 0; i < groups.Length; i++)
                    {
                        if (groups[i] >= 0 == (kind == JoinKind.LeftSemi))
                            rows.Add(i);
                    }

                    if (rows.Count > 0)
                        yield return LeftOnly(batch.Select([.. rows]));
                    break;
                }

                case JoinKind.RightSemi or JoinKind.RightAnti:
                    foreach (var group in groups)
                    {
                        if (group >= 0)
                            matched![group] = true;
                    }

                    break;
                default:
                {
                    foreach (var joined in Match(batch, groups, build, matched))
                        yield return joined;
                    break;
                }
            }
        }

        if (matched is null)
            yield break;
        var wantMatched = kind == JoinKind.RightSemi;
        var rest = new List<int>();
        for (var i = 0; i < build.Rows.Length; i++)
        {
            var group = build.GroupOf(i);
            if ((group >= 0 && matched[group]) == wantMatched)
                rest.Add(i);
        }

        for (var start = 0; start < rest.Count; start += context.BatchSize)
        {
            var rows = rest.GetRange(start, Math.Min(context.BatchSize, rest.Count - start)).ToArray();
            yield return Output(null, null, build.Rows, rows);
        }
    }

    private IEnumerable<Batch> Match(Batch batch, int[] groups, JoinTable build, bool[]? matched)
    {
        var outer = kind is JoinKind.LeftOuter or JoinKind.FullOuter;
        var leftRows = new int[groups.Length];
        var rightRows = new int[groups.Length];
        var count = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            var row = -1;
            if (groups[i] >= 0)
            {
                if (matched is not null)
                    matched[groups[i]] = true;
                row = build.First(groups[i]);
                if (row < 0)
                    continue;
            }
            else if (!outer || groups[i] != -1)
            {
                continue;
            }

            do
            {
                if (count == leftRows.Length)
                {
                    if (count >= 65_536)
                    {
                        context.Step(count);
                        yield return Output(batch, leftRows, build.Rows, rightRows);
                        // The vectors of what was given out do not hold on to the rows.
                        count = 0;
                    }
                    else
                    {
                        Array.Resize(ref leftRows, Math.Max(16, count * 2));
                        Array.Resize(ref rightRows, leftRows.Length);
                    }
                }

                leftRows[count] = i;
                rightRows[count++] = row;
                row = row < 0 ? -1 : build.Next(row);
            }
            while (row >= 0);
        }

        if (count == 0)
            yield break;
        context.Step(count);
        yield return Output(batch, count == leftRows.Length ? leftRows : leftRows.AsSpan(0, count).ToArray(), build.Rows, count == rightRows.Length ? rightRows : rightRows.AsSpan(0, count).ToArray());
    }

    // -2 marks a left row whose key was already seen: innerunique drops it.
    private static void KeepFirst(GroupTable unique, Vector[] keys, int[] groups)
    {
        var before = unique.Count;
        var numbers = new int[groups.Length];
        unique.Find(keys, groups.Length, numbers, add: true);
        for (var i = 0; i < groups.Length; i++)
        {
            if (numbers[i] == before)
                before++;
            else
                groups[i] = -2;
        }
    }

    private Batch LeftOnly(Batch batch)
    {
        var columns = new Vector?[outputs.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            if (Need[i])
                columns[i] = outputs[i] < _leftWidth ? batch.Column(outputs[i]) : Vector.Null(KindOf(i), batch.Length);
        }

        return new Batch(columns, batch.Length);
    }

    private static bool IsRising(int[] rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] != i)
                return false;
        }

        return true;
    }

    private Batch Output(Batch? leftBatch, int[]? leftRows, Batch rightBatch, int[] rightRows)
    {
        var columns = new Vector?[outputs.Length];
        // Every left row once: nothing has to be moved.
        var isWhole = leftRows is not null && leftRows.Length == leftBatch!.Length && IsRising(leftRows);
        for (var i = 0; i < columns.Length; i++)
        {
            if (!Need[i])
                continue;
            if (isWhole && outputs[i] < _leftWidth)
                columns[i] = leftBatch!.Column(outputs[i]);
            else if (outputs[i] >= _leftWidth)
                columns[i] = rightBatch.Column(outputs[i] - _leftWidth).Gather(rightRows);
            else
                columns[i] = leftBatch is null ? Vector.Null(KindOf(i), rightRows.Length) : leftBatch.Column(outputs[i]).Gather(leftRows);
        }

        return new Batch(columns, rightRows.Length);
    }
}

/// <summary>Builds the right side of a join: for each run, or once for the parts of a pipeline.</summary>
internal sealed class JoinBuild(Plan right, TypeKind[] leftKinds, Expr[] rightKeys, KernelContext context, bool keep)
{
    private readonly Lock _gate = new();
    private JoinTable? _table;

    public JoinTable Get()
    {
        lock (_gate)
        {
            if (_table is not null)
                return _table;
            var table = new JoinTable(right.RunToEnd(context), leftKinds, rightKeys, context);
            if (keep)
                _table = table;
            return table;
        }
    }
}

/// <summary>The right rows of a join by key, chained in row order.</summary>
internal sealed class JoinTable
{
    private readonly GroupTable _table;
    private readonly int[] _groups;
    private readonly int[] _next;
    private readonly int[] _first;

    public JoinTable(Batch rows, TypeKind[] leftKinds, Expr[] rightKeys, KernelContext context)
    {
        Rows = rows;
        Kinds = new TypeKind[rightKeys.Length];
        for (var i = 0; i < Kinds.Length; i++)
            Kinds[i] = Comparison.CommonKind(leftKinds[i], rightKeys[i].Kind);
        _table = new GroupTable(Kinds);
        _groups = new int[rows.Length];
        var keys = new Vector[rightKeys.Length];
        context.Charge(12L * rows.Length);
        for (var i = 0; i < keys.Length; i++)
            keys[i] = Conversions.To(rightKeys[i].Evaluate(rows), Kinds[i]);
        context.Step(rows.Length);
        _table.Find(keys, rows.Length, _groups, add: true);
        Groups = _table.Count;
        _first = new int[Groups];
        _first.AsSpan().Fill(-1);
        _next = new int[rows.Length];
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            var group = _groups[i];
            if (group < 0)
                continue;
            _next[i] = _first[group];
            _first[group] = i;
        }
    }

    public Batch Rows { get; }
    public TypeKind[] Kinds { get; }
    public int Groups { get; }
    public int GroupOf(int row) => _groups[row];
    public int First(int group) => _first[group];
    public int Next(int row) => _next[row];

    public GroupTable Table => _table;

    public (int[] Groups, Vector[] Keys) Probe(GroupTable reader, Expr[] leftKeys, Batch batch)
    {
        var keys = new Vector[leftKeys.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = Conversions.To(leftKeys[i].Evaluate(batch), Kinds[i]);
        var groups = new int[batch.Length];
        reader.Find(keys, batch.Length, groups, add: false);
        return (groups, keys);
    }
}
