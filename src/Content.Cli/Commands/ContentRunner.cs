using System.Collections.Immutable;
using System.Diagnostics;
using Content.Analysis;
using Content.Analysis.Revisions;
using Content.Cli.CrossCheck;
using Content.Cli.Engines;
using Content.Cli.Output;
using Content.Cli.Output.Reports;
using Content.Cli.Revisions;
using Content.Diagnostics;
using Content.Model;
using Content.Testing;
using Content.Testing.Coverage;
using Content.Testing.Mutation;
using Content.Testing.Shuffling;
using Content.Testing.Sweep;

namespace Content.Cli.Commands;

/// <summary>What a command over content gave.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Root">Folder of the content.</param>
/// <param name="Validation">Findings.</param>
/// <param name="Tests">Outcomes of tests; null when none were run.</param>
/// <param name="Elapsed">Wall time of the command.</param>
internal sealed record ContentOutcome(ContentRequest Request, string Root, ValidationResult Validation, TestRunResult? Tests, TimeSpan Elapsed)
{
    /// <summary>Findings that count for this command.</summary>
    public int Failing => !Request.Validate ? 0 : Validation.ErrorCount + (Request.WarningsAsErrors ? Validation.WarningCount : 0);

    /// <summary>The engine that was asked beside the local one; null for that alone.</summary>
    public string? Engine { get; init; }

    /// <summary>What the cross-check came to; null when none was asked for.</summary>
    public CrossCheckSummary? CrossCheck { get; init; }

    /// <summary>What other orders of rows gave; null when none were tried.</summary>
    public ShuffleResult? Shuffle { get; init; }

    /// <summary>What the tests exercise; null when it was not measured.</summary>
    public CoverageResult? Coverage { get; init; }

    /// <summary>What became of mutants; null when none were run.</summary>
    public MutationResult? Mutation { get; init; }

    /// <summary>What the sweep found; null when there was none.</summary>
    public SweepResult? Sweep { get; init; }

    /// <summary>What of the mutation scores is too low, as sentences.</summary>
    public IReadOnlyList<string> MutationFailures => Mutation is null ? [] : [.. MutationVerdict.Failures(Mutation, Request.Mutation!)];

    public int ExitCode => Failing > 0 || Tests is { AllPassed: false } || Tests?.Contradicted.Any() == true || MutationFailures.Count > 0 || Shuffle is { Flaky.IsEmpty: false } || Sweep is { IsClean: false } ? ExitCodes.Findings : ExitCodes.Success;
}

/// <summary>Runs the commands check, validate and test.</summary>
internal static class ContentRunner
{
    public static int Run(ContentRequest request, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var root = RootFolder.Find(request.Root);
        var filter = new ContentFilter(root, request.Patterns);
        var reporter = CreateReporter(request, root);
        try
        {
            var outcome = Run(request, root, filter, reporter, watch, cancellationToken);
            reporter.Finish(outcome);
            foreach (var report in request.Reports)
                ReportWriter.Write(report, outcome);
            return outcome.ExitCode;
        }
        finally
        {
            reporter.Dispose();
        }
    }

