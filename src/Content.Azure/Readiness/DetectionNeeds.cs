using System.Collections.Immutable;
using Content.Catalog.Attack;
using Content.Kql;
using Content.Kql.Engine;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Azure.Readiness;

/// <summary>A platform of ATT&amp;CK as telemetry writes it.</summary>
/// <param name="Name">Such as <c>iOS</c>.</param>
/// <param name="Words">Terms, one of which a value of that platform has.</param>
internal sealed record PlatformWords(string Name, ImmutableArray<string> Words)
{
    /// <summary>The words of a platform. iPads have called their system iPadOS since 2019.</summary>
    public static PlatformWords Of(string name) => new(name, name == "iOS" ? ["iOS", "iPadOS", "iPhone OS"] : [name]);
}

/// <summary>What a rule needs of a workspace.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Query">Its bound query.</param>
/// <param name="Schema">What the query was bound with.</param>
/// <param name="Sources">Tables of the workspace and functions without a body, with the columns that decide.</param>
/// <param name="Elsewhere">Tables of other workspaces and clusters, as the query writes them.</param>
/// <param name="Platforms">The platforms of the analytic that it is about; empty when it names none.</param>
public sealed record DetectionNeeds(AnalyticsRule Rule, BoundQuery Query, ISchema Schema, ImmutableArray<SourceUse> Sources, ImmutableArray<string> Elsewhere, ImmutableArray<string> Platforms)
{
    /// <summary>Finds out what a rule needs.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="query">Its bound query, free of errors.</param>
    /// <param name="schema">What it was bound with.</param>
    public static DetectionNeeds Of(AnalyticsRule rule, BoundQuery query, ISchema schema)
    {
        var sources = QueryEngine.GetSourceUse(query.Body, ResultColumns(rule));
        var platforms = rule.Attack?.Analytic is { } id && AttackCatalog.Instance.FindAnalytic(id.Value) is { } analytic ? analytic.Platforms : [];
        return new DetectionNeeds(rule, query, schema, [.. sources.Where(IsOwn)], [.. sources.Where(source => !IsOwn(source)).Select(Place).Distinct(StringComparer.Ordinal)], platforms);
    }

    private static bool IsOwn(SourceUse source) => source is { Cluster: null, Database: null };

    private static string Place(SourceUse source) => source.Cluster is null ? $"workspace(\"{source.Database}\").{source.Name}" : $"cluster(\"{source.Cluster}\").database(\"{source.Database}\").{source.Name}";

    // The columns of the result that end in alerts.
    private static HashSet<string> ResultColumns(AnalyticsRule rule)
    {
        var columns = new HashSet<string>(StringComparer.Ordinal) { "TimeGenerated" };
        columns.UnionWith(rule.EntityMappings.SelectMany(mapping => mapping.FieldMappings).Select(field => field.ColumnName.Value));
        columns.UnionWith(rule.SentinelEntitiesMappings.Select(column => column.Value));
        columns.UnionWith(rule.CustomDetails.Select(detail => detail.ColumnName.Value));
        if (rule.AlertDetailsOverride is not { } overrides)
            return columns;
        columns.UnionWith(new[] { overrides.AlertSeverityColumnName, overrides.AlertTacticsColumnName }.OfType<Located<string>>().Select(column => column.Value));
        columns.UnionWith(overrides.AlertDynamicProperties.Select(property => property.Value.Value));
        foreach (var format in new[] { overrides.AlertDisplayNameFormat, overrides.AlertDescriptionFormat })
        {
            for (var open = format?.Value.IndexOf("{{", StringComparison.Ordinal) ?? -1; open >= 0; open = format!.Value.IndexOf("{{", open + 2, StringComparison.Ordinal))
            {
                if (format!.Value.IndexOf("}}", open, StringComparison.Ordinal) is var close and > 0)
                    columns.Add(format.Value[(open + 2)..close].Trim());
            }
        }

        return columns;
    }
}
