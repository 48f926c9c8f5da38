using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.State;
using Content.Diagnostics;
using Content.Model;
using Content.Model.Yaml;

namespace Content.Azure.Import;

/// <summary>
/// Writes the content of a workspace, or that of templates, as files. Each file is read again and planned against what it was made from,
/// so that whatever no file can say is said.
/// </summary>
public sealed class WorkspaceImporter
{
    private readonly WorkspaceTarget _target;
    private readonly ImportOptions _options;
    private readonly LiveState _live;
    private readonly IReadOnlyDictionary<ResourceKey, TemplateOrigin>? _templates;
    private readonly Dictionary<ResourceKey, string> _known = [];
    private readonly ContentRepository _repository;
    private readonly FileNames _names;

    private WorkspaceImporter(WorkspaceTarget target, ContentRepository repository, ImportOptions options, LiveState live, IReadOnlyDictionary<ResourceKey, TemplateOrigin>? templates)
    {
        // Where a workbook lies is no part of its file.
        _target = target.Location is null ? target with { Location = "none" } : target;
        _options = options;
        _live = live;
        _templates = templates;
        _repository = repository;
        _names = new FileNames(options.Folder, repository.ListFiles().Concat(repository.Items.Select(item => item.Path)));
        foreach (var resource in DesiredStateBuilder.Build(repository, _target).Resources)
            _known[resource.Key] = resource.Path;
    }

    /// <summary>Reads a workspace and makes its files. Nothing is written, neither there nor here.</summary>
    /// <param name="client">The workspace.</param>
    /// <param name="repository">The repository that the files are for: what it has already stays, unless the options say otherwise.</param>
    /// <param name="options">What to import, and where to.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArmException">The workspace cannot be read.</exception>
    public static async Task<ImportResult> ImportAsync(ArmClient client, ContentRepository repository, ImportOptions options, CancellationToken cancellationToken)
    {
        var kinds = ResourceKinds.All.Where(kind => options.Kinds.IsEmpty || options.Kinds.Contains(kind) || kind == ResourceKind.Metadata).ToArray();
        var live = await LiveState.ReadAllAsync(client, kinds, cancellationToken).ConfigureAwait(false);
        return new WorkspaceImporter(client.Target, repository, options, live, null).Run(cancellationToken);
    }

    /// <summary>Makes the files of templates.</summary>
    /// <param name="target">The workspace.</param>
    /// <param name="repository">The repository that the files are for.</param>
    /// <param name="options">Where to import to, and how.</param>
    /// <param name="resources">What the templates would make, as the service would have it.</param>
    /// <param name="templates">Where each of them comes from.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static ImportResult Import(WorkspaceTarget target, ContentRepository repository, ImportOptions options, LiveState resources, IReadOnlyDictionary<ResourceKey, TemplateOrigin> templates, CancellationToken cancellationToken) =>
        new WorkspaceImporter(target, repository, options, resources, templates).Run(cancellationToken);

    private ImportResult Run(CancellationToken cancellationToken)
    {
        var items = ImmutableArray.CreateBuilder<ImportItem>();
        foreach (var resource in _live.Resources.Values.Where(resource => resource.Key.Kind != ResourceKind.Metadata && IsWanted(resource)))
            items.Add(Item(resource));
        return new ImportResult(Proved(items.ToImmutable(), cancellationToken));
    }

    private bool IsWanted(LiveResource resource) => (_options.Keys is null || _options.Keys.Contains(resource.Key)) && (_options.Names.IsEmpty || _options.Names.Any(name =>
        resource.Key.Name.Contains(name, StringComparison.OrdinalIgnoreCase) || NameOf(resource).Contains(name, StringComparison.OrdinalIgnoreCase)));

    private static string NameOf(LiveResource resource)
    {
        var key = resource.Key.Kind == ResourceKind.Function ? "functionAlias" : "displayName";
        return JsonText.Text(resource.Comparable[key]) is { Length: > 0 } name ? name : resource.Key.Name;
    }

