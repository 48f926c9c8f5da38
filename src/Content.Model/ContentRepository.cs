using System.Collections.Immutable;
using Content.Catalog;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model.Reading;

namespace Content.Model;

/// <summary>How far reading has come.</summary>
/// <param name="FilesRead">Files read.</param>
/// <param name="FileCount">Files in all.</param>
public readonly record struct LoadProgress(int FilesRead, int FileCount);

/// <summary>Everything that a content repository holds, in ordinal order of the paths, and what is wrong with it.</summary>
public sealed class ContentRepository
{
    private readonly Dictionary<string, AnalyticsRule> _rulesByPath;
    private readonly IRepositoryFiles _files;

    internal ContentRepository(
        IRepositoryFiles files, RepositoryConfiguration configuration, IReadOnlyList<ContentItem> items, ImmutableArray<Diagnostic> diagnostics, DeploymentEnvironment? environment = null,
        ISchema? schema = null)
    {
        _files = files;
        Configuration = configuration;
        Environment = environment;
        Tunables = configuration.TunableValues(environment);
        Diagnostics = diagnostics;
        Items = [.. items];
        Rules = Of<AnalyticsRule>(items);
        HuntingQueries = Of<HuntingQuery>(items);
        Parsers = Of<ParserFunction>(items);
        Watchlists = Of<Watchlist>(items);
        Tables = Of<CustomTable>(items);
        Workbooks = Of<Workbook>(items);
        TestSuites = Of<RuleTests>(items);
        AutomationRules = Of<AutomationRule>(items);
        SummaryRules = Of<SummaryRule>(items);
        ServiceRules = Of<ServiceRule>(items);
        AsimSchemas = Of<AsimSchema>(items);
        Redirects = Of<RedirectStub>(items);
        BlindSpotRegisters = Of<BlindSpotRegister>(items);
        _rulesByPath = Rules.ToDictionary(rule => rule.Path, StringComparer.Ordinal);
        Schema = schema ?? new OverlaySchema(
            configuration.WorkspaceSchema is { } workspace ? new CompositeSchema(workspace, SentinelSchema.Instance) : SentinelSchema.Instance,
            Tables.Select(table => table.Table),
            Parsers.Select(parser => parser.Function),
            Watchlists.Select(watchlist => KeyValuePair.Create(watchlist.Alias.Value, watchlist.Row)));
    }

    /// <summary>The configuration; defaults when there is none.</summary>
    public RepositoryConfiguration Configuration { get; }

    /// <summary>The environment whose values the queries carry; null for the repository as its files have it.</summary>
    public DeploymentEnvironment? Environment { get; }

    /// <summary>The values of tunables that hold here, by name: those of the environment, or the defaults.</summary>
    public ImmutableDictionary<string, TunableValue> Tunables { get; }

    /// <summary>All items of whatever kind.</summary>
    public ImmutableArray<ContentItem> Items { get; }

    /// <summary>Analytics rules with a query.</summary>
    public ImmutableArray<AnalyticsRule> Rules { get; }

    /// <summary>Hunting queries.</summary>
    public ImmutableArray<HuntingQuery> HuntingQueries { get; }

    /// <summary>Parser functions.</summary>
    public ImmutableArray<ParserFunction> Parsers { get; }

    /// <summary>Watchlists.</summary>
    public ImmutableArray<Watchlist> Watchlists { get; }

    /// <summary>Custom tables.</summary>
    public ImmutableArray<CustomTable> Tables { get; }

    /// <summary>Workbooks.</summary>
    public ImmutableArray<Workbook> Workbooks { get; }

    /// <summary>Tests of rules.</summary>
    public ImmutableArray<RuleTests> TestSuites { get; }

    /// <summary>Automation rules.</summary>
    public ImmutableArray<AutomationRule> AutomationRules { get; }

    /// <summary>Summary rules.</summary>
    public ImmutableArray<SummaryRule> SummaryRules { get; }

    /// <summary>Analytics rules whose detection is the service's own.</summary>
    public ImmutableArray<ServiceRule> ServiceRules { get; }

