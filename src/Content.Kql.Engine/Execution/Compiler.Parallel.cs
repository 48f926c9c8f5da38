using Content.Kql.Binding;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Operators;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

/// <summary>
/// Splits pipelines over large tables. The parts are the same whatever the number of threads, so that sums of reals and the order of
/// rows never depend on it.
/// </summary>
internal sealed partial class Compiler
{
    private const int Parts = 2;
    private readonly Dictionary<BoundTable, ColumnarTable> _tables = [];
    private readonly Dictionary<BoundTable, (int From, int To)> _ranges = [];
    private readonly Dictionary<BoundJoin, JoinBuild> _builds = [];
    private readonly Dictionary<BoundTabular, Vector> _lists = [];
    private readonly Dictionary<VariableSymbol, BoundTabular> _singles = [];
    private bool _sharing;

    /// <summary>A plan for the input of an operator that reads all of it: in parts where the table below is large.</summary>
    private Plan CompileAll(BoundTabular node)
    {
        if (node is BoundTable || Split(node) is not { } split)
            return Compile(node);
        var parts = new Plan[Parts];
        InParts(split, part => parts[part] = Compile(node));
        return new ParallelPlan(parts, _context);
    }

    /// <summary>The large table that a pipeline reads, and the chunks of each part; null where the pipeline must stay whole.</summary>
    private (BoundTable Source, int[] Cuts)? Split(BoundTabular node)
    {
        if (_sharing || Source(node) is not { } source)
            return null;
        var table = Fetch(source);
        if (table.RowCount < _context.Options.ParallelThreshold || table.Chunks.Length < Parts)
            return null;
        var cuts = new int[Parts + 1];
        var rows = 0L;
        var part = 1;
        for (var i = 0; i < table.Chunks.Length && part < Parts; i++)
        {
            rows += table.Chunks[i].Length;
            if (rows * Parts >= table.RowCount * part)
                cuts[part++] = i + 1;
        }

        cuts[Parts] = table.Chunks.Length;
        return (source, cuts);
    }

    // Kernels keep scratch memory: each part has its own.
    private void InParts((BoundTable Source, int[] Cuts) split, Action<int> compile)
    {
        _sharing = true;
        try
        {
            for (var part = 0; part < Parts; part++)
            {
                _ranges[split.Source] = (split.Cuts[part], split.Cuts[part + 1]);
                _tuples.Clear();
                compile(part);
            }
        }
        finally
        {
            _ranges.Remove(split.Source);
            _tuples.Clear();
            _sharing = false;
        }
    }

    private BoundTable? Source(BoundTabular node)
    {
        while (true)
        {
            switch (node)
            {
                case BoundTable table: return table;
                case BoundTabularVariable variable when _singles.TryGetValue(variable.Variable, out var value): node = value; break;
                case BoundFilter filter when IsRowByRow(filter.Predicate): node = filter.Input; break;
                case BoundProject project:
                    foreach (var expression in project.Expressions)
                    {
                        if (!IsRowByRow(expression))
                            return null;
                    }

                    node = project.Input;
                    break;
                case BoundMvExpand expand: node = expand.Input; break;
                case BoundParse parse: node = parse.Input; break;
                case BoundParseKv parse: node = parse.Input; break;
                case BoundPassThrough { Variable: null } pass: node = pass.Input; break;
                case BoundJoin { Kind: JoinKind.Inner or JoinKind.LeftOuter or JoinKind.LeftSemi or JoinKind.LeftAnti } join: node = join.Input; break;
                default: return null;
            }
        }
    }

    // Window functions see all rows; what is not the same for the same arguments must be called in one order.
    private bool IsRowByRow(BoundExpression expression) => !HasWindow(expression) && !_use.HasUnstableCalls;

    private ColumnarTable Fetch(BoundTable table)
    {
        if (_tables.TryGetValue(table, out var known))
            return known;
        var request = new TableRequest(table.Table.Name, table.Row, ColumnUse.Ordinals(_use.Of(table))) { Cluster = table.Cluster, Database = table.Database };
        var found = _tables[table] = _context.Tables.FindTable(request) ?? throw new MissingDataException("table", request.QualifiedName);
        CheckLearnt(table.Row, table.OpenNumber, found);
        return found;
    }

    private void CheckLearnt(RowType row, int number, ColumnarTable found)
    {
        if (_learning && number >= 0 && row.IsOpen)
            throw new ColumnsLearntException(number, found.ColumnsWith(row), null);
    }

    private ScanPlan Table(BoundTable table, bool[] need)
    {
        var rows = Fetch(table);
        var (from, to) = _ranges.TryGetValue(table, out var range) ? range : (0, rows.Chunks.Length);
        return new ScanPlan(table.Row, need, rows, _context, _use.UsesIngestionTime) { FirstChunk = from, EndChunk = to };
    }

    private JoinPlan Join(BoundJoin join, bool[] need) => Join(join, need, [], []);

    private JoinPlan Join(BoundJoin join, bool[] need, List<Condition> leftConditions, List<Condition> rightConditions)
    {
        if (join.HasPredicate)
            throw new UnsupportedException($"join kind={join.Kind.ToString().ToLowerInvariant()} … where");
        var rightKeys = Expressions(join.RightKeys);
        var leftKeys = Expressions(join.LeftKeys);
        JoinBuild Build() => new(
            rightConditions.Count == 0 ? Compile(join.Right) : Filtered(join.Right, rightConditions), Array.ConvertAll(leftKeys, key => key.Kind), rightKeys, _context, keep: _sharing);
        if (!_sharing)
            return new JoinPlan(Left(), Build(), join.Row, need, join.Kind, leftKeys, [.. join.Outputs], _context);
        if (!_builds.TryGetValue(join, out var build))
            _builds[join] = build = Build();
        return new JoinPlan(Left(), build, join.Row, need, join.Kind, leftKeys, [.. join.Outputs], _context);

        Plan Left() => leftConditions.Count == 0 ? JoinInput(join) : Filtered(join.Input, leftConditions);
    }

    private SummarizePlan Summarize(BoundSummarize summarize, bool[] need)
    {
        var outputs = new Expr?[summarize.Outputs.Length];
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = Typed(Expression(summarize.Outputs[i]), summarize.Row.Columns[i].Type.Kind);
        var expressions = summarize.Keys.Select(k => k.Expression).Concat(summarize.Aggregates.SelectMany(a => a.Arguments)).ToArray();
        SummarizePart Part()
        {
            var keys = new Expr[summarize.Keys.Length];
            for (var i = 0; i < keys.Length; i++)
                keys[i] = Typed(Expression(summarize.Keys[i].Expression), summarize.Keys[i].Column.Type.Kind);
            return new SummarizePart(Input(summarize, expressions), keys, summarize.Aggregates.Select(Aggregate).ToArray());
        }

        SummarizePart[] parts;
        if (Array.TrueForAll(expressions, IsRowByRow) && Split(summarize.Input) is { } split)
        {
            parts = new SummarizePart[Parts];
            InParts(split, part => parts[part] = Part());
        }
        else
        {
            parts = [Part()];
        }

        return new SummarizePlan(parts, summarize.Row, need, outputs, _context);
    }
}
