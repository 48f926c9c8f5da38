using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Resources;
using Content.Azure.State;
using Content.Model;

namespace Content.Azure.Import;

/// <summary>
/// Writes the templates that the Content Hub installed as files: rules, hunting queries, parsers, workbooks, watchlists, summary rules and
/// automation rules. A template is imported whole or not at all.
/// </summary>
public sealed class TemplateImporter
{
    private readonly ArmClient _client;
    private readonly ContentRepository _repository;
    private readonly InstalledContent _installed;
    private readonly InstalledPackage? _package;
    private readonly ImportOptions _options;
    private readonly Dictionary<ResourceKey, (LiveResource Resource, TemplateOrigin Origin)> _found = [];
    private readonly ImmutableArray<SkippedTemplate>.Builder _skipped = ImmutableArray.CreateBuilder<SkippedTemplate>();

    private TemplateImporter(ArmClient client, ContentRepository repository, InstalledContent installed, InstalledPackage? package, ImportOptions options) =>
        (_client, _repository, _installed, _package, _options) = (client, repository, installed, package, options);

    /// <summary>Reads templates and makes their files. Nothing is written, neither there nor here.</summary>
    /// <param name="client">The workspace.</param>
    /// <param name="repository">The repository that the files are for: what it has already stays, unless the options say otherwise.</param>
    /// <param name="installed">What is installed.</param>
    /// <param name="package">The package whose templates are wanted; null for all.</param>
    /// <param name="options">What to import, and where to.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArmException">The workspace cannot be read.</exception>
    public static Task<ImportResult> ImportAsync(ArmClient client, ContentRepository repository, InstalledContent installed, InstalledPackage? package, ImportOptions options, CancellationToken cancellationToken) =>
        new TemplateImporter(client, repository, installed, package, options).RunAsync(cancellationToken);