    /// <summary>Descriptions of ASIM schemas; nothing of them is deployed.</summary>
    public ImmutableArray<AsimSchema> AsimSchemas { get; }

    /// <summary>Files that only say where content has moved to.</summary>
    public ImmutableArray<RedirectStub> Redirects { get; }

    /// <summary>What the detections of strategies cannot see.</summary>
    public ImmutableArray<BlindSpotRegister> BlindSpotRegisters { get; }

    /// <summary>What is wrong, in order of path and place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The built-in schema, with the tables of a workspace when the configuration names them, and the tables, parsers and watchlists of the repository over it.</summary>
    public ISchema Schema { get; }

    /// <summary>The rule of a file; null when the file is none or is broken.</summary>
    /// <param name="path">Path in the repository.</param>
    public AnalyticsRule? FindRule(string path) => _rulesByPath.GetValueOrDefault(path);

    /// <summary>The rule that a tests file is about; null when there is none or it is broken.</summary>
    public AnalyticsRule? RuleOf(RuleTests tests) => FindRule(tests.RulePath);

    /// <summary>The watchlist of an alias (case matters); null when the repository has none.</summary>
    public Watchlist? FindWatchlist(string alias) => Watchlists.FirstOrDefault(watchlist => watchlist.Alias.Value == alias);

    /// <summary>
    /// The repository as it is deployed to an environment: overlays lie over the files, and tunables have the values that the environment
    /// sets, or their defaults. What the environment does not select is still there: others may use it.
    /// </summary>
    /// <param name="environment">One of the environments of <see cref="Configuration"/>.</param>
    public ContentRepository For(DeploymentEnvironment environment)
    {
        var values = Configuration.TunableValues(environment);
        return new ContentRepository(_files, Configuration, [.. new OverlayApplier(_files, environment).Apply(Items).Select(item => With(item, values))], Diagnostics, environment);
    }

    private static ContentItem With(ContentItem item, ImmutableDictionary<string, TunableValue> values)
    {
        switch (item)
        {
            case AnalyticsRule rule:
                return TunableLets.Apply(rule.Query, values) is var query && query == rule.Query ? rule : rule with { Query = query };
            case HuntingQuery hunting:
                return TunableLets.Apply(hunting.Query, values) is var search && search == hunting.Query ? hunting : hunting with { Query = search };
            case ParserFunction parser:
                return TunableLets.Apply(parser.Query, values) is var body && body == parser.Query ? parser : parser with { Query = body };
            case SummaryRule summary:
                return TunableLets.Apply(summary.Query, values) is var summarised && summarised == summary.Query ? summary : summary with { Query = summarised };
            default:
                return item;
        }
    }

    /// <summary>Paths of all files in the folders that are searched for content, content or not, in ordinal order.</summary>
    public IReadOnlyList<string> ListFiles()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in Configuration.Content is { } folders ? folders.Select(folder => folder.Value.Trim('/', '.')) : [""])
            found.UnionWith(_files.List(folder) ?? []);
        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>Bytes of a file of the repository, such as sample data.</summary>
    /// <param name="path">Path in the repository.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public byte[] ReadFile(string path) => _files.Read(path);

    /// <summary>Reads a repository. Whatever its files hold, the outcome is diagnostics, never an exception.</summary>
    /// <param name="root">Folder of the repository, where <c>sentinel-content.yaml</c> lies.</param>
    /// <param name="progress">Told after each file; may be called from several threads, one at a time.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static ContentRepository Load(string root, Action<LoadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Load(new DiskFiles(root), progress, cancellationToken);

    /// <summary>Reads a repository from elsewhere than the disk alone; see <see cref="Load(string, Action{LoadProgress}, CancellationToken)"/>.</summary>
    public static ContentRepository Load(IRepositoryFiles files, Action<LoadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new RepositoryReader(files, progress).Read(cancellationToken);

    private static ImmutableArray<T> Of<T>(IReadOnlyList<ContentItem> items) where T : ContentItem => [.. items.OfType<T>()];
}
