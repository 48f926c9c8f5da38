using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model.Csv;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads the header of a watchlist and its CSV file.</summary>
internal static class WatchlistReader
{
    public static Watchlist? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics, FileScope files)
    {
        var reader = new MappingReader(node, "a watchlist", diagnostics);
        var alias = reader.Text("alias", Need.Required);
        var searchKey = reader.Text("itemsSearchKey", Need.Required);
        var file = reader.Text("source", Need.Required);
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

        var watchlist = alias is null ? null : new Watchlist(source, node, alias)
        {
            DisplayName = reader.Text("displayName"),
            Description = reader.Text("description"),
            Provider = reader.Text("provider"),
            ItemsSearchKey = searchKey,
            File = file,
            Data = data,
        };
        reader.Ignore("displayName", "description", "provider");
        reader.Done();
        return watchlist;
    }
}

/// <summary>Reads custom tables.</summary>
internal static class TableReader
{
    private static readonly Choices<string> Plans = new(
        ["Analytics", "Basic", "Auxiliary"],
        ["Analytics", "Basic", "Auxiliary"]);

    private static readonly Choices<KqlType> Types = new(
        ["string", "int", "long", "real", "bool", "datetime", "dynamic", "guid", "timespan", "decimal", "boolean", "double"],
        [KqlType.String, KqlType.Int, KqlType.Long, KqlType.Real, KqlType.Bool, KqlType.DateTime, KqlType.Dynamic, KqlType.Guid, KqlType.TimeSpan, KqlType.Decimal, KqlType.Bool, KqlType.Real]);

    public static CustomTable? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, "a custom table", diagnostics);
        var name = reader.Text("table", Need.Required);
        var columns = ImmutableArray.CreateBuilder<CustomColumn>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in reader.Maps("columns", "a column", Need.Required))
        {
            var column = item.Text("name", Need.Required);
            var type = item.Choice("type", Types, Need.Required);
            var description = item.Text("description");
            item.Done();
            if (column is null)
                continue;
            if (!known.Add(column.Value))
                diagnostics.Error(DiagnosticCodes.DuplicateIdentifier, column, $"The column '{column.Value}' is declared twice.", "Remove one of the two; case does not tell columns apart.");
            else
                columns.Add(new CustomColumn(column, type ?? new Located<KqlType>(KqlType.Unknown, column.Source, column.Span), description));
        }

        if (name is not null && columns.Count > 0 && !columns.Any(column => column.Name.Value == "TimeGenerated" && column.Type.Value.Kind is TypeKind.DateTime or TypeKind.Unknown))
            diagnostics.Error(DiagnosticCodes.MissingField, name, "The table has no column 'TimeGenerated' of type datetime.", "Add {name: TimeGenerated, type: datetime}; every table of Log Analytics has it.");
        var table = name is null ? null : new CustomTable(source, node, name, columns.ToImmutable())
        {
            Description = reader.Text("description"),
            Plan = reader.Choice("plan", Plans),
            RetentionInDays = reader.Integer("retentionInDays"),
        };
        reader.Ignore("description", "plan", "retentionInDays");
        reader.Done();
        return table;
    }
}

/// <summary>Reads the header of a workbook and its JSON file.</summary>
internal static class WorkbookReader
{
    public const string FileName = "workbook.yaml";

    public static Workbook Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics, FileScope files)
    {
        var reader = new MappingReader(node, "a workbook", diagnostics);
        var id = reader.Guid("id", Need.Required);
        var name = reader.Text("name", Need.Required);
        var file = reader.Text("file", Need.Required);
        var json = file is { Value.Length: > 0 } && files.Resolve(file) is { } reference ? files.Read(reference) : null;
        if (json is not null && FindError(json) is { } error)
        {
            diagnostics.Add(error);
            json = null;
        }

        var folder = files.Folder[(files.Folder.LastIndexOf('/') + 1)..];
        var workbook = new Workbook(source, node, name ?? RuleReader.At(folder, source, node))
        {
            Id = id,
            Description = reader.Text("description"),
            Category = reader.Text("category"),
            Version = reader.Text("version"),
            File = file,
            Json = json,
        };
        reader.Done();
        return workbook;
    }

    private static Diagnostic? FindError(SourceText source)
    {
        var bytes = Encoding.UTF8.GetBytes(source.Content);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException exception)
        {
            var line = source.GetOffset(new LinePosition((int)(exception.LineNumber ?? 0) + 1, 1));
            var rest = source.Content.AsSpan(line);
            var inLine = Encoding.UTF8.GetBytes(rest[..Math.Min(rest.Length, (int)(exception.BytePositionInLine ?? 0))].ToString());
            var offset = line + Encoding.UTF8.GetCharCount(inLine.AsSpan(0, (int)Math.Min(inLine.Length, exception.BytePositionInLine ?? 0)));
            var message = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and > 0 ? exception.Message[..end] : exception.Message;
            return new Diagnostic(DiagnosticCodes.BadJson, DiagnosticSeverity.Error, "This is not valid JSON: " + message, new TextSpan(Math.Min(offset, source.Content.Length), 0)) { Source = source };
        }
    }
}
