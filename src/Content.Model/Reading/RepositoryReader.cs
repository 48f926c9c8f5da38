using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads all files of a repository and what lies between them: identifiers used twice, tests without a rule.</summary>
internal sealed class RepositoryReader(IRepositoryFiles files, Action<LoadProgress>? progress)
{
    // Below this number starting further threads takes longer than reading.
    private const int ParallelFrom = 16;
    private const int MaximumThreads = 8;

    private readonly Lock _lock = new();
    private int _filesRead;

    public ContentRepository Read(CancellationToken cancellationToken)
    {
        var general = new DiagnosticBag();
        var configuration = ReadConfiguration(general);
        var paths = FindFiles(configuration, general);
        var results = new FileResult[paths.Count];
        ReadAll(paths, results, cancellationToken);

        var items = results.Select(result => result.Item).OfType<ContentItem>().ToList();
        CheckIdentifiers(items, general);
        CheckTests(items, paths, general);
        var all = new List<Diagnostic>(general.Items);
        foreach (var result in results)
            all.AddRange(result.Diagnostics.Items);
        all.Sort(InOrder);
        var diagnostics = all.ToImmutableArray();
        return new ContentRepository(files, configuration, items, diagnostics);
    }

    // Plain threads that take the next file: the pool and Parallel.For cost a start more than they save it.
    private void ReadAll(List<string> paths, FileResult[] results, CancellationToken cancellationToken)
    {
        var next = -1;
        void Work()
        {
            while (Interlocked.Increment(ref next) is var i && i < paths.Count && !cancellationToken.IsCancellationRequested)
                results[i] = ReadOne(paths[i], paths.Count);
        }

        Exception? failure = null;
        var helpers = new Thread[paths.Count < ParallelFrom ? 0 : Math.Min(Environment.ProcessorCount, MaximumThreads) - 1];
        for (var i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(() =>
            {
                // A caller's progress or file source may throw; that belongs on the caller's thread.
                try
                {
                    Work();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            })
            { IsBackground = true };
            helpers[i].Start();
        }

        try
        {
            Work();
        }
        finally
        {
            Interlocked.Exchange(ref next, paths.Count);
            foreach (var helper in helpers)
                helper.Join();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    private static int InOrder(Diagnostic left, Diagnostic right)
    {
        var order = string.CompareOrdinal(left.Path, right.Path);
        if (order == 0)
            order = left.Span.Start.CompareTo(right.Span.Start);
        if (order == 0)
            order = string.CompareOrdinal(left.Code, right.Code);
        return order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
    }

    private RepositoryConfiguration ReadConfiguration(DiagnosticBag diagnostics)
    {
        if (!files.Exists(RepositoryConfiguration.FileName))
        {
            diagnostics.Add(new Diagnostic(DiagnosticCodes.Configuration, DiagnosticSeverity.Warning, $"There is no {RepositoryConfiguration.FileName}: all folders are searched for content.", default)
            {
                Source = new SourceText("", RepositoryConfiguration.FileName),
                Help = "Add one with 'version: 1' and 'content: [folders]'.",
            });
            return new RepositoryConfiguration();
        }

        if (TextFile.Read(files, RepositoryConfiguration.FileName, diagnostics) is not { } source)
            return new RepositoryConfiguration();
        var document = YamlDocument.Parse(source);
        diagnostics.AddRange(document.Diagnostics);
        if (document.Root is YamlMapping root && !document.HasErrors)
            return ConfigurationReader.Read(source, root, diagnostics);
        if (!document.HasErrors)
            diagnostics.Add(new Diagnostic(DiagnosticCodes.Configuration, DiagnosticSeverity.Error, "The configuration is not a mapping.", document.Root?.Span ?? default) { Source = source, Help = "Write 'version: 1' and 'content: [folders]'." });
        return new RepositoryConfiguration { Source = source };
    }

    private List<string> FindFiles(RepositoryConfiguration configuration, DiagnosticBag diagnostics)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (configuration.Content is not { } folders)
            found.UnionWith(files.List("") ?? []);
        else
        {
            var scope = new FileScope(files, "", diagnostics);
            foreach (var folder in folders)
            {
                if (scope.Resolve(folder, mustExist: false) is not { } reference)
                    continue;
                if (files.List(reference.Path) is { } list)
                    found.UnionWith(list);
                else
                    diagnostics.Error(DiagnosticCodes.MissingFile, folder, $"There is no folder '{folder.Value}'.", "Create it, or take it out of 'content'.");
            }
        }

        var paths = found.Where(path => IsYaml(path) && path != RepositoryConfiguration.FileName).ToList();
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    private static bool IsYaml(string path) => path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private FileResult ReadOne(string path, int count)
    {
        var diagnostics = new DiagnosticBag();
        var item = TextFile.Read(files, path, diagnostics) is { } source ? ReadText(source, diagnostics) : null;
        if (progress is not null)
        {
            lock (_lock)
                progress(new LoadProgress(++_filesRead, count));
        }

        return new FileResult(item, diagnostics);
    }

    private ContentItem? ReadText(SourceText source, DiagnosticBag diagnostics)
    {
        var document = YamlDocument.Parse(source);
        diagnostics.AddRange(document.Diagnostics);
        if (document.HasErrors)
            return null;
        if (document.Root is not YamlMapping root)
        {
            diagnostics.Add(new Diagnostic(DiagnosticCodes.NotRecognised, DiagnosticSeverity.Warning,
                document.Root is null ? "The file is empty." : $"The file holds {document.Root.Description}; content is a mapping of keys to values.", document.Root?.Span ?? default)
            { Source = source, Help = ContentKinds.Signs });
            return null;
        }

        var path = source.Path!;
        var scope = new FileScope(files, path, diagnostics);
        switch (ContentKinds.Detect(path, root))
        {
            case ContentKind.AnalyticsRule:
                return RuleReader.Read(source, root, diagnostics);
            case ContentKind.ServiceRule:
                return ServiceRuleReader.Read(source, root, diagnostics);
            case ContentKind.HuntingQuery:
                return HuntingReader.Read(source, root, diagnostics);
            case ContentKind.Parser:
                return ParserReader.Read(source, root, diagnostics);
            case ContentKind.AsimSchema:
                return ParserReader.ReadSchema(source, root, diagnostics);
            case ContentKind.Watchlist:
                return WatchlistReader.Read(source, root, diagnostics, scope);
            case ContentKind.CustomTable:
                return TableReader.Read(source, root, diagnostics);
            case ContentKind.AutomationRule:
                return AutomationReader.Read(source, root, diagnostics);
            case ContentKind.SummaryRule:
                return SummaryRuleReader.Read(source, root, diagnostics);
            case ContentKind.Workbook:
                return WorkbookReader.Read(source, root, diagnostics, scope);
            case ContentKind.Tests:
                return TestsReader.Read(source, root, diagnostics, scope);
            case ContentKind.BlindSpots:
                return BlindSpotReader.Read(source, root, diagnostics, scope);
            case ContentKind.Redirect:
                return RedirectReader.Read(source, root, diagnostics);
            default:
                diagnostics.Warning(DiagnosticCodes.NotRecognised, root.Entries.IsEmpty ? root : root.Entries[0].Key,
                    ContentKinds.IsCustomDetection(root) ? "The file is a custom detection of Microsoft Defender, which is not supported; it is left out." : "The file is no kind of content that is known; it is left out.",
                    ContentKinds.Signs);
                return null;
        }
    }

    private static void CheckIdentifiers(List<ContentItem> items, DiagnosticBag diagnostics)
    {
        Unique(items, item => item switch
            {
                AnalyticsRule rule => rule.Id,
                ServiceRule rule => rule.Id,
                HuntingQuery query => query.Id,
                AutomationRule rule => rule.Id,
                SummaryRule rule => rule.Id,
                Workbook workbook => workbook.Id,
                _ => null,
            },
            "the id", "Make a new GUID for one of the two.", StringComparer.OrdinalIgnoreCase, diagnostics);
        Unique(items, item => (item as ParserFunction)?.Alias, "the function name", "Rename one of the two: queries call a function by this name.", StringComparer.Ordinal, diagnostics);
        Unique(items, item => (item as Watchlist)?.Alias, "the watchlist alias", "Rename one of the two.", StringComparer.OrdinalIgnoreCase, diagnostics);
        Unique(items, item => (item as CustomTable)?.Name, "the table name", "Merge the two tables, or rename one.", StringComparer.OrdinalIgnoreCase, diagnostics);
    }

    private static void Unique(List<ContentItem> items, Func<ContentItem, Located<string>?> nameOf, string what, string help, StringComparer comparer, DiagnosticBag diagnostics)
    {
        var known = new Dictionary<string, Located<string>>(comparer);
        foreach (var item in items)
        {
            if (nameOf(item) is not { Value.Length: > 0 } name || known.TryAdd(name.Value.Trim(), name))
                continue;
            var first = known[name.Value.Trim()];
            diagnostics.Add(name.Report(DiagnosticCodes.DuplicateIdentifier, DiagnosticSeverity.Error, $"{char.ToUpperInvariant(what[0])}{what[1..]} '{name.Value}' is also that of {first.Source.Path}.", help) with
            {
                Related = [new RelatedLocation(first.Source, first.Span, "The first one stands here.")],
            });
        }
    }

    private static void CheckTests(List<ContentItem> items, List<string> paths, DiagnosticBag diagnostics)
    {
        var rules = items.OfType<AnalyticsRule>().Select(rule => rule.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var tests in items.OfType<RuleTests>())
        {
            // A rule that cannot be read has findings of its own.
            if (tests.RulePath.Length == 0 || rules.Contains(tests.RulePath) || paths.BinarySearch(tests.RulePath, StringComparer.Ordinal) >= 0)
                continue;
            var meant = NameSuggestion.Find(tests.RulePath, rules.Where(rule => rule.StartsWith(tests.Folder, StringComparison.Ordinal)));
            var message = $"There is no rule '{tests.RulePath}'." + (meant is null ? "" : $" Did you mean '{meant}'?");
            const string Help = "Name the tests file after its rule (NAME.tests.yaml beside NAME.yaml), or give it 'rule: FILE'.";
            if (tests.RuleReference is { } reference)
                diagnostics.Error(DiagnosticCodes.TestsWithoutRule, reference, message, Help);
            else
                diagnostics.Error(DiagnosticCodes.TestsWithoutRule, tests.Node.Entries.IsEmpty ? tests.Node : tests.Node.Entries[0].Key, message, Help);
        }
    }

    private sealed record FileResult(ContentItem? Item, DiagnosticBag Diagnostics);
}