    private ImportItem Item(LiveResource resource)
    {
        var template = _templates?.GetValueOrDefault(resource.Key);
        var isKnown = _known.TryGetValue(resource.Key, out var path);
        // What was made from the template by hand has an id of its own, which is to stay.
        if (!isKnown && template?.MadeInto(_repository, resource.Comparable) is { } made)
            return new ImportItem(resource.Key, NameOf(resource), made) { Exists = true, Notes = template.ComparedWith(_repository, made) };
        path ??= _names.Next(resource.Key, NameOf(resource));
        var item = new ImportItem(resource.Key, NameOf(resource), path);
        if (isKnown && !_options.Overwrites)
            return item with { Exists = true, Notes = template is null ? [] : template.ComparedWith(_repository, path) };
        var (comparable, name) = (resource.Comparable, resource.Key.Name);
        var metadata = _live.Resources.GetValueOrDefault(new ResourceKey(ResourceKind.Metadata, MetadataHandler.NameOf(resource.Key) ?? ""));
        var part = template is not null ? new MetadataPart(null, template.Version) : metadata is null ? null : MetadataPart.Create(metadata.Comparable);
        var (body, second) = resource.Key.Kind switch
        {
            ResourceKind.Table => (DataFiles.Table(comparable, name), default((string, string)?)),
            ResourceKind.Watchlist => Watchlist(resource, path),
            ResourceKind.Function => (SearchFile.Function(comparable, name, part), null),
            ResourceKind.SummaryRule => (DataFiles.Summary(comparable, name, part), null),
            ResourceKind.HuntingQuery => (SearchFile.Hunting(comparable, name, part), null),
            ResourceKind.AutomationRule => (AutomationFile.Create(resource.Raw, name, _target, part), null),
            ResourceKind.Workbook => Workbook(resource, path, part),
            _ => (RuleFile.Create(resource.Raw, name, part), null),
        };
        if (body is null)
            return item with { Obstacle = resource.Key.Kind == ResourceKind.Workbook ? "its content is no JSON object" : $"rules of kind '{JsonText.Text(comparable["kind"])}' have no form as a file" };
        ImmutableArray<ImportedFile> files = [new ImportedFile(path, _options.Layout(new SourceText(YamlWriter.Write(body), path)))];
        if (second is var (secondPath, text))
            files = files.Add(new ImportedFile(secondPath, text));
        return item with { Files = files, Notes = template?.Notes ?? Notes(resource, part is null ? metadata : null) };
    }

    private (JsonObject? Body, (string, string)? Second) Watchlist(LiveResource watchlist, string path)
    {
        var known = _repository.Watchlists.FirstOrDefault(list => list.Path == path)?.File?.Value;
        var source = known ?? System.IO.Path.GetFileNameWithoutExtension(path) + ".csv";
        return (DataFiles.Watchlist(watchlist.Comparable, watchlist.Key.Name, source), (FileNames.Beside(path, source), DataFiles.Rows(watchlist)));
    }

    private (JsonObject? Body, (string, string)? Second) Workbook(LiveResource workbook, string path, MetadataPart? part)
    {
        if (DataFiles.Gallery(workbook.Raw) is not { } json)
            return (null, null);
        var file = _repository.Workbooks.FirstOrDefault(book => book.Path == path)?.File?.Value ?? "workbook.json";
        return (DataFiles.Workbook(workbook.Comparable, workbook.Key.Name, file, part), (FileNames.Beside(path, file), json));
    }

    private static ImmutableArray<string> Notes(LiveResource resource, LiveResource? foreignMetadata)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        if (resource.Key.Kind == ResourceKind.AnalyticsRule && NameOf(resource).StartsWith("AUTO DISABLED", StringComparison.OrdinalIgnoreCase))
            notes.Add("Sentinel disabled this rule after it failed for good; its description says why.");
        if (foreignMetadata is not null && JsonText.Text(foreignMetadata.Comparable["sourceName"]) is { Length: > 0 } source)
            notes.Add($"It belongs to '{source}' ({JsonText.Text(foreignMetadata.Comparable["sourceKind"])}); its metadata stays as it is.");
        return notes.ToImmutable();
    }

    // Read again and planned, as the next one who uses the files will do.
    private ImmutableArray<ImportItem> Proved(ImmutableArray<ImportItem> items, CancellationToken cancellationToken)
    {
        // The files alone: no configuration plays a part.
        var repository = ContentRepository.Load(new MemoryFiles([.. items.SelectMany(item => item.Files).Select(file => (file.Path, file.Text)), (RepositoryConfiguration.FileName, "version: 1\n")]), cancellationToken: cancellationToken);
        var desired = DesiredStateBuilder.Build(repository, _target);
        var errors = repository.Diagnostics.Concat(desired.Diagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToLookup(diagnostic => diagnostic.Path);
        var plan = Planner.Compare(desired, _live with { Ownership = OwnershipState.Empty }, PlanTarget.Of(_target), new PlanOptions { Adopt = true }).Items.ToDictionary(item => item.Key);
        return [.. items.Select(item =>
        {
            if (item.Files.IsEmpty)
                return item;
            if (item.Files.SelectMany(file => errors[file.Path]).FirstOrDefault() is { } error)
                return item with { Files = [], Obstacle = error.Message.TrimEnd('.') };
            if (!plan.TryGetValue(item.Key, out var planned))
                return item with { Files = [], Obstacle = "its file is read as something else" };
            var changes = planned.Changes.Select(change => change.Field).Concat(planned.Rows.IsEmpty ? [] : [WatchlistHandler.RowField]).ToArray();
            return changes.Length == 0 ? item : item with { Notes = item.Notes.Add(_templates is null
                ? $"A file cannot say all of it; a deployment would change {string.Join(", ", changes)}."
                : $"A file cannot say all of the template; it is otherwise in {string.Join(", ", changes)}.") };
        })];
    }
}
