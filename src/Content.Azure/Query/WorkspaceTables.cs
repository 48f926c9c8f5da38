using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Resources;
using Content.Kql.Symbols;

namespace Content.Azure.Query;

/// <summary>A table of a workspace as the resource manager lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Plan"><c>Analytics</c>, <c>Basic</c> or <c>Auxiliary</c>.</param>
/// <param name="Columns">Its columns, the standard ones behind the others.</param>
public sealed record WorkspaceTable(string Name, string Plan, ImmutableArray<ColumnSymbol> Columns)
{
    /// <summary>What queries can read, of an analytics rule too.</summary>
    public const string AnalyticsPlan = "Analytics";

    /// <summary>True for a table that somebody declared, rather than Microsoft.</summary>
    public bool IsCustom { get; init; }

    /// <summary>What the table holds; null when nothing is said.</summary>
    public string? Description { get; init; }

    /// <summary>Names of the columns that every table has, whether its author declares them or not.</summary>
    public ImmutableHashSet<string> StandardColumns { get; init; } = [];

    /// <summary>Days for which queries see its rows; null when the answer does not say.</summary>
    public long? RetentionInDays { get; init; }

    /// <summary>Days for which its rows are kept; null when the answer does not say.</summary>
    public long? TotalRetentionInDays { get; init; }

    /// <summary>Whether each retention is the workspace's own rather than the table's.</summary>
    public (bool Retention, bool TotalRetention) HasDefaults { get; init; }

    /// <summary>A column by its name; null when there is none.</summary>
    public ColumnSymbol? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);
}

/// <summary>The tables of a workspace: one list of the resource manager instead of a query for each.</summary>
public static class WorkspaceTables
{
    /// <summary>Reads them.</summary>
    /// <param name="client">The workspace.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The tables in ordinal order of their names.</returns>
    /// <exception cref="ArmException">The service refused or cannot be reached.</exception>
    public static async Task<ImmutableArray<WorkspaceTable>> ReadAsync(ArmClient client, CancellationToken cancellationToken)
    {
        var tables = new List<WorkspaceTable>();
        await foreach (var resource in client.ListAsync(client.Target.WorkspaceId + "/tables", ApiVersions.Tables, cancellationToken).ConfigureAwait(false))
        {
            if (Table(resource.Body) is { } table)
                tables.Add(table);
        }

        return [.. tables.OrderBy(table => table.Name, StringComparer.Ordinal)];
    }

    private static WorkspaceTable? Table(JsonObject resource)
    {
        var properties = resource["properties"] as JsonObject ?? [];
        var schema = properties["schema"] as JsonObject ?? [];
        if ((JsonText.Text(resource["name"]) ?? JsonText.Text(schema["name"])) is not { Length: > 0 } name)
            return null;
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        Add(schema["columns"]);
        var standard = (schema["standardColumns"] as JsonArray ?? []).OfType<JsonObject>().Select(column => JsonText.Text(column["name"]) ?? "").ToImmutableHashSet(StringComparer.Ordinal);
        Add(schema["standardColumns"]);
        return new WorkspaceTable(name, Normal.Word(properties["plan"], WorkspaceTable.AnalyticsPlan, WorkspaceTable.AnalyticsPlan, "Basic", "Auxiliary"), columns.ToImmutable())
        {
            IsCustom = JsonText.Text(schema["tableType"]) == "CustomLog",
            Description = Normal.Text(schema["description"]) is { Length: > 0 } description ? description : null,
            StandardColumns = standard,
            RetentionInDays = Normal.Number(properties["retentionInDays"]),
            TotalRetentionInDays = Normal.Number(properties["totalRetentionInDays"]),
            HasDefaults = (Normal.Flag(properties["retentionInDaysAsDefault"], absent: false), Normal.Flag(properties["totalRetentionInDaysAsDefault"], absent: false)),
        };

        void Add(JsonNode? list)
        {
            foreach (var column in (list as JsonArray ?? []).OfType<JsonObject>())
            {
                if (JsonText.Text(column["name"]) is { Length: > 0 } title && known.Add(title))
                    columns.Add(new ColumnSymbol(title, TypeOf(JsonText.Text(column["type"]) ?? ""), Normal.Text(column["description"]) is { Length: > 0 } text ? text : null));
            }
        }
    }

    // The service spells types in several ways.
    private static KqlType TypeOf(string word) => word.ToLowerInvariant() switch
    {
        "boolean" => KqlType.Bool,
        "double" => KqlType.Real,
        "uuid" => KqlType.Guid,
        var other => KqlType.FromName(other) ?? KqlType.String,
    };
}