    private static ContentOutcome Run(ContentRequest request, string root, ContentFilter filter, IContentReporter reporter, Stopwatch watch, CancellationToken cancellationToken)
    {
        using var crossChecker = request.CrossCheck ? CrossChecker.Start(root) : null;
        reporter.Progress("Reading content");
        var repository = InEnvironment(ContentRepository.Load(root, progress => reporter.Progress($"Reading content: {progress.FilesRead} of {progress.FileCount} files"), cancellationToken), request.Environment);
        if (!filter.IsEmpty && !repository.Items.Any(filter.Matches))
            throw new CommandException(ExitCodes.Usage, $"Nothing in {root} matches '{filter.Text}'.", "Give a file, a folder, or a part of a rule's name.");

        if (!request.Fix)
            crossChecker?.Declare(repository.Schema, cancellationToken);
        var validation = Validate();
        if (request.Fix && FileFixer.Apply(validation.Diagnostics, root) > 0)
            validation = ValidateAnew();
        if (request.Fix)
            crossChecker?.Declare(repository.Schema, cancellationToken);
        if (crossChecker is { IsSkipped: false })
            validation = ContentCrossCheck.Check(crossChecker, validation, (done, all) => reporter.Progress($"Cross-checking: {done} of {all} queries"), cancellationToken);
        if (request.Update && SnapshotUpdater.Update(TestRunner.Run(validation, OptionsOf(request, repository, filter), cancellationToken), root) > 0)
            validation = ValidateAnew();
        reporter.Validated(validation, request);
        TestRunResult? tests = null;
        string? engine = null;
        if (request.Test)
        {
            var options = OptionsOf(request, repository, filter) with { Progress = reporter.Tested };
            reporter.Progress("Testing");
            reporter.BeginTests(
                [.. repository.TestSuites.Where(suite => suite.Cases.Any(test => options.Includes!(suite, test))).Select(suite => new SuiteResult(suite, repository.RuleOf(suite), []))]);
            (tests, engine) = request.Engine == EngineKind.Local ? (TestRunner.Run(validation, options, cancellationToken), null) : Confirm(request, validation, options, cancellationToken);
            if (request.Case is not null && tests.Suites.IsEmpty)
                throw new CommandException(ExitCodes.Usage, $"No test case has '{request.Case}' in its name.");
        }

        if (request.Shuffle)
            reporter.Progress("Testing with rows in other orders");
        var shuffle = request.Shuffle ? ShuffleRunner.Run(validation, Includes(request, validation.Repository, filter), cancellationToken: cancellationToken) : null;
        var coverage = request.Coverage ? Measure(request, validation, filter, reporter, cancellationToken) : null;
        var mutation = request.Mutation is null ? null : Mutate(request, validation, filter, reporter, cancellationToken);
        var sweep = request.Sweep is null ? null : Sweep(request, validation, filter, reporter, cancellationToken);
        return new ContentOutcome(request, root, validation, tests, watch.Elapsed) { Engine = engine, CrossCheck = crossChecker?.Summary, Mutation = mutation, Coverage = coverage, Shuffle = shuffle, Sweep = sweep };

        ValidationResult Validate()
        {
            var revisions = Revisions(request, root, repository, filter, reporter, cancellationToken);
            reporter.Progress("Validating");
            var known = request.Cache is { } folder ? FindingCacheFile.Open(folder) : null;
            var result = ContentValidator.Validate(
                repository, filter.IsEmpty ? null : Wanted(request, repository, filter), request.Today, WithWorkbooks(revisions, repository, filter, cancellationToken), known: known?.Findings,
                keepQueries: request.Test || request.CrossCheck, cancellationToken: cancellationToken);
            known?.Save(complete: filter.IsEmpty);
            return result;
        }

        // Files were written.
        ValidationResult ValidateAnew()
        {
            repository = InEnvironment(ContentRepository.Load(root, cancellationToken: cancellationToken), request.Environment);
            return Validate();
        }
    }

    // In a method of its own: tests on the local engine load nothing of Azure.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static (TestRunResult Tests, string Engine) Confirm(ContentRequest request, ValidationResult validation, TestOptions options, CancellationToken cancellationToken)
    {
        var engine = TestEngine.Connect(request.Engine, validation.Repository, cancellationToken);
        return (TestRunner.Run(validation, options with { Runner = engine.Runner, Parallelism = engine.Concurrency }, cancellationToken), engine.Name);
    }

    private static CoverageResult Measure(ContentRequest request, ValidationResult validation, ContentFilter filter, IContentReporter reporter, CancellationToken cancellationToken)
    {
        reporter.Progress("Measuring coverage");
        return CoverageRunner.Run(validation, Includes(request, validation.Repository, filter), cancellationToken: cancellationToken);
    }

    private static Func<RuleTests, TestCase, bool> Includes(ContentRequest request, ContentRepository repository, ContentFilter filter) =>
        (suite, test) => filter.Matches(suite, repository.RuleOf(suite)) && (request.Case is null || test.Name.Value.Contains(request.Case, StringComparison.OrdinalIgnoreCase));

