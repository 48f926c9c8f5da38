using System.Collections.Immutable;
using Content.Analysis;
using Content.Azure.Arm;
using Content.Azure.Query;
using Content.Cli.Commands;
using Content.Cli.Deploy;
using Content.Cli.Kql;
using Content.Cli.Revisions;
using Content.Kql;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Model;
using Content.Testing.Backtesting;
using Content.Testing.Fixtures;
using Content.Testing.Simulation;

namespace Content.Cli.Live;

/// <summary>Puts a backtest together: the versions of the rule, the data, the simulator.</summary>
internal static class BacktestRunner
{
    private const string FilesVersion = "files";

    // An answer holds a day at once; where that is too much it is cut into halves.
    private static readonly TimeSpan SpanOfOneQuery = TimeSpan.FromDays(1);

    /// <summary>On the data of a workspace.</summary>
    /// <exception cref="ArmException">The workspace cannot be reached or does not let in.</exception>
    /// <exception cref="CommandException">The rule cannot be found or run.</exception>
    public static async Task<BacktestOutcome> InWorkspaceAsync(DeploySession session, BacktestRequest request, WorkspaceTarget target, CancellationToken cancellationToken)
    {
        var versions = Versions(session, request, target.Environment, cancellationToken);
        // The last five minutes may still be coming in.
        var until = request.Until ?? Floor(TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(5));
        var plans = versions.Select(version => Plan(version, until, request.Days)).ToArray();
        foreach (var plan in plans)
        {
            if (plan.Queries > request.MaxQueries)
            {
                throw new CommandException(ExitCodes.Usage, $"{plan.Version.Name}: that would be {plan.Queries} queries, one for each run{(plan.TimeColumn is null ? "" : " or day")}, and --max-queries allows {request.MaxQueries}.",
                    $"Give fewer --days, or --max-queries {plan.Queries}. The service takes 200 queries in 30 seconds.");
            }
        }

        var client = await LogAnalyticsClient.ConnectAsync(target, cancellationToken: cancellationToken).ConfigureAwait(false);
        var notes = new List<string> { "Events count by TimeGenerated and as they are in the workspace now: one that came in late is there for every run over its time." };
        var results = new List<BacktestVersion>();
        foreach (var plan in plans)
            results.Add(await RunAsync(client, plan, notes, cancellationToken).ConfigureAwait(false));
        return Outcome(target.WorkspaceId, request.Days, results, notes);
    }

    /// <summary>On files.</summary>
    /// <exception cref="CommandException">The rule or the files cannot be found or read.</exception>
    public static BacktestOutcome OnFiles(DeploySession session, BacktestRequest request, string? environment, CancellationToken cancellationToken)
    {
        var versions = Versions(session, request, environment, cancellationToken);
        var files = DataFiles.Read([.. request.Data.SelectMany(DataFiles.Expand)]);
        if (files.Keys.FirstOrDefault(name => name.Contains('(', StringComparison.Ordinal)) is { } other)
            throw new CommandException(ExitCodes.Usage, $"A backtest takes files of tables; '{other}' is none.");
        if (files.Count == 0)
            throw new CommandException(ExitCodes.Usage, $"There are no data files in {string.Join(", ", request.Data)}.", "A file is named like its table: SigninLogs.ndjson, AuditLogs.csv.gz.");
        var schema = DataFiles.Describe(versions[0].Repository.Schema, files);
        var loaded = DataFiles.Load(files, schema, null, new KqlLimits(), cancellationToken);
        var tables = files.Keys.ToDictionary(name => name, name => loaded.FindTable(new TableRequest(name, schema.FindTable(name)!.Row, []))!, StringComparer.Ordinal);
        var until = request.Until ?? tables.Values.Max(TelemetryReading.LastEvent)
            ?? throw new CommandException(ExitCodes.Usage, "None of the files has an event with a TimeGenerated.");
        var results = versions.Select(version =>
        {
            var plan = Plan(version, until, request.Days);
            return new BacktestVersion(version.Name, plan.Run(TelemetryReading.Of(tables, version.Repository, until), null, cancellationToken), "Offline", null);
        }).ToList();
        return Outcome(string.Join(", ", request.Data), request.Days, results, []);
    }

