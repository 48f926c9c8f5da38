using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model.Yaml;

namespace Content.Workbooks.Evaluation;

/// <summary>
/// Responses of sources that no offline engine can answer (Resource Graph, ARM, metrics…), as a file beside the workbook has them, in YAML or JSON:
/// a list of <c>responses</c>, each with the <c>type</c> of the query, an <c>item</c> (name of the step or parameter), a <c>match</c> (text that is in
/// the query) or both, and <c>columns</c> with <c>rows</c>, or a <c>response</c> that the transformers of the query make rows of. The first that fits counts.
/// </summary>
public sealed class RecordedResponses
{
    private readonly ImmutableArray<Response> _responses;

    private RecordedResponses(ImmutableArray<Response> responses, ImmutableArray<Diagnostic> diagnostics)
    {
        _responses = responses;
        Diagnostics = diagnostics;
    }

    /// <summary>Nothing was recorded.</summary>
    public static RecordedResponses None { get; } = new([], []);

    /// <summary>What is wrong with the file; the responses that are right are there all the same.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The response of a query; null when none was recorded.</summary>
    /// <param name="owner">Name of the item or parameter.</param>
    /// <param name="queryType">The type, see <see cref="WorkbookQueryTypes"/>.</param>
    /// <param name="query">The text with the values of parameters in it.</param>
    public WorkbookTable? Find(string owner, int queryType, string query)
    {
        foreach (var response in _responses)
        {
            if (response.Type == queryType && (response.Item is null || response.Item == owner) && (response.Match is null || query.Contains(response.Match, StringComparison.OrdinalIgnoreCase)))
                return response.Table ?? JsonSource.Transform(response.Json, ValueText.TryParse(query, out var root) && root is IReadOnlyDictionary<string, object?> bag ? bag.GetValueOrDefault("transformers") : null);
        }

        return null;
    }

    /// <summary>Reads a file. Never throws for what it holds.</summary>
    public static RecordedResponses Read(SourceText source)
    {
        var document = YamlDocument.Parse(source);
        var reader = new Reader();
        reader.Diagnostics.AddRange(document.Diagnostics);
        if (document.Root is YamlMapping root && root.Find("responses")?.Value is YamlSequence list)
        {
            foreach (var entry in root.Entries.Where(entry => entry.Key.Value != "responses"))
                reader.Error(entry.Key, $"There is no key '{entry.Key.Value}' here.", "The file has one key: responses.");
            return new RecordedResponses([.. list.Items.Select(reader.Read).OfType<Response>()], [.. reader.Diagnostics]);
        }

        if (document.Root is { } other)
            reader.Error(other, "Recorded responses are a list below 'responses'.", "Write 'responses:' and below it '- type: resourceGraph' and so on.");
        return new RecordedResponses([], [.. reader.Diagnostics]);
    }

    private sealed record Response(int Type, string? Item, string? Match, WorkbookTable? Table, object? Json);

    private sealed class Reader
    {
        private static readonly string[] Keys = ["type", "item", "match", "columns", "rows", "response"];

        public List<Diagnostic> Diagnostics { get; } = [];

        public void Error(YamlNode node, string message, string? help = null) => Diagnostics.Add(node.Report(WorkbookCodes.BadRecording, DiagnosticSeverity.Error, message, help));

        public Response? Read(YamlNode node)
        {
            if (node is not YamlMapping mapping)
            {
                Error(node, "A response is a mapping with a 'type'.");
                return null;
            }

            foreach (var entry in mapping.Entries.Where(entry => !Keys.Contains(entry.Key.Value)))
            {
                var meant = NameSuggestion.Find(entry.Key.Value, Keys);
                Error(entry.Key, $"A response has no key '{entry.Key.Value}'." + (meant is null ? "" : $" Did you mean '{meant}'?"), $"Its keys are {string.Join(", ", Keys)}.");
            }

            if (mapping.Find("type")?.Value is not YamlScalar type || (WorkbookQueryTypes.FromKey(type.Value) ?? (type.TryGetInteger(out var number) ? (int?)number : null)) is not { } queryType)
            {
                Error(mapping.Find("type")?.Value ?? mapping, "A response needs the 'type' of its query.", $"It is one of {string.Join(", ", WorkbookQueryTypes.RecordedKeys)}.");
                return null;
            }

            var item = (mapping.Find("item")?.Value as YamlScalar)?.Value;
            var match = (mapping.Find("match")?.Value as YamlScalar)?.Value;
            if (mapping.Find("response")?.Value is { } response)
                return new Response(queryType, item, match, null, ValueText.TryParse(YamlJson.ToJson(response)?.ToJsonString() ?? "null", out var json) ? json : null);
            return Table(mapping) is { } table ? new Response(queryType, item, match, table, null) : null;
        }

        private WorkbookTable? Table(YamlMapping mapping)
        {
            if (mapping.Find("rows")?.Value is not YamlSequence rows)
            {
                Error(mapping, "A response needs 'columns' and 'rows', or a 'response'.");
                return null;
            }

            if (Columns(mapping.Find("columns")?.Value, rows) is not { } columns)
                return null;
            var values = new List<object?[]>();
            foreach (var row in rows.Items)
            {
                if (row is YamlSequence cells && cells.Items.Length == columns.Length)
                    values.Add([.. cells.Items.Select((cell, i) => Value(cell, columns[i]))]);
                else if (row is YamlMapping named)
                    values.Add([.. columns.Select(column => named.Find(column.Name) is { } entry ? Value(entry.Value, column) : null)]);
                else
                    Error(row, $"A row is a list of {columns.Length} values, or a mapping by columns.");
            }

            return new WorkbookTable(columns, values);
        }

        // {name: type}, [name], or what the rows have.
        private ImmutableArray<ColumnSymbol>? Columns(YamlNode? node, YamlSequence rows)
        {
            switch (node)
            {
                case YamlMapping types:
                    var typed = ImmutableArray.CreateBuilder<ColumnSymbol>();
                    foreach (var entry in types.Entries)
                    {
                        if (entry.Value is YamlScalar name && KqlType.FromName(name.Value) is { } type)
                            typed.Add(new ColumnSymbol(entry.Key.Value, type));
                        else
                            Error(entry.Value, "A column has a type of KQL.", "string, long, real, datetime, timespan, bool, guid or dynamic.");
                    }

                    return typed.ToImmutable();
                case YamlSequence names:
                    return [.. names.Items.OfType<YamlScalar>().Select(name => new ColumnSymbol(name.Value, KqlType.String))];
                case null:
                    return [.. rows.Items.OfType<YamlMapping>().SelectMany(row => row.Entries).Select(entry => entry.Key.Value).Distinct(StringComparer.Ordinal).Select(name => new ColumnSymbol(name, KqlType.String))];
                default:
                    Error(node, "Columns are a mapping of names to types, or a list of names.");
                    return null;
            }
        }

        private object? Value(YamlNode node, ColumnSymbol column)
        {
            var json = ValueText.TryParse(YamlJson.ToJson(node)?.ToJsonString() ?? "null", out var read) ? read : null;
            // A text stays as it is written: 0012 is no number there.
            if (node is YamlScalar { IsNull: false } scalar && column.Type.Kind is TypeKind.String or TypeKind.DateTime or TypeKind.TimeSpan or TypeKind.Guid)
                json = ((YamlScalar)node).Value;
            var value = JsonSource.Convert(json, column.Type);
            if (value is null && json is not null)
                Error(node, $"This is no {column.Type.Name}, as the column '{column.Name}' is.");
            return value;
        }
    }
}
