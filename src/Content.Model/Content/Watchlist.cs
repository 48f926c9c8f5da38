using System.Collections.Immutable;
using Content.Catalog;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model.Csv;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>A watchlist: a YAML header and a CSV file.</summary>
/// <param name="Source">The YAML file.</param>
/// <param name="Node">Its root.</param>
/// <param name="Alias">The name that <c>_GetWatchlist</c> takes.</param>
public sealed record Watchlist(SourceText Source, YamlMapping Node, Located<string> Alias) : ContentItem(Source, Node)
{
    /// <summary>Display name; null means the alias.</summary>
    public Located<string>? DisplayName { get; init; }
    /// <summary>Description.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Provider; null means <c>Custom</c>.</summary>
    public Located<string>? Provider { get; init; }
    /// <summary>Header of the column that is the search key.</summary>
    public Located<string>? ItemsSearchKey { get; init; }
    /// <summary>The CSV file as the header names it.</summary>
    public Located<string>? File { get; init; }
    /// <summary>How long an item lives; null means for ever.</summary>
    public Located<TimeSpan>? DefaultDuration { get; init; }
    /// <summary>Words to find it by.</summary>
    public ImmutableArray<Located<string>> Labels { get; init; } = [];
    /// <summary>Its rows; null when the file cannot be read.</summary>
    public CsvDocument? Data { get; init; }

    /// <summary>The columns that <c>_GetWatchlist</c> gives.</summary>
    public RowType Row => WatchlistColumns.Create(Data?.Headers.Select(header => header.Value) ?? []);

    /// <inheritdoc/>
    public override string Label => Alias.Value;
}
