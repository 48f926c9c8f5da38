using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Diagnostics;
using Content.Model;

namespace Content.Azure.Resources;

/// <summary>Turns a repository into the resources that it wants in a workspace. The same repository and target give the same resources, byte for byte.</summary>
public sealed class DesiredStateBuilder
{
    // The service's limit for a list that is sent along rather than read from a storage account.
    private const int MaxWatchlistBytes = 3_800_000;

    private readonly WorkspaceTarget _target;
    private readonly Dictionary<ResourceKey, DesiredResource> _resources = [];
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    private DesiredStateBuilder(WorkspaceTarget target) => _target = target;

    /// <summary>Makes the resources.</summary>
    /// <param name="repository">The content. What is broken in it is left out with a diagnostic.</param>
    /// <param name="target">Where it goes.</param>
    public static DesiredState Build(ContentRepository repository, WorkspaceTarget target)
    {
        var builder = new DesiredStateBuilder(target);
        foreach (var table in repository.Tables)
            builder.Add(table);
        foreach (var watchlist in repository.Watchlists)
            builder.Add(watchlist);
        foreach (var parser in repository.Parsers)
            builder.Add(ResourceKind.Function, SavedSearchHandler.NameOf(parser), parser.Alias.Value, parser, parser.Alias, SavedSearchHandler.Body(parser));
        foreach (var hunting in repository.HuntingQueries)
        {
            if (!builder.Require(hunting, hunting.Id, "id"))
                continue;
            var key = builder.Add(ResourceKind.HuntingQuery, hunting.Id!.Value, hunting.Name.Value, hunting, hunting.Id, SavedSearchHandler.Body(hunting));
            builder.AddMetadata(key, hunting, hunting.Metadata, hunting.Version);
        }

        foreach (var rule in repository.SummaryRules)
            builder.Add(rule);
        foreach (var rule in repository.Rules)
            builder.Add(rule);
        foreach (var rule in repository.ServiceRules)
        {
            if (builder.Require(rule, rule.Id, "id"))
                builder.Add(ResourceKind.AnalyticsRule, rule.Id!.Value, rule.Label, rule, rule.Id, RuleBody.Create(rule));
        }

        foreach (var rule in repository.AutomationRules)
        {
            if (!(builder.Require(rule, rule.Id, "id") & builder.Require(rule, rule.Order, "order") & builder.Require(rule, rule.TriggeringLogic, "triggeringLogic")))
                continue;
            var key = builder.Add(ResourceKind.AutomationRule, rule.Id!.Value, rule.DisplayName.Value, rule, rule.Id, AutomationRuleBody.Create(rule, builder._target));
            builder.AddMetadata(key, rule, rule.Metadata, null);
        }

        foreach (var workbook in repository.Workbooks)
            builder.Add(workbook);
        var ordered = builder._resources.Values.OrderBy(resource => resource.Key).ToArray();
        var resources = Dependencies.Find(ordered);
        if (repository.Environment is { } environment)
        {
            // The same path twice is a finding of its own.
            var items = repository.Items.DistinctBy(item => item.Path).ToDictionary(item => item.Path, StringComparer.Ordinal);
            if (environment.Select is { } selection)
                resources = Rollout.Select(resources, resource => selection.Contains(items[resource.Path]));
            resources = Rollout.WithWaves(resources, environment.Waves, items);
        }

        return new DesiredState(resources, builder._diagnostics.ToImmutable());
    }

    private void Add(CustomTable table)
    {
        if (TableHandler.Body(table, out var unsupported) is { } body)
            Add(ResourceKind.Table, table.Name.Value, table.Name.Value, table, table.Name, body, comparable: TableHandler.Comparable(body));
        else
            Error(unsupported!.Name, $"Column '{unsupported.Name.Value}' is of type {unsupported.Type.Value.Name}, which a table of Log Analytics cannot have.", "Use string, int, long, real, bool, datetime, guid or dynamic.");
    }

    private void Add(Watchlist watchlist)
    {
        if (!Require(watchlist, watchlist.ItemsSearchKey, "itemsSearchKey") || watchlist.Data is not { } data)
        {
            if (watchlist.Data is null)
                Error(watchlist.Alias, $"The rows of the watchlist '{watchlist.Alias.Value}' cannot be read.", "Name a readable CSV file under 'source'.");
            return;
        }

        var body = WatchlistHandler.Body(watchlist);
        if (Encoding.UTF8.GetByteCount(JsonText.Text(body["properties"]!["rawContent"])!) > MaxWatchlistBytes)
        {
            Error(watchlist.Alias, $"The file of the watchlist '{watchlist.Alias.Value}' is larger than 3.8 MB, more than the service takes in a request.", "Split the list.");
            return;
        }

        Add(ResourceKind.Watchlist, watchlist.Alias.Value, watchlist.DisplayName?.Value ?? watchlist.Alias.Value, watchlist, watchlist.Alias, body,
            comparable: WatchlistHandler.Comparable(body, data));
    }

