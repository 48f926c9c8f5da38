using System.Collections.Immutable;
using System.Diagnostics;
using Content.Analysis;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Binding;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Debugging;
using Content.Testing.Fixtures;
using Content.Testing.Simulation;

namespace Content.Testing.Generation;

/// <summary>What rows are made for.</summary>
/// <param name="Query">The bound query; must be free of errors.</param>
/// <param name="Rule">The rule whose query it is; null for a query of its own, for which any row counts as an alert.</param>
/// <param name="Now">When it runs, in UTC.</param>
public sealed record GenerationRequest(BoundQuery Query, AnalyticsRule? Rule, DateTime Now)
{
    /// <summary>Attempts to find rows at most, for the hit and for each near miss.</summary>
    public int Attempts { get; init; } = 300;

    /// <summary>Time for each of them at most; what is not found by then is not found.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>Rows of a table that were made.</summary>
/// <param name="Name">Table or function.</param>
/// <param name="Columns">The columns that have values, TimeGenerated first.</param>
/// <param name="Rows">Values as the engine takes them.</param>
public sealed record GeneratedTable(string Name, ImmutableArray<ColumnSymbol> Columns, ImmutableArray<object?[]> Rows);

/// <summary>A case that was made and run.</summary>
/// <param name="Tables">Its rows.</param>
/// <param name="Alerts">Alerts that the rule raises; of a query its rows.</param>
public sealed record GeneratedCase(ImmutableArray<GeneratedTable> Tables, int Alerts)
{
    /// <summary>The predicate that the rows break; null for the hit.</summary>
    public string? Breaks { get; init; }
}

/// <summary>Rows for a rule or query.</summary>
/// <param name="Hit">Rows that alert; null when none were found.</param>
/// <param name="NearMisses">Rows that break one predicate each and are silent.</param>
/// <param name="NotBroken">Predicates for which no silent rows were found.</param>
/// <param name="Unsolved">What could not be solved, with the reason; the hit may have been found all the same.</param>
/// <param name="Failure">Why there is no hit; null when there is one.</param>
public sealed record GeneratedFixture(GeneratedCase? Hit, ImmutableArray<GeneratedCase> NearMisses, ImmutableArray<string> NotBroken, ImmutableArray<string> Unsolved, string? Failure)
{
    /// <summary>The last rows that were tried for the hit and do not alert; null when there are none, or a hit.</summary>
    public GeneratedCase? Draft { get; init; }
}

/// <summary>Makes rows that a rule alerts on, and rows that just miss, of the predicates of its query. Both are proved by running them.</summary>
public sealed class FixtureGenerator
{
    private static readonly TimeSpan Ago = TimeSpan.FromSeconds(450);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSpread = TimeSpan.FromSeconds(9);

    private readonly ContentRepository _repository;
    private readonly GenerationRequest _request;
    private readonly QueryFrames _frames;
    private readonly SimulationChoices _choices;
    private readonly PlannedRun _run;
    private readonly DateTime _usual;
    private readonly ExecutionOptions _options;
    private readonly CaseData _nothing;
    private readonly long _results;
    private GeneratedCase? _draft;

    private FixtureGenerator(ContentRepository repository, GenerationRequest request)
    {
        (_repository, _request) = (repository, request);
        _frames = new QueryFrames(request.Query);
        _choices = SimulationChoices.Of(repository.Configuration.Simulation);
        _run = request.Rule is { } rule ? RunSchedule.RunAt(rule, request.Now, _choices) : new PlannedRun(request.Now, request.Now, new TimeWindow(DateTime.MinValue, request.Now, false));

        // In the middle of what the run sees, where that is less than some minutes.
        var seen = _run.Window.End - _run.Window.Start;
        _usual = _run.Window.End - (seen < 2 * Ago ? seen / 2 : Ago);
        _options = _choices.Execution(_run) with { MaxTime = request.TimeLimit };
        _nothing = new CaseData(new Dictionary<string, TelemetryTable>(), Watchlist);
        _results = request.Rule is { Kind.Value: not RuleKind.Nrt } scheduled ? (scheduled.TriggerOperator?.Value, scheduled.TriggerThreshold?.Value ?? 0) switch
        {
            (TriggerOperator.Equal, var count) => count,
            (TriggerOperator.NotEqual, 0) => 1,
            (TriggerOperator.LessThan or TriggerOperator.NotEqual, _) => 1,
            var (_, count) => count + 1,
        } : 1;
    }