    private static BacktestOutcome Outcome(string place, int days, List<BacktestVersion> versions, List<string> notes)
    {
        var against = versions.Count > 1 ? versions[1] : null;
        // A version that stopped halfway has lost no alerts: it was not asked for them.
        return new BacktestOutcome(place, days, versions[0], against, against is null || versions.Any(version => version.Stopped is not null) ? null : AlertComparison.Of(against.Result, versions[0].Result), [.. notes]);
    }

    private static async Task<BacktestVersion> RunAsync(LogAnalyticsClient client, VersionPlan plan, List<string> notes, CancellationToken cancellationToken)
    {
        var version = plan.Version;
        var parsers = version.Repository.Parsers.Select(parser => parser.Alias.Value).ToHashSet(StringComparer.Ordinal);
        var text = InlinedFunctions.Write(version.Query, parsers, version.Repository.Schema);
        if (text is null)
            notes.Add($"{version.Name}: the functions of the repository cannot be put into the query, so they are those of the workspace.");
        if (version.Rule.Kind.Value == RuleKind.Nrt)
            notes.Add($"{version.Name}: a near-real-time rule sees events by when they come in; here their TimeGenerated counts.");
        var runner = new PastQueryRunner(client, text ?? version.Query.Source.Content);
        using var progress = new QueryProgress(version.Name, plan.Queries);
        if (plan.TimeColumn is { } column)
            await runner.AskOnceAsync(plan.Runs, column, SpanOfOneQuery, progress.Report, cancellationToken).ConfigureAwait(false);
        else
            await runner.AskEachAsync(plan.Runs, progress.Report, cancellationToken).ConfigureAwait(false);
        var result = plan.Run(new CaseData(new Dictionary<string, TelemetryTable>(StringComparer.Ordinal)), runner, cancellationToken);
        return new BacktestVersion(version.Name, result, plan.TimeColumn is null ? "One query a run" : "One query a day of data, since the query looks at each event by itself", runner.Cost);
    }

    private static VersionPlan Plan(RuleVersion version, DateTime until, int days)
    {
        var span = BacktestResult.SpanOf(version.Rule, until, days);
        var choices = SimulationChoices.Of(version.Repository, null);
        if (RunSchedule.Count(version.Rule, span) is var count and > Simulator.RunLimit)
            throw new CommandException(ExitCodes.Usage, $"{version.Name}: {days} days hold {count} runs; a simulation makes {Simulator.RunLimit} at most.", "Give fewer --days.");
        var runs = RunSchedule.Over(version.Rule, span, choices).Select(run => new PastRun(new QueryWindow(run.Window.Start, run.Window.End), choices.Execution(run).Now)).ToImmutableArray();
        var column = RowWise.TimeColumn(version.Query);
        var whole = (runs[^1].Window.End - runs[0].Window.Start).Ticks;
        return new VersionPlan(version, span, choices, runs, column, column is null ? runs.Length : (int)Math.Max(1, (whole + SpanOfOneQuery.Ticks - 1) / SpanOfOneQuery.Ticks));
    }

    private static List<RuleVersion> Versions(DeploySession session, BacktestRequest request, string? environment, CancellationToken cancellationToken)
    {
        var repository = ContentRunner.InEnvironment(session.Repository, environment);
        var filter = new ContentFilter(session.Root, [request.Rule]);
        var rules = repository.Rules.Where(filter.Matches).ToList();
        if (rules.Count > 1 && rules.Where(rule => string.Equals(rule.Name.Value, request.Rule, StringComparison.OrdinalIgnoreCase)).ToList() is [var exact])
            rules = [exact];
        if (rules.Count != 1)
        {
            throw new CommandException(ExitCodes.Usage, rules.Count == 0 ? $"No rule in {session.Root} matches '{request.Rule}'." : $"{rules.Count} rules match '{request.Rule}': {string.Join(", ", rules.Take(5).Select(rule => rule.FileName))}{(rules.Count > 5 ? " …" : "")}.",
                "Give the file of one, or a part of its name.");
        }

        var versions = new List<RuleVersion> { Bind(FilesVersion, repository, rules[0], cancellationToken) };
        if (request.Against is { } against)
            versions.Add(Other(session, against, rules[0], repository.Environment, cancellationToken));
        return versions;
    }

