using System.Collections.Immutable;
using Content.Analysis;
using Content.Diagnostics;
using Content.Model;

namespace Content.Testing.Watching;

/// <summary>What is watched, and how it is tested.</summary>
public sealed record WatchOptions
{
    /// <summary>Says whether a case of a state of the content is of interest; null for all.</summary>
    public Func<ContentRepository, RuleTests, TestCase, bool>? Includes { get; init; }

    /// <summary>Makes the content that is tested of what was read, as an environment does; null for what was read.</summary>
    public Func<ContentRepository, ContentRepository>? Transform { get; init; }

    /// <summary>Told before the touched cases of a round run.</summary>
    public Action<WatchRound>? Starting { get; init; }

    /// <summary>Told each tests file that is done; called from several threads, one at a time.</summary>
    public Action<SuiteResult>? Progress { get; init; }
}

/// <summary>What a change came to.</summary>
/// <param name="Changed">The files that changed, in ordinal order; empty for the first round.</param>
/// <param name="Validation">The content after it.</param>
/// <param name="Touched">The tests files with the cases that the change touches.</param>
/// <param name="Tests">What those cases gave.</param>
/// <param name="All">The last result of every case that there is, in order of the files.</param>
public sealed record WatchRound(ImmutableArray<string> Changed, ValidationResult Validation, ImmutableArray<SuiteResult> Touched, TestRunResult Tests, ImmutableArray<CaseResult> All);

/// <summary>
/// Tests that are kept up to date as files change: each change reads, validates and runs again only what it touches. Not safe for use from
/// several threads at once.
/// </summary>
public sealed class WatchedTests
{
    private readonly IRepositoryFiles _files;
    private readonly WatchOptions _options;
    private readonly Dictionary<(string Suite, string Case), CaseResult> _results = [];
    private RepositorySnapshot _snapshot;
    private ValidationResult _validation;

    private WatchedTests(IRepositoryFiles files, WatchOptions options, RepositorySnapshot snapshot, CancellationToken cancellationToken)
    {
        (_files, _options, _snapshot) = (files, options, snapshot);
        _validation = ContentValidator.Validate(Content(), cancellationToken: cancellationToken);
    }

    /// <summary>Reads and validates everything; nothing is tested yet.</summary>
    /// <param name="files">The files.</param>
    /// <param name="options">What is watched.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static WatchedTests Open(IRepositoryFiles files, WatchOptions options, CancellationToken cancellationToken = default) =>
        new(files, options, RepositorySnapshot.Load(files, cancellationToken), cancellationToken);

    /// <summary>Runs all cases.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public WatchRound RunAll(CancellationToken cancellationToken = default)
    {
        _results.Clear();
        return Run([], static (_, _) => true, cancellationToken);
    }

    /// <summary>Takes a change in and runs the cases that it touches.</summary>
    /// <param name="changed">Paths of files that were written, made or deleted.</param>
    /// <param name="structure">Whether any was made or deleted.</param>
    /// <param name="cancellationToken">Stops it; the change is then taken in, and the cases count as not run.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public WatchRound Apply(IReadOnlyCollection<string> changed, bool structure, CancellationToken cancellationToken = default)
    {
        var paths = changed.ToHashSet(StringComparer.Ordinal);

        // Rows of a watchlist stand in a file that is read with it.
        foreach (var watchlist in _snapshot.Repository.Watchlists)
        {
            if (watchlist.Data?.Source.Path is { } data && paths.Contains(data))
                paths.Add(watchlist.Path);
        }

        var before = _validation;
        if (structure || paths.Contains(RepositoryConfiguration.FileName))
        {
            _snapshot = RepositorySnapshot.Load(_files, cancellationToken);
            _validation = ContentValidator.Validate(Content(), cancellationToken: cancellationToken);
        }
        else
        {
            foreach (var path in paths)
                _snapshot = _snapshot.Refresh(path) ?? _snapshot;
            _validation = ContentValidator.Revalidate(Content(), _validation, cancellationToken: cancellationToken);
        }

        var touched = new TouchedCases(paths, before, _validation);
        return Run([.. changed.Order(StringComparer.Ordinal)], touched.Includes, cancellationToken);
    }

    private ContentRepository Content() => _options.Transform?.Invoke(_snapshot.Repository) ?? _snapshot.Repository;

    private WatchRound Run(ImmutableArray<string> changed, Func<RuleTests, TestCase, bool> isTouched, CancellationToken cancellationToken)
    {
        var repository = _validation.Repository;
        bool Includes(RuleTests suite, TestCase test) => _options.Includes?.Invoke(repository, suite, test) ?? true;
        bool Touched(RuleTests suite, TestCase test) => Includes(suite, test) && (isTouched(suite, test) || !_results.ContainsKey((suite.Path, test.Name.Value)));
        var cases = CaseSelection.Of(repository, Includes).ToList();
        var suites = CaseSelection.Of(repository, Touched).Select(item => item.Suite).Distinct().Select(suite => new SuiteResult(suite, repository.RuleOf(suite), [])).ToImmutableArray();
        var round = new WatchRound(changed, _validation, suites, new TestRunResult([], []), []);
        _options.Starting?.Invoke(round);

        // What is stopped half way has no result, and so is run again.
        foreach (var (suite, test) in cases.Where(item => Touched(item.Suite, item.Case)))
            _results.Remove((suite.Path, test.Name.Value));
        var tests = suites.IsEmpty ? round.Tests : TestRunner.Run(_validation, new TestOptions { Includes = Touched, Progress = _options.Progress }, cancellationToken);
        foreach (var result in tests.Cases)
            _results[(result.Suite.Path, result.Case.Name.Value)] = result;
        var now = cases.Select(item => (item.Suite.Path, item.Case.Name.Value)).ToHashSet();
        foreach (var gone in _results.Keys.Where(key => !now.Contains(key)).ToList())
            _results.Remove(gone);
        return round with { Tests = tests, All = [.. cases.Select(item => _results[(item.Suite.Path, item.Case.Name.Value)])] };
    }
}
