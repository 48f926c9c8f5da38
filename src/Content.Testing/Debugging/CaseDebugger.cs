using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Binding;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Fixtures;
using Content.Testing.Simulation;

namespace Content.Testing.Debugging;

/// <summary>Shows what the query of a rule does to the data of a test case, operator by operator.</summary>
public static class CaseDebugger
{
    /// <summary>Runs a case, and the query of the run that mattered step by step.</summary>
    /// <param name="runner">Runs the case.</param>
    /// <param name="repository">The content.</param>
    /// <param name="query">The bound query of the rule.</param>
    /// <param name="suite">The tests file.</param>
    /// <param name="test">The case.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Always a session; one without steps says in the result of the case why there are none.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static DebugSession Run(CaseRunner runner, ContentRepository repository, BoundQuery? query, RuleTests suite, TestCase test, CancellationToken cancellationToken = default)
    {
        var result = runner.Run(suite, test, cancellationToken);
        if (result is not { Rule: { } rule, Scenario: { } scenario } || RunThatMatters(scenario, rule) is not { } run)
            return new DebugSession(result, null, [], [], null);
        var (rules, _) = runner.RulesOf(rule, query, test);
        var choices = SimulationChoices.Of(repository, test);
        var data = runner.Load(test).Data;
        var source = data.Within(run.Plan.Window);
        var options = choices.Execution(run.Plan);
        var steps = new StepRunner(rules[0].Query, repository, rule, source, options, cancellationToken).Run();
        return new DebugSession(result, run, data.Seen(run.Plan.Window), steps, new DebugQueries(FunctionStubs.SchemaWith(repository.Schema, test.Functions), source, options, steps));
    }

    // The run that failed; else the first that alerts; else one whose query gives rows; else the one that sees most.
    private static SimulatedRun? RunThatMatters(Scenario scenario, AnalyticsRule rule)
    {
        var runs = scenario.Runs.Where(run => run.Rule == rule && !run.IsSuppressed).ToList();
        return runs.Find(run => !run.Result!.Result.Success) ?? runs.Find(run => !run.Result!.Alerts.IsEmpty) ?? runs.Find(run => run.Result!.Result.RowCount > 0) ?? runs.LastOrDefault();
    }

    private sealed class StepRunner(BoundQuery query, ContentRepository repository, AnalyticsRule rule, ITableSource source, ExecutionOptions options, CancellationToken cancellationToken)
    {
        public ImmutableArray<DebugStep> Run()
        {
            var plan = DebugPlan.Of(query, query.Body);
            var steps = ImmutableArray.CreateBuilder<DebugStep>(plan.Length);
            for (var i = 0; i < plan.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                steps.Add(Run(plan[i], i, steps));
            }

            return steps.ToImmutable();
        }

        private DebugStep Run(PlannedStep planned, int index, IReadOnlyList<DebugStep> before)
        {
            var step = new DebugStep(index + 1, planned.Kind, planned.Inside, planned.Text) { Place = PlaceOf(planned) };
            var result = Execute(planned.Body, plan => plan[index].Body);
            if (result.Error is { } error)
                return step with { Error = error.Message };
            if (planned.Kind == DebugStepKind.Value)
                return step with { Value = result.Rows.FirstOrDefault()?[0] };
            var inputs = planned.Inputs;
            step = step with { Table = result.Table, Inputs = [.. inputs.Select(input => input + 1)], RowsBefore = inputs.IsEmpty ? null : planned.IsJoin ? before[inputs[0]].Table.RowCount : inputs.Sum(input => before[input].Table.RowCount) };
            if (planned.Probe is not { } probe || (planned.IsJoin ? inputs.Length < 2 : step.RowsBefore == result.RowCount))
                return step;
            var counts = Execute(probe, plan => plan[index].Probe!);
            if (!counts.Success)
                return step;
            if (planned.IsJoin)
                return step with { Join = new JoinMatches(before[inputs[0]].Table.RowCount, before[inputs[1]].Table.RowCount, counts.RowCount) };
            var row = counts.Rows.First();
            return step with { Predicates = [.. planned.Predicates.Select((text, i) => new PredicateLoss(text, (long)row[2 * i]!, (long)row[2 * i + 1]!))] };
        }

        // A query with columns that only the data gives is bound again as it runs: the step is found in it again.
        private QueryResult Execute(BoundBody body, Func<ImmutableArray<PlannedStep>, BoundBody> find) =>
            QueryEngine.Execute(query.Body.BindAgain is not { } again ? body : body with
            {
                BindAgain = rows =>
                {
                    var (bound, diagnostics) = again(rows);
                    return (diagnostics.Any(found => found.Severity == DiagnosticSeverity.Error) ? bound : find(DebugPlan.Of(query, bound)), diagnostics);
                },
            }, source, options, cancellationToken);