    /// <summary>Makes rows.</summary>
    /// <param name="repository">The content.</param>
    /// <param name="request">What for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static GeneratedFixture Run(ContentRepository repository, GenerationRequest request, CancellationToken cancellationToken = default) => new FixtureGenerator(repository, request).Run(cancellationToken);

    private GeneratedFixture Run(CancellationToken cancellationToken)
    {
        var (hit, solver, failure) = Search([], null, alerts => alerts > 0, cancellationToken);
        var unsolved = solver is null ? [] : solver.Unsolved.Select(item => Describe(item.Node, solver) + ": " + item.Why).Distinct().ToImmutableArray();
        if (hit is null)
            return new GeneratedFixture(null, [], [], unsolved, failure) { Draft = _draft };
        var misses = ImmutableArray.CreateBuilder<GeneratedCase>();
        var kept = ImmutableArray.CreateBuilder<string>();
        foreach (var predicate in solver!.Predicates.DistinctBy(predicate => TextOf(predicate)))
        {
            var text = TextOf(predicate);
            var same = solver.Predicates.Where(other => TextOf(other) == text).Select(other => other.Node);
            var (miss, _, _) = Search(same, hit, alerts => alerts == 0, cancellationToken);
            if (miss is null)
                kept.Add(text);
            else
                misses.Add(miss with { Breaks = text });
        }

        return new GeneratedFixture(hit, misses.ToImmutable(), kept.ToImmutable(), unsolved, null);
    }

    // Goes through the attempts until the engine says what is wanted.
    private (GeneratedCase? Case, RowSolver? Solver, string? Failure) Search(IEnumerable<BoundExpression> broken, GeneratedCase? hit, Func<int, bool> isWanted, CancellationToken cancellationToken)
    {
        var choices = new Choices();
        var watch = Stopwatch.StartNew();
        RowSolver? last = null;
        string? failure = null;
        var attempts = 0;
        do
        {
            choices.Restart();
            var solver = new RowSolver(choices, broken, _nothing.Within(_run.Window), Watchlist, _frames, _options, _run.Window, _usual, cancellationToken);
            var witness = solver.Solve(_request.Query.Body, _results);
            last = last is null || solver.Predicates.Count > last.Predicates.Count ? solver : last;
            if (witness is null && solver.FailedAt is { } contradicted)
                failure ??= $"not to be met together with what stands before it: {TextOf(contradicted)}";
            if (witness is not null)
            {
                Touch(witness, solver);
                var tables = Tables(solver.Sources);
                if (hit is null || !tables.IsEmpty)
                {
                    var (alerts, problem) = Execute(tables, cancellationToken);
                    failure = problem ?? "the rows that were tried do not alert";
                    if (problem is null && isWanted(alerts))
                        return (new GeneratedCase(tables, alerts), solver, null);
                    if (hit is null)
                        _draft = new GeneratedCase(tables, alerts);
                    last = solver;
                }
            }
        }
        while (choices.Next() && ++attempts < _request.Attempts && watch.Elapsed < _request.TimeLimit);
        return (null, last, failure ?? (last is { Unsolved.Count: > 0 } ? "something could not be solved" : "what its predicates ask contradicts itself, or takes more than single rows"));
    }

    // What alerts are made of is given a value.
    private void Touch(Witness witness, RowSolver solver)
    {
        if (_request.Rule is not { } rule)
            return;
        foreach (var name in rule.EntityMappings.SelectMany(mapping => mapping.FieldMappings).Select(field => field.ColumnName?.Value).Concat(rule.CustomDetails.Select(detail => detail.ColumnName.Value)).OfType<string>())
        {
            if (witness.Row.IndexOf(name) is var ordinal and >= 0)
                solver.Touch(witness.Columns(ordinal));
        }
    }

