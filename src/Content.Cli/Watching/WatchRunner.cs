using System.Diagnostics;
using Content.Cli.Commands;
using Content.Cli.Output;
using Content.Cli.Output.Reports;
using Content.Model;
using Content.Testing.Watching;

namespace Content.Cli.Watching;

/// <summary>Runs <c>test --watch</c>: all cases once, then after each change those that it touches, until Ctrl-C.</summary>
internal static class WatchRunner
{
    public static int Run(ContentRequest request, CancellationToken cancellationToken)
    {
        if (request.Format != ReportFormat.Text || request is not { Mutation: null, Sweep: null, Coverage: false, Shuffle: false, Update: false, Reports.Count: 0 })
            throw new CommandException(ExitCodes.Usage, "--watch runs tests and prints text: it goes with --root, --environment, --case and the filter alone.");
        var root = RootFolder.Find(request.Root);
        var filter = new ContentFilter(root, request.Patterns);
        var files = new DiskFiles(root);
        try
        {
            using Terminal terminal = TerminalKind.IsInteractive ? CreateInteractive() : new PlainTerminal(Console.Out);
            Watch(request, root, filter, files, new WatchText(terminal, root, request), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how watching ends.
        }

        return ExitCodes.Success;
    }

    private static void Watch(ContentRequest request, string root, ContentFilter filter, DiskFiles files, WatchText text, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var before = States(root, null);
        var tests = WatchedTests.Open(files, new WatchOptions
        {
            Includes = (repository, suite, test) => filter.Matches(suite, repository.RuleOf(suite)) && (request.Case is null || test.Name.Value.Contains(request.Case, StringComparison.OrdinalIgnoreCase)),
            Transform = Environment(request.Environment),
            Starting = text.Starting,
            Progress = text.Tested,
        }, cancellationToken);
        var round = tests.RunAll(cancellationToken);
        text.Finish(round, clock.Elapsed);
        if (!filter.IsEmpty && round.All.IsEmpty)
            throw new CommandException(ExitCodes.Usage, $"No test case in {root} matches '{filter.Text}'.", "Give a file, a folder, or a part of a rule's name.");
        while (true)
        {
            var places = Places(round.Validation.Repository);
            using var watcher = new FolderWatcher(places.Select(place => (Path.Combine(root, place.Folder), place.Below)).Where(place => Directory.Exists(place.Item1)));

            // What changed while the last round ran was not seen by a watcher that looks elsewhere.
            while (true)
            {
                var repository = round.Validation.Repository;
                var now = FileStates.Settle(() => States(root, repository), before, watcher, cancellationToken);
                if (now.Since(before) is { } changes)
                {
                    before = now;
                    clock.Restart();
                    round = tests.Apply(changes.Paths, changes.Structure, cancellationToken);
                    text.Finish(round, clock.Elapsed);
                    if (!places.SetEquals(Places(round.Validation.Repository)))
                        break;
                }

                watcher.Wait(cancellationToken);
            }
        }
    }

    // The environment was there at the start; while its name is being edited, the content is as without one.
    private static Func<ContentRepository, ContentRepository>? Environment(string? name)
    {
        if (name is null)
            return null;
        var isFirst = true;
        return repository =>
        {
            var wasFirst = isFirst;
            isFirst = false;
            return wasFirst ? ContentRunner.InEnvironment(repository, name) : repository.Configuration.FindEnvironment(name) is { } environment ? repository.For(environment) : repository;
        };
    }

    private static FileStates States(string root, ContentRepository? repository) =>
        FileStates.Take(root, Folders(repository), [RepositoryConfiguration.FileName, .. repository is null ? [] : FixtureFiles(repository)]);

    private static IEnumerable<string> Folders(ContentRepository? repository) =>
        repository?.Configuration.Content is { } folders ? folders.Select(folder => folder.Value.Trim().Replace('\\', '/').Trim('/')).Where(folder => !folder.Contains("..", StringComparison.Ordinal)) : [""];

    private static HashSet<(string Folder, bool Below)> Places(ContentRepository repository) =>
    [
        ("", false), .. Folders(repository).Select(folder => (folder, true)), .. FixtureFiles(repository).Select(file => (Path.GetDirectoryName(file)?.Replace('\\', '/') ?? "", false)),
    ];

    // Files of rows may lie outside of the folders of content.
    private static IEnumerable<string> FixtureFiles(ContentRepository repository) => repository.TestSuites.SelectMany(suite => suite.Cases)
        .SelectMany(test => test.Tables.Concat(test.Watchlists).Concat(test.Functions.Select(stub => stub.Rows).OfType<DataSet>())).Select(set => set.File?.Path).OfType<string>()
        .Concat(repository.Watchlists.Select(watchlist => watchlist.Data?.Source.Path).OfType<string>()).Distinct(StringComparer.Ordinal)
        .Where(file => !Folders(repository).Any(folder => folder.Length == 0 || file.StartsWith(folder + "/", StringComparison.Ordinal)));

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static SpectreTerminal CreateInteractive() => new();
}