        private DebugPlace? PlaceOf(PlannedStep step)
        {
            if (step.Span.Length == 0)
                return null;
            var text = step.Frame.Function is null ? rule.Query : repository.Parsers.FirstOrDefault(parser => parser.Alias.Value == step.Frame.Function)?.Query;
            return text is null || text.Value != step.Frame.Text || text.Source.Path is not { } path ? null : new DebugPlace(path, text.Source.GetPosition(text.Map.MapOffset(step.Span.Start)));
        }
    }
}

/// <summary>What debugging a case gave.</summary>
/// <param name="Result">The case as it runs.</param>
/// <param name="Run">The run that is shown; null when there was none.</param>
/// <param name="Seen">How much of each table it sees.</param>
/// <param name="Steps">The steps of its query, in the order in which rows flow.</param>
/// <param name="Queries">Runs further queries over what the run sees; null when there was no run.</param>
public sealed record DebugSession(CaseResult Result, SimulatedRun? Run, ImmutableArray<SeenRows> Seen, ImmutableArray<DebugStep> Steps, DebugQueries? Queries)
{
    /// <summary>
    /// Where the rows were lost of a query that gives none: the steps that got rows and gave none, and the sources without rows, found by
    /// going back from the end. Several where the inputs of a union were lost one by one. Empty for a query that gives rows.
    /// </summary>
    public ImmutableArray<DebugStep> Lost
    {
        get
        {
            var lost = new SortedDictionary<int, DebugStep>();
            var back = new Stack<int>();
            if (!Steps.IsEmpty)
                back.Push(Steps.Length);
            while (back.TryPop(out var number))
            {
                var step = Steps[number - 1];
                if (step.Error is not null || step.Table.RowCount > 0 || lost.ContainsKey(number))
                    continue;
                if (step.LosesAll || step.Inputs.IsEmpty)
                    lost[number] = step;

                // A join gives nothing when nothing comes in; one that finds nothing may have nothing to find.
                var inputs = step switch
                {
                    { LosesAll: true, Join.RightRows: 0 } => step.Inputs.Skip(1),
                    { LosesAll: true } => [],
                    { Join: not null } => step.Inputs.Take(1),
                    _ => step.Inputs,
                };
                foreach (var input in inputs)
                    back.Push(input);
            }

            return [.. lost.Values];
        }
    }
}

/// <summary>Runs queries over the tables that a run of a case sees, with each step's table under its name: <c>step3</c>.</summary>
public sealed class DebugQueries
{
    private readonly StepSchema _schema;
    private readonly StepTables _tables;
    private readonly ExecutionOptions _options;

    internal DebugQueries(ISchema schema, ITableSource source, ExecutionOptions options, ImmutableArray<DebugStep> steps)
    {
        var tables = steps.Where(step => step is { Error: null, Kind: not DebugStepKind.Value }).ToDictionary(step => $"step{step.Number}", step => step.Table, StringComparer.Ordinal);
        _schema = new StepSchema(schema, tables.ToDictionary(pair => pair.Key, pair => new TableSymbol(pair.Key, pair.Value.Row), StringComparer.Ordinal));
        _tables = new StepTables(source, tables);
        _options = options;
    }

    /// <summary>Binds and runs a query. What is wrong with it is in the findings.</summary>
    /// <param name="text">KQL.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public (QueryResult? Result, ImmutableArray<Diagnostic> Findings) Run(string text, CancellationToken cancellationToken = default)
    {
        var bound = Compilation.Bind(text, _schema);
        return bound.HasErrors ? (null, bound.Diagnostics) : (QueryEngine.Execute(bound.Body, _tables, _options, cancellationToken), bound.Diagnostics);
    }

    private sealed class StepSchema(ISchema below, IReadOnlyDictionary<string, TableSymbol> steps) : ISchema
    {
        public IReadOnlyList<string> TableNames => below.TableNames;
        public IReadOnlyList<string> FunctionNames => below.FunctionNames;
        public IReadOnlyList<string> WatchlistAliases => below.WatchlistAliases;
        public TableSymbol? FindTable(string name) => steps.GetValueOrDefault(name) ?? below.FindTable(name);
        public WorkspaceFunction? FindFunction(string name) => below.FindFunction(name);
        public RowType? FindWatchlist(string alias) => below.FindWatchlist(alias);
    }

    private sealed class StepTables(ITableSource below, IReadOnlyDictionary<string, ColumnarTable> steps) : ITableSource
    {
        public ColumnarTable? FindTable(TableRequest request) => request is { Cluster: null, Database: null } && steps.GetValueOrDefault(request.Name) is { } table ? table : below.FindTable(request);
        public ColumnarTable? FindWatchlist(TableRequest request) => below.FindWatchlist(request);
        public ColumnarTable? FindFunction(TableRequest request) => below.FindFunction(request);
        public ColumnarTable? FindExternalData(TableRequest request) => below.FindExternalData(request);
    }
}