    private static RuleVersion Other(DeploySession session, string against, AnalyticsRule rule, DeploymentEnvironment? environment, CancellationToken cancellationToken)
    {
        // A file with the rule takes its place; all else is as it is.
        if (File.Exists(against))
            return Find(Path.GetFileName(against), ContentRepository.Load(new ReplacedFile(new DiskFiles(session.Root), rule.Path, File.ReadAllBytes(against)), cancellationToken: cancellationToken));
        using var files = GitFiles.Open(session.Root, against);
        return Find(against, ContentRepository.Load(files, cancellationToken: cancellationToken));

        RuleVersion Find(string name, ContentRepository other)
        {
            if (environment is not null)
                other = other.For(other.Configuration.FindEnvironment(environment.Name.Value) ?? environment);
            var found = other.FindRule(rule.Path) ?? other.Rules.FirstOrDefault(candidate => candidate.Id is { } id && string.Equals(id.Value, rule.Id?.Value, StringComparison.OrdinalIgnoreCase))
                ?? throw new CommandException(ExitCodes.Usage, $"The rule '{rule.Name.Value}' is not in '{against}', or cannot be read there.");
            return Bind(name, other, found, cancellationToken);
        }
    }

    private static RuleVersion Bind(string name, ContentRepository repository, AnalyticsRule rule, CancellationToken cancellationToken)
    {
        var validation = ContentValidator.Validate(repository, item => item.Path == rule.Path, DateOnly.MinValue, cancellationToken: cancellationToken);
        return validation.QueryOf(rule) is { HasErrors: false } query ? new RuleVersion(name, repository, rule, query)
            : throw new CommandException(ExitCodes.Findings, $"{rule.Path} ({name}): the query has errors, so it cannot be run.", "'sentinel-content validate' shows them.");
    }

    private static DateTime Floor(DateTime time, TimeSpan unit) => time.AddTicks(-(time.Ticks % unit.Ticks));

    private sealed record RuleVersion(string Name, ContentRepository Repository, AnalyticsRule Rule, BoundQuery Query);

    private sealed record VersionPlan(RuleVersion Version, TestSpan Span, SimulationChoices Choices, ImmutableArray<PastRun> Runs, string? TimeColumn, int Queries)
    {
        public BacktestResult Run(CaseData data, IQueryRunner? runner, CancellationToken cancellationToken) => new(Version.Rule, Span, Simulator.Run(new ScenarioPlan
        {
            Rules = [new SimulatedRule(Version.Rule, Version.Query)], Span = Span, Choices = Choices, AutomationRules = Version.Repository.AutomationRules, Runner = runner,
        }, data, cancellationToken));
    }

    /// <summary>The files of a repository with another text in the place of one.</summary>
    private sealed class ReplacedFile(IRepositoryFiles inner, string path, byte[] content) : IRepositoryFiles
    {
        public IReadOnlyList<string>? List(string folder) => inner.List(folder);

        public bool Exists(string other) => inner.Exists(other);

        public byte[] Read(string other) => other == path ? content : inner.Read(other);
    }

    // Shown to people only: a log would fill with it.
    private sealed class QueryProgress(string name, int queries) : IDisposable
    {
        private readonly bool _isShown = !Console.IsErrorRedirected && queries > 1;
        private readonly Lock _lock = new();

        public void Report(int done)
        {
            if (!_isShown)
                return;
            lock (_lock)
                Console.Error.Write($"\r{name}: {done} of {queries} queries");
        }

        public void Dispose()
        {
            if (_isShown)
                Console.Error.Write("\r\u001b[K");
        }
    }
}