    private async Task<ImportResult> RunAsync(CancellationToken cancellationToken)
    {
        var wanted = _installed.Templates.Where(template => (_package is null || template.Package.Id == _package.Id) && IsNamed(template.DisplayName, template.ContentId)).ToArray();
        if (_options.Kinds.IsEmpty)
        {
            foreach (var template in wanted.Where(template => KindOf(template.ContentKind) is null))
                _skipped.Add(new SkippedTemplate(Title(template.ContentKind), template.DisplayName, template.Package.DisplayName, null));
        }

        foreach (var group in wanted.Where(template => KindOf(template.ContentKind) is { } kind && IsWanted(kind)).GroupBy(template => template.ContentKind, StringComparer.Ordinal))
            await ReadAsync(group.Key, group.ToDictionary(template => template.Name, StringComparer.OrdinalIgnoreCase), cancellationToken).ConfigureAwait(false);
        if (IsWanted(ResourceKind.AnalyticsRule))
        {
            if (_package is null)
                await ReadOthersAsync(cancellationToken).ConfigureAwait(false);
            await LookAtRulesAsync(cancellationToken).ConfigureAwait(false);
        }

        var live = new LiveState(_found.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Resource), OwnershipState.Empty);
        // What was looked for is found: a resource may have another name than its template.
        var result = WorkspaceImporter.Import(_client.Target, _repository, _options with { Names = [], Kinds = [] }, live, _found.ToDictionary(pair => pair.Key, pair => pair.Value.Origin), cancellationToken);
        return result with { Skipped = [.. _skipped.OrderBy(template => template.Kind, StringComparer.Ordinal).ThenBy(template => template.DisplayName, StringComparer.OrdinalIgnoreCase)] };
    }

    // The contents come only when they are asked for.
    private async Task ReadAsync(string contentKind, Dictionary<string, InstalledTemplate> wanted, CancellationToken cancellationToken)
    {
        var filter = $"(properties/contentKind eq '{contentKind.Replace("'", "''", StringComparison.Ordinal)}')";
        var query = $"$filter={Uri.EscapeDataString(filter)}&$expand=properties/mainTemplate";
        await foreach (var answer in _client.ListAsync(_client.Target.SentinelId + "/contentTemplates", ApiVersions.ContentHub, cancellationToken, query).ConfigureAwait(false))
        {
            if (!wanted.TryGetValue(Normal.Text(answer.Body["name"]), out var template))
                continue;
            var resources = TemplateContent.Read(answer.Body["properties"]?["mainTemplate"], template, _client.Target, out var problem);
            if (problem is not null)
                _skipped.Add(new SkippedTemplate(Title(contentKind), template.DisplayName, template.Package.DisplayName, problem));
            foreach (var resource in resources)
                Add(resource, new TemplateOrigin(resource.Key, template.ContentId, template.Version, template.Package.DisplayName));
        }
    }

    // Rules of the service itself, such as Fusion, have templates that no package brought.
    private async Task ReadOthersAsync(CancellationToken cancellationToken)
    {
        var installed = _installed.Templates.Select(template => template.ContentId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        await foreach (var rule in _client.ListAsync(_client.Target.SentinelId + "/alertRuleTemplates", ApiVersions.AlertRules, cancellationToken).ConfigureAwait(false))
        {
            var id = Normal.Text(rule.Body["name"]);
            var properties = rule.Body["properties"] as JsonObject;
            if (installed.Contains(id) || !IsNamed(Normal.Text(properties?["displayName"]), id))
                continue;
            var version = Normal.Text(properties?["version"]) is { Length: > 0 } text ? text : null;
            // Its status is whether the workspace has the rule.
            properties?.Remove("status");
            var resource = TemplateContent.Rule(rule.Body, id, version);
            Add(resource, new TemplateOrigin(resource.Key, id, version ?? "1.0.0", ""));
        }
    }

    // A rule that is made from a template already would be there twice.
    private async Task LookAtRulesAsync(CancellationToken cancellationToken)
    {
        if (!_found.Keys.Any(key => key.Kind == ResourceKind.AnalyticsRule))
            return;
        var byTemplate = _found.Where(pair => pair.Key.Kind == ResourceKind.AnalyticsRule).ToLookup(pair => pair.Value.Origin.TemplateId, pair => pair.Key, StringComparer.OrdinalIgnoreCase);
        await foreach (var rule in _client.ListAsync(_client.Target.SentinelId + "/alertRules", ApiVersions.AlertRules, cancellationToken).ConfigureAwait(false))
        {
            var name = Normal.Text(rule.Body["name"]);
            foreach (var key in byTemplate[Normal.Text(rule.Body["properties"]?["alertRuleTemplateName"])].Where(key => !string.Equals(key.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                var (resource, origin) = _found[key];
                _found[key] = (resource, origin with { Notes = origin.Notes.Add($"The workspace has a rule that was made from it, '{Normal.Text(rule.Body["properties"]?["displayName"])}' ({name}); deploying the file makes another one.") });
            }
        }
    }

    // Some content comes with several solutions; its latest version counts.
    private void Add(LiveResource resource, TemplateOrigin origin)
    {
        if (!_found.TryGetValue(resource.Key, out var other))
        {
            _found[resource.Key] = (resource, origin);
            return;
        }

        var (kept, left) = IsLater(origin.Version, other.Origin.Version) ? ((resource, origin), other) : (other, (resource, origin));
        _found[resource.Key] = (kept.Item1, kept.Item2 with { Notes = kept.Item2.Notes.Add($"'{left.Item2.Package}' brings it too, in version {left.Item2.Version}; this is version {kept.Item2.Version} of '{kept.Item2.Package}'.") });
    }

    private static bool IsLater(string version, string other) =>
        System.Version.TryParse(version, out var left) && System.Version.TryParse(other, out var right) ? left > right : string.CompareOrdinal(version, other) > 0;

    private bool IsWanted(ResourceKind kind) => _options.Kinds.IsEmpty || _options.Kinds.Contains(kind);

    private bool IsNamed(string displayName, string id) => _options.Names.IsEmpty || _options.Names.Any(name =>
        displayName.Contains(name, StringComparison.OrdinalIgnoreCase) || id.Contains(name, StringComparison.OrdinalIgnoreCase));

    private static ResourceKind? KindOf(string contentKind) => contentKind.ToUpperInvariant() switch
    {
        "ANALYTICSRULE" or "ANALYTICSRULETEMPLATE" => ResourceKind.AnalyticsRule,
        "HUNTINGQUERY" => ResourceKind.HuntingQuery,
        "PARSER" => ResourceKind.Function,
        "WORKBOOK" or "WORKBOOKTEMPLATE" => ResourceKind.Workbook,
        "WATCHLIST" or "WATCHLISTTEMPLATE" => ResourceKind.Watchlist,
        "SUMMARYRULE" => ResourceKind.SummaryRule,
        "AUTOMATIONRULE" => ResourceKind.AutomationRule,
        _ => null,
    };

    // DataConnector: data connector.
    private static string Title(string contentKind)
    {
        var title = new StringBuilder();
        foreach (var c in contentKind)
        {
            if (char.IsAsciiLetterUpper(c) && title.Length > 0)
                title.Append(' ');
            title.Append(char.ToLowerInvariant(c));
        }

        return title.Length == 0 ? "content of no kind" : title.ToString();
    }
}
