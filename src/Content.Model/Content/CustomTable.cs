using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>A column of a custom table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Description">What it holds; null when nothing is said.</param>
public sealed record CustomColumn(Located<string> Name, Located<KqlType> Type, Located<string>? Description);

/// <summary>A table that the content brings along.</summary>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
/// <param name="Name">Name of the table.</param>
/// <param name="Columns">Its columns as declared.</param>
public sealed record CustomTable(SourceText Source, YamlMapping Node, Located<string> Name, ImmutableArray<CustomColumn> Columns) : ContentItem(Source, Node)
{
    /// <summary>The columns that Log Analytics adds to every table (Azure Monitor documentation, "Standard columns in Azure Monitor Logs").</summary>
    public static ImmutableArray<ColumnSymbol> Standard { get; } =
    [
        new("TenantId", KqlType.String), new("SourceSystem", KqlType.String), new("Type", KqlType.String), new("_ResourceId", KqlType.String),
        new("_SubscriptionId", KqlType.String), new("_ItemId", KqlType.String), new("_IsBillable", KqlType.String), new("_BilledSize", KqlType.Real),
        new("_TimeReceived", KqlType.DateTime),
    ];

    /// <summary>Description.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Table plan; null means <c>Analytics</c>.</summary>
    public Located<string>? Plan { get; init; }
    /// <summary>Retention in days; null means the workspace's own.</summary>
    public Located<long>? RetentionInDays { get; init; }
    /// <summary>Retention with the archive, in days; null means that of queries.</summary>
    public Located<long>? TotalRetentionInDays { get; init; }

    /// <inheritdoc/>
    public override string Label => Name.Value;

    /// <summary>The table as queries see it: its own columns, then the standard ones that it does not declare.</summary>
    public TableSymbol Table
    {
        get
        {
            var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
            foreach (var column in Columns)
                columns.Add(new ColumnSymbol(column.Name.Value, column.Type.Value, column.Description?.Value));
            foreach (var column in Standard)
            {
                if (!Columns.Any(own => own.Name.Value == column.Name))
                    columns.Add(column);
            }

            return new TableSymbol(Name.Value, new RowType(columns.ToImmutable())) { Description = Description?.Value };
        }
    }
}
