using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Resources;
using Content.Model;

namespace Content.Azure.Import;

/// <summary>The template that a resource comes from.</summary>
/// <param name="Key">The resource that it would make.</param>
/// <param name="TemplateId">Id of the content, which rules that were made from it name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Package">The solution that it is of.</param>
internal sealed record TemplateOrigin(ResourceKey Key, string TemplateId, string Version, string Package)
{
    /// <summary>What is worth knowing.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The file of a rule that says that it was made from the template, or of a function with the same alias; null when there is none.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="comparable">Managed properties of the resource.</param>
    public string? MadeInto(ContentRepository repository, JsonObject comparable) => Key.Kind switch
    {
        ResourceKind.AnalyticsRule => repository.Rules.FirstOrDefault(rule => IsThis(rule.AlertRuleTemplateName))?.Path
            ?? repository.ServiceRules.FirstOrDefault(rule => IsThis(rule.AlertRuleTemplateName))?.Path,
        ResourceKind.Function => repository.Parsers.FirstOrDefault(parser => parser.Alias.Value == JsonText.Text(comparable["functionAlias"]))?.Path,
        _ => null,
    };

    /// <summary>A note when the file has another version than the template.</summary>
    public ImmutableArray<string> ComparedWith(ContentRepository repository, string path)
    {
        var version = Key.Kind switch
        {
            ResourceKind.AnalyticsRule => Of(repository.Rules)?.TemplateVersion ?? Of(repository.Rules)?.Version,
            ResourceKind.HuntingQuery => Of(repository.HuntingQueries)?.Version,
            ResourceKind.Function => Of(repository.Parsers)?.Version,
            ResourceKind.SummaryRule => Of(repository.SummaryRules)?.Version,
            ResourceKind.Workbook => Of(repository.Workbooks)?.Version,
            _ => null,
        };
        return version is null || version.Value == Version ? [] : [$"The template is of version {Version}, the file of {version.Value}."];

        T? Of<T>(IEnumerable<T> items) where T : ContentItem => items.FirstOrDefault(item => item.Path == path);
    }

    private bool IsThis(Located<string>? template) => string.Equals(template?.Value.Trim(), TemplateId, StringComparison.OrdinalIgnoreCase);
}
