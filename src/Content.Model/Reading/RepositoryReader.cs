using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Content.Catalog;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads the files of a repository.</summary>
internal sealed class RepositoryReader(IRepositoryFiles files, Action<LoadProgress>? progress)
{
    // Below this number starting further threads takes longer than reading.
    private const int ParallelFrom = 16;
    private const int MaximumThreads = 8;

    private readonly Lock _lock = new();
    private int _filesRead;

    public ContentRepository Read(CancellationToken cancellationToken) => ReadFiles(cancellationToken).Assemble(files);

    /// <summary>Reads the files, and not yet what lies between them.</summary>
    public RepositoryReading ReadFiles(CancellationToken cancellationToken)
    {
        var general = new DiagnosticBag();
        var configuration = ReadConfiguration(general);
        var paths = FindFiles(configuration, general);
        var results = new FileResult[paths.Count];
        ReadAll(paths, results, cancellationToken);
        return new RepositoryReading(configuration, general, paths, results);
    }

    /// <summary>Reads one file.</summary>
    public FileResult ReadAgain(string path) => ReadOne(path, 1);

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
            return WithSchema(ConfigurationReader.Read(source, root, diagnostics), diagnostics);
        if (!document.HasErrors)
            diagnostics.Add(new Diagnostic(DiagnosticCodes.Configuration, DiagnosticSeverity.Error, "The configuration is not a mapping.", document.Root?.Span ?? default) { Source = source, Help = "Write 'version: 1' and 'content: [folders]'." });
        return new RepositoryConfiguration { Source = source };
    }

    private RepositoryConfiguration WithSchema(RepositoryConfiguration configuration, DiagnosticBag diagnostics)
    {
        if (configuration.WorkspaceSchemaFile is not { } file || new FileScope(files, "", diagnostics).Resolve(file) is not { } reference
            || TextFile.Read(files, reference.Path, diagnostics) is not { } source)
            return configuration;
        var schema = JsonSchemaFile.Read(System.Text.Encoding.UTF8.GetBytes(source.Content), reference.Path);
        diagnostics.AddRange(schema.Diagnostics);
        return configuration with { WorkspaceSchema = schema, WorkspaceSchemaText = source.Content };
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

        // What a workbook's sources answered once is data of its preview, not content.
        var paths = found.Where(path => IsYaml(path) && path != RepositoryConfiguration.FileName
            && !(path.EndsWith("/" + Workbook.RecordedFileName, StringComparison.Ordinal) && found.Contains(path[..^Workbook.RecordedFileName.Length] + WorkbookReader.FileName))).ToList();
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    private static bool IsYaml(string path) => path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private FileResult ReadOne(string path, int count)
    {
        var diagnostics = new DiagnosticBag();
        var source = TextFile.Read(files, path, diagnostics);
        var item = source is null ? null : ReadText(source, diagnostics);
        if (progress is not null)
        {
            lock (_lock)
                progress(new LoadProgress(++_filesRead, count));
        }

        return new FileResult(source, item, diagnostics);
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
}