    private static TestOptions OptionsOf(ContentRequest request, ContentRepository repository, ContentFilter filter) => new() { Includes = Includes(request, repository, filter) };

    private static SweepResult Sweep(ContentRequest request, ValidationResult validation, ContentFilter filter, IContentReporter reporter, CancellationToken cancellationToken) =>
        ScheduleSweep.Run(validation, new SweepOptions
        {
            Includes = Includes(request, validation.Repository, filter),
            FurtherDelays = request.Sweep!.Delays,
            Progress = (done, all) => reporter.Progress($"Sweep: {done} of {all} cases done"),
        }, cancellationToken);

    private static MutationResult Mutate(ContentRequest request, ValidationResult validation, ContentFilter filter, IContentReporter reporter, CancellationToken cancellationToken) =>
        MutationRunner.Run(validation, new MutationOptions
        {
            Includes = Includes(request, validation.Repository, filter),
            Progress = (done, all) => reporter.Progress($"Mutants: {done} of {all} done"),
        }, cancellationToken);

    private static ImmutableArray<Diagnostic> Revisions(ContentRequest request, string root, ContentRepository repository, ContentFilter filter, IContentReporter reporter, CancellationToken cancellationToken)
    {
        if (request.Base is null)
            return [];
        reporter.Progress($"Comparing with {request.Base}");
        using var files = GitFiles.Open(root, request.Base);
        var findings = RevisionComparison.Compare(ContentRepository.Load(files, cancellationToken: cancellationToken), repository, cancellationToken);
        return filter.IsEmpty ? findings : [.. findings.Where(finding => repository.Items.Any(item => item.Path == finding.Path && filter.Matches(item)))];
    }

    /// <summary>The content as it is in an environment.</summary>
    /// <exception cref="CommandException">There is no such environment.</exception>
    internal static ContentRepository InEnvironment(ContentRepository repository, string? name)
    {
        if (name is null)
            return repository;
        if (repository.Configuration.FindEnvironment(name) is { } environment)
            return repository.For(environment);
        var names = repository.Configuration.Environments.Select(each => each.Name.Value).ToArray();
        var meant = NameSuggestion.Find(name, names);
        throw new CommandException(ExitCodes.Usage, $"There is no environment '{name}'." + (meant is null ? "" : $" Did you mean '{meant}'?"),
            names.Length == 0 ? $"{RepositoryConfiguration.FileName} has no environments." : $"There are: {string.Join(", ", names)}.");
    }

    // Content without workbooks does not load the library that knows them.
    private static IReadOnlyCollection<Diagnostic>? WithWorkbooks(IReadOnlyCollection<Diagnostic>? findings, ContentRepository repository, ContentFilter filter, CancellationToken cancellationToken) =>
        repository.Workbooks.IsEmpty ? findings : [.. findings ?? [], .. OfWorkbooks(repository, filter, cancellationToken)];

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static IReadOnlyList<Diagnostic> OfWorkbooks(ContentRepository repository, ContentFilter filter, CancellationToken cancellationToken) =>
        Content.Workbooks.Validation.WorkbookValidator.Validate(repository, filter.Matches, cancellationToken);

    // With a filter, a test needs its rule validated even when only its own file was named.
    private static Func<ContentItem, bool> Wanted(ContentRequest request, ContentRepository repository, ContentFilter filter)
    {
        var rules = request.Test
            ? repository.TestSuites.Where(suite => filter.Matches(suite, repository.RuleOf(suite))).Select(suite => suite.RulePath).ToHashSet(StringComparer.Ordinal)
            : [];
        return item => filter.Matches(item) || rules.Contains(item.Path);
    }

    // Each reporter is made in a method of its own, so that redirected output never loads Spectre.Console.
    private static IContentReporter CreateReporter(ContentRequest request, string root) =>
        request.Format != ReportFormat.Text ? new FinalReporter(request.Format, Console.OpenStandardOutput())
        : TerminalKind.IsInteractive ? CreateInteractive(root) : new TextReporter(new PlainTerminal(Console.Out), root);

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static TextReporter CreateInteractive(string root) => new(new SpectreTerminal(), root);
}