    private void Add(AnalyticsRule rule)
    {
        var isComplete = Require(rule, rule.Id, "id") & Require(rule, rule.Severity, "severity");
        if (rule.Kind.Value == RuleKind.Scheduled)
        {
            isComplete &= Require(rule, rule.QueryFrequency, "queryFrequency") & Require(rule, rule.QueryPeriod, "queryPeriod")
                & Require(rule, rule.TriggerOperator, "triggerOperator") & Require(rule, rule.TriggerThreshold, "triggerThreshold");
        }

        if (!isComplete)
            return;
        var notes = ImmutableArray.CreateBuilder<string>();
        var body = RuleBody.Create(rule, notes);
        var key = Add(ResourceKind.AnalyticsRule, rule.Id!.Value, rule.Name.Value, rule, rule.Id, body, notes.ToImmutable());
        AddMetadata(key, rule, rule.Metadata, rule.Version);
    }

    private void Add(SummaryRule rule)
    {
        if (!(Require(rule, rule.Id, "id") & Require(rule, rule.DestinationTable, "destinationTable") & Require(rule, rule.BinSize, "binSize")))
            return;
        var key = Add(ResourceKind.SummaryRule, rule.Id!.Value, rule.DisplayName.Value, rule, rule.Id, SummaryRuleHandler.Body(rule));
        AddMetadata(key, rule, rule.Metadata, rule.Version);
    }

    private void AddMetadata(ResourceKey parent, ContentItem item, ContentMetadata? metadata, Located<string>? version)
    {
        if (metadata is null || MetadataHandler.NameOf(parent) is not { } name)
            return;
        var key = new ResourceKey(ResourceKind.Metadata, name);
        var body = MetadataHandler.Body(parent, metadata, version?.Value, _target);
        _resources.TryAdd(key, new DesiredResource(key, "of " + item.Label, item.Path, body, MetadataHandler.Comparable(body)) { DependsOn = [parent] });
    }

    private void Add(Workbook workbook)
    {
        if (!Require(workbook, workbook.Id, "id"))
            return;
        if (workbook.Json is not { } json || JsonNode.Parse(json.Content) is not JsonObject)
            Error(workbook.File ?? workbook.Name, $"The JSON of the workbook '{workbook.Name.Value}' cannot be read.", "Name a file with the workbook's gallery JSON under 'file'.");
        else if (string.IsNullOrWhiteSpace(_target.Location))
            Error(workbook.Name, $"The environment '{_target.Environment}' has no 'location', and a workbook has to lie in a region.", "Add location: REGION to the environment.");
        else
            Add(ResourceKind.Workbook, workbook.Id!.Value, workbook.Name.Value, workbook, workbook.Id, WorkbookHandler.Body(workbook, _target));
    }

    private ResourceKey Add(ResourceKind kind, string name, string displayName, ContentItem item, Located<string> place, JsonObject body, ImmutableArray<string> notes = default, JsonObject? comparable = null)
    {
        comparable ??= kind switch
        {
            ResourceKind.AnalyticsRule => RuleHandler.Comparable(body),
            ResourceKind.SummaryRule => SummaryRuleHandler.Comparable(body),
            ResourceKind.AutomationRule => AutomationRuleHandler.Comparable(body),
            ResourceKind.Workbook => WorkbookHandler.Comparable(body),
            _ => SavedSearchHandler.Comparable(body),
        };
        var resource = new DesiredResource(new ResourceKey(kind, name), displayName, item.Path, body, comparable) { Notes = notes.IsDefault ? [] : notes };
        if (!_resources.TryAdd(resource.Key, resource))
        {
            _diagnostics.Add(place.Report(DeployCodes.SameResource, DiagnosticSeverity.Error,
                $"The {kind.Title()} '{name}' is deployed from {_resources[resource.Key].Path} already.", "Give one of the two files another identity."));
        }

        return resource.Key;
    }

    private bool Require(ContentItem item, object? value, string key)
    {
        if (value is not null)
            return true;
        _diagnostics.Add(item.Node.Report(DeployCodes.NotDeployable, DiagnosticSeverity.Error, $"It cannot be deployed without '{key}'.", $"Add {key}."));
        return false;
    }

    private void Error<T>(Located<T> place, string message, string help) => _diagnostics.Add(place.Report(DeployCodes.NotDeployable, DiagnosticSeverity.Error, message, help));
}
