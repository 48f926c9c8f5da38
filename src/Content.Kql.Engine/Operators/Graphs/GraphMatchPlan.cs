using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Operators.Graphs;

/// <summary>A condition on matches.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Scope">Its batches.</param>
/// <param name="Element">The only node or edge that it reads, when it can be decided before the search; -1 otherwise.</param>
internal sealed record MatchCondition(Expr Condition, GraphScope Scope, int Element)
{
    /// <summary>The condition as one on each edge, or inner node, of a path; null for another.</summary>
    public PathExpr? PerItem => Condition is PathExpr { Fold: PathFold.All, Frame.ReadsOuter: false } path ? path : null;
}

/// <summary><c>graph-match</c> and <c>graph-shortest-paths</c>.</summary>
internal sealed class GraphMatchPlan(
    Func<GraphData> input, RowType row, bool[] need, GraphPattern pattern, int elements, MatchCondition[] conditions, GraphScope scope, Expr[] project, CycleMode cycles, bool shortest, bool all, KernelContext context)
    : Plan(row, need)
{
    public override IEnumerable<Batch> Run()
    {
        var graph = input();
        var filters = new PatternFilters(pattern);
        var rest = new List<MatchCondition>();
        foreach (var condition in conditions)
        {
            if (!Decide(graph, condition, filters))
                rest.Add(condition);
        }

        return shortest ? Shortest(graph, filters, rest) : Matches(graph, filters, rest);
    }

    private IEnumerable<Batch> Matches(GraphData graph, PatternFilters filters, List<MatchCondition> rest)
    {
        var batches = new List<Batch>();
        var matches = new GraphMatches(elements);
        var total = 0L;
        void Flush()
        {
            if (matches.Count == 0)
                return;
            var kept = Keep(graph, matches, rest);
            if (kept.Count > 0)
                batches.Add(Project(graph, kept));
            if ((total += kept.Count) > context.Options.MaxRows)
                throw new LimitExceededException("rows", $"A graph pattern has more than {context.Options.MaxRows} matches.");
            matches = new GraphMatches(elements);
        }

        new GraphMatcher(graph, pattern, filters, cycles, context, matcher =>
        {
            matcher.AddTo(matches);
            if (matches.Count >= context.BatchSize)
                Flush();
        }).Run();
        Flush();
        return batches;
    }

    private IEnumerable<Batch> Shortest(GraphData graph, PatternFilters filters, List<MatchCondition> rest)
    {
        bool[] Accept(IReadOnlyList<GraphWalk> walks)
        {
            var answers = new bool[walks.Count];
            answers.AsSpan().Fill(true);
            if (rest.Count == 0)
                return answers;
            var matches = Collect(graph, walks);
            foreach (var condition in rest)
                And(answers, condition.Condition.Evaluate(condition.Scope.Batch(graph, matches)).AsBool());
            return answers;
        }

        foreach (var group in new ShortestPathFinder(graph, pattern, filters, all, Accept, context).Run().Chunk(context.BatchSize))
            yield return Project(graph, Collect(graph, group));
    }

    private GraphMatches Collect(GraphData graph, IReadOnlyList<GraphWalk> walks)
    {
        var matches = new GraphMatches(elements);
        foreach (var walk in walks)
        {
            for (var i = 0; i < walk.Nodes.Length; i++)
            {
                if (pattern.Variables[i] is var element and >= 0)
                    matches.Elements[element].Add(walk.Nodes[i]);
            }

            for (var i = 0; i < walk.Edges.Length; i++)
            {
                var step = pattern.Edges[i];
                if (step.Element < 0)
                    continue;
                if (!step.IsPath)
                {
                    matches.Elements[step.Element].Add(walk.Edges[i][0]);
                    continue;
                }

                matches.Elements[step.Element].Add(matches.Paths.Count);
                matches.Paths.Add(PatternWalk.Path(graph, walk.Edges[i], walk.Nodes[step.Left], reversed: false));
            }

            matches.Count++;
        }

        return matches;
    }

    private bool Decide(GraphData graph, MatchCondition condition, PatternFilters filters)
    {
        if (condition.PerItem is { } path)
        {
            condition.Scope.Graph = graph;
            var truths = Truths(path.OfAll(graph).AsBool());
            for (var i = 0; i < pattern.Edges.Count; i++)
            {
                if (pattern.Edges[i].Element == path.Frame.Element && pattern.Edges[i].IsPath)
                    PatternFilters.And(ref (path.Frame.OfNodes ? ref filters.Inner[i] : ref filters.Edges[i]), truths);
            }

            return scope.Elements[path.Frame.Element].IsPath;
        }

        if (condition.Element < 0)
            return false;
        var values = Truths(condition.Condition.Evaluate(condition.Scope.BatchOfAll(graph, condition.Element)).AsBool());
        for (var i = 0; i < pattern.Variables.Count; i++)
        {
            if (pattern.Variables[i] == condition.Element)
                PatternFilters.And(ref filters.Nodes[i], values);
        }

        for (var i = 0; i < pattern.Edges.Count; i++)
        {
            if (pattern.Edges[i].Element == condition.Element)
                PatternFilters.And(ref filters.Edges[i], values);
        }

        return true;
    }

    private static bool[] Truths(FixedVector<bool> values)
    {
        var truths = new bool[values.Length];
        truths.AsSpan().Fill(true);
        And(truths, values);
        return truths;
    }

    private static void And(bool[] truths, FixedVector<bool> values)
    {
        for (var i = 0; i < truths.Length; i++)
            truths[i] &= !values.IsNull(i) && values[i];
    }

    private static GraphMatches Keep(GraphData graph, GraphMatches matches, List<MatchCondition> rest)
    {
        if (rest.Count == 0)
            return matches;
        var keep = new bool[matches.Count];
        keep.AsSpan().Fill(true);
        foreach (var condition in rest)
            And(keep, condition.Condition.Evaluate(condition.Scope.Batch(graph, matches)).AsBool());
        var kept = new GraphMatches(matches.Elements.Length);
        kept.Paths.AddRange(matches.Paths);
        for (var row = 0; row < keep.Length; row++)
        {
            if (!keep[row])
                continue;
            for (var e = 0; e < matches.Elements.Length; e++)
                kept.Elements[e].Add(matches.Elements[e][row]);
            kept.Count++;
        }

        return kept;
    }

    private Batch Project(GraphData graph, GraphMatches matches)
    {
        var batch = scope.Batch(graph, matches);
        var columns = new Vector?[project.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            if (!Need[i])
                continue;
            columns[i] = Conversions.To(project[i].Evaluate(batch), KindOf(i));
            context.Charge(columns[i]!.ByteSize);
        }

        return new Batch(columns, matches.Count);
    }
}