    private (int Alerts, string? Problem) Execute(ImmutableArray<GeneratedTable> tables, CancellationToken cancellationToken)
    {
        var data = new CaseData(tables.ToDictionary(table => table.Name, Telemetry, StringComparer.Ordinal), Watchlist);
        if (_request.Rule is { } rule)
        {
            var result = RuleRun.Execute(rule, _request.Query, data, _run, _choices, null, cancellationToken);
            return (result.Alerts.Length, result.Result.Error?.Message);
        }

        var rows = QueryEngine.Execute(_request.Query.Body, data.Within(_run.Window), _options, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return ((int)Math.Min(rows.RowCount, int.MaxValue), rows.Error?.Message);
    }

    private ColumnarTable? Watchlist(string alias) => _repository.FindWatchlist(alias) is { } watchlist ? WatchlistTables.Shipped(watchlist, _request.Now) : null;

    private static TelemetryTable Telemetry(GeneratedTable table)
    {
        var time = table.Columns.IndexOf(table.Columns.FirstOrDefault(column => column.Name == "TimeGenerated" && column.Type.Kind == TypeKind.DateTime)!);
        return new TelemetryTable(new RowType(table.Columns), table.Rows, time < 0 ? null : [.. table.Rows.Select(row => ((DateTime)row[time]!, (DateTime)row[time]!))]);
    }

    private ImmutableArray<GeneratedTable> Tables(IReadOnlyList<SourceRow> sources)
    {
        var tables = ImmutableArray.CreateBuilder<GeneratedTable>();
        foreach (var group in sources.GroupBy(source => source.Table, StringComparer.Ordinal))
        {
            var row = group.First().Row;
            var time = row.IndexOf("TimeGenerated");
            if (time >= 0 && row.Columns[time].Type.Kind != TypeKind.DateTime)
                time = -1;
            var ordinals = group.SelectMany(source => source.Slots.Where(pair => pair.Value.IsAsked).Select(pair => pair.Key)).Where(ordinal => ordinal != time).Distinct().Order().ToList();
            if (time >= 0)
                ordinals.Insert(0, time);
            var rows = group.SelectMany(source => Rows(source, ordinals, time)).ToImmutableArray();
            tables.Add(new GeneratedTable(group.Key, [.. ordinals.Select(ordinal => row.Columns[ordinal])], rows));
        }

        // A function without a body is missing unless the case gives it.
        foreach (var function in _request.Query.Functions.Where(function => function is { Body: null, Result: not null, ReadsWatchlist: false }))
        {
            if (tables.All(table => table.Name != function.Name))
                tables.Add(new GeneratedTable(function.Name, [], []));
        }

        return tables.ToImmutable();
    }

    private IEnumerable<object?[]> Rows(SourceRow source, List<int> ordinals, int time)
    {
        var asked = source.Slots.Values.Where(slot => slot.IsAsked).ToList();
        var groups = asked.Select(slot => slot.Spread().Groups).DefaultIfEmpty(1).Max();
        var copies = Math.Max(source.Copies, asked.Select(slot => slot.Spread().Different).DefaultIfEmpty(1).Max()) * groups;
        var step = Between * copies > LongestSpread ? LongestSpread / copies : Between;
        if (_run.Window.End - _run.Window.Start < 4 * step * copies)
            step = (_run.Window.End - _run.Window.Start) / (4 * copies);
        for (var copy = 0L; copy < copies; copy++)
        {
            yield return [.. ordinals.Select(ordinal =>
            {
                var slot = source.Slots.GetValueOrDefault(ordinal);
                if (ordinal == time)
                    return Time(slot, step * copy);
                return slot is null || !slot.IsAsked ? null : RowSolver.Fit(SlotValues.Make(slot, _usual, copy, groups), source.Row.Columns[ordinal].Type);
            })];
        }
    }

    // Copies follow each other as long as that keeps what is asked.
    private object Time(Slot? slot, TimeSpan later)
    {
        if (slot is null || !slot.IsAsked)
            return SlotValues.Shift(_usual, later);
        var first = SlotValues.Make(slot, _usual) is DateTime made ? made : _usual;
        var moved = SlotValues.Shift(first, later);
        return slot.TryGetPinned(out _) || !slot.Demands.All(demand => SlotValues.Holds(moved, demand.Relation, demand.Value)) ? first : moved;
    }

    private static string TextOf(FoundPredicate predicate) =>
        predicate.What == "where" ? predicate.Frame.Short(predicate.Node.Span, "a predicate") : $"{predicate.What} on {predicate.Frame.Short(predicate.Node.Span, "a key")}";

    private static string Describe(BoundNode node, RowSolver solver) =>
        solver.Predicates.FirstOrDefault(predicate => ReferenceEquals(predicate.Node, node) || predicate.Node.Span.Length > 0 && predicate.Node.Span.Start <= node.Span.Start && node.Span.End <= predicate.Node.Span.End) is { } predicate
            ? predicate.Frame.Short(node.Span.Length > 0 ? node.Span : predicate.Node.Span, "a predicate") : solver.TextOf(node);
}
