using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model.Csv;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads the header of a watchlist and its CSV file.</summary>
internal static class WatchlistReader
{
    public static Watchlist? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics, FileScope files)
    {
        var reader = new MappingReader(node, WatchlistFields.Shape, diagnostics);
        var alias = reader.Text(WatchlistFields.Alias);
        var searchKey = reader.Text(WatchlistFields.ItemsSearchKey);
        var file = reader.Text(WatchlistFields.Source);
        var data = file is { Value.Length: > 0 } && files.Resolve(file) is { } reference && files.Read(reference) is { } text ? CsvDocument.Parse(text) : null;
        if (data is not null)
        {
            diagnostics.AddRange(data.Diagnostics);
            if (searchKey is not null && !data.Headers.IsEmpty && data.IndexOf(searchKey.Value) < 0)
            {
                var meant = NameSuggestion.Find(searchKey.Value, data.Headers.Select(header => header.Value));
                diagnostics.Error(DiagnosticCodes.UnknownCsvColumn, searchKey, $"'{searchKey.Value}' is no header of {file!.Value}." + (meant is null ? "" : $" Did you mean '{meant}'?"),
                    $"Use one of {string.Join(", ", data.Headers.Select(header => header.Value))}; case matters.");
            }
        }

        return alias is null ? null : new Watchlist(source, node, alias)
        {
            DisplayName = reader.Text(WatchlistFields.DisplayName),
            Description = reader.Text(WatchlistFields.Description),
            Provider = reader.Text(WatchlistFields.Provider),
            ItemsSearchKey = searchKey,
            File = file,
            DefaultDuration = reader.Duration(WatchlistFields.DefaultDuration),
            Labels = reader.Texts(WatchlistFields.Labels),
            Ownership = SharedReader.Ownership(reader),
            Data = data,
        };
    }
}

/// <summary>Reads custom tables.</summary>
internal static class TableReader
{
    public static CustomTable? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, TableFields.Shape, diagnostics);
        var name = reader.Text(TableFields.Table);
        var columns = ImmutableArray.CreateBuilder<CustomColumn>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in reader.Maps(TableFields.Columns))
        {
            var column = item.Text(TableFields.ColumnName);
            var type = item.Choice(TableFields.ColumnType);
            var description = item.Text(TableFields.ColumnDescription);
            if (column is null)
                continue;
            if (!known.Add(column.Value))
                diagnostics.Error(DiagnosticCodes.DuplicateIdentifier, column, $"The column '{column.Value}' is declared twice.", "Remove one of the two; case does not tell columns apart.");
            else
                columns.Add(new CustomColumn(column, type ?? new Located<KqlType>(KqlType.Unknown, column.Source, column.Span), description));
        }

        if (name is not null && columns.Count > 0 && !columns.Any(column => column.Name.Value == "TimeGenerated" && column.Type.Value.Kind is TypeKind.DateTime or TypeKind.Unknown))
            diagnostics.Error(DiagnosticCodes.MissingField, name, "The table has no column 'TimeGenerated' of type datetime.", "Add {name: TimeGenerated, type: datetime}; every table of Log Analytics has it.");
        return name is null ? null : new CustomTable(source, node, name, columns.ToImmutable())
        {
            Description = reader.Text(TableFields.Description),
            Plan = reader.Choice(TableFields.Plan),
            RetentionInDays = reader.Integer(TableFields.RetentionInDays),
            TotalRetentionInDays = reader.Integer(TableFields.TotalRetentionInDays),
            Ownership = SharedReader.Ownership(reader),
        };
    }
}
