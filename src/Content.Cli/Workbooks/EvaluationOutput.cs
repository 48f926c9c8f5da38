using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Content.Cli.Kql;
using Content.Workbooks;
using Content.Workbooks.Evaluation;

namespace Content.Cli.Workbooks;

/// <summary>Writes what a workbook shows.</summary>
internal static class EvaluationOutput
{
    private const int CellWidth = 60;

    /// <summary>For people: one line an item, below it what is in it.</summary>
    /// <param name="items">The items.</param>
    /// <param name="rows">Rows of a query at most.</param>
    /// <param name="output">Where to.</param>
    public static void WriteText(ImmutableArray<EvaluatedItem> items, int rows, TextWriter output) => WriteText(items, rows, output, "");

    private static void WriteText(ImmutableArray<EvaluatedItem> items, int rows, TextWriter output, string indent)
    {
        foreach (var item in items)
        {
            var name = item.Item.Name.Length > 0 ? $" '{item.Item.Name}'" : "";
            output.Write($"{indent}{item.Id} {KindOf(item)}{name}");
            if (!item.IsVisible)
            {
                output.Write(" (hidden)\n");
                continue;
            }

            var inner = indent + "    ";
            switch (item)
            {
                case EvaluatedText text:
                    output.Write($" [{text.Style}]\n");
                    Lines(text.Markdown, inner, output);
                    break;
                case EvaluatedParameters parameters:
                    output.Write("\n");
                    foreach (var parameter in parameters.Parameters)
                        output.Write($"{inner}{parameter.Parameter.Name} = {ValueOf(parameter)}{(parameter.IsHidden ? " (hidden)" : "")}{(parameter.Message is { } message ? ": " + message : "")}\n");
                    break;
                case EvaluatedQuery query:
                    output.Write($" [{query.Visualization}] {(query.Title.Length > 0 ? query.Title + ": " : "")}{(query.Message is { } reason ? $"{Word(query.MessageKind)}: {reason}" : Count(query.Table.Rows.Count))}\n");
                    Table(query.Table, rows, inner, output);
                    break;
                case EvaluatedLinks links:
                    output.Write($" [{links.Style}]\n");
                    foreach (var link in links.Links)
                        output.Write($"{inner}{(link.IsChosen ? "* " : "- ")}{link.Label} ({link.Target}{(link.Url is { } url ? " " + url : "")})\n");
                    break;
                case EvaluatedGroup group:
                    output.Write($"{(group.Title.Length > 0 ? " " + group.Title : "")}{(group.LoadButton is { } button ? $" (not loaded: {button})" : group.IsExpanded ? "" : " (folded)")}\n");
                    WriteText(group.Items, rows, output, inner);
                    break;
                case UnsupportedItem unsupported:
                    output.Write($"{(unsupported.Title.Length > 0 ? " " + unsupported.Title : "")}: not supported offline: {unsupported.Thing}\n");
                    break;
            }
        }
    }

    /// <summary>For programs: one object with all rows.</summary>
    /// <param name="name">Name of the workbook.</param>
    /// <param name="now">The clock.</param>
    /// <param name="items">The items.</param>
    /// <param name="stream">Where to.</param>
    public static void WriteJson(string name, DateTime now, ImmutableArray<EvaluatedItem> items, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, ResultWriter.JsonOptions);
        json.WriteStartObject();
        json.WriteString("workbook", name);
        json.WriteString("now", ValueText.Of(now));
        WriteItems(json, items);
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteItems(Utf8JsonWriter json, ImmutableArray<EvaluatedItem> items)
    {
        json.WriteStartArray("items");
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("id", item.Id);
            json.WriteString("type", KindOf(item));
            json.WriteString("name", item.Item.Name);
            json.WriteBoolean("visible", item.IsVisible);
            if (item.Width is { } width)
                json.WriteNumber("width", width);
            if (item.IsVisible)
                WriteContent(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteContent(Utf8JsonWriter json, EvaluatedItem item)
    {
        switch (item)
        {
            case EvaluatedText text:
                json.WriteString("style", text.Style);
                json.WriteString("markdown", text.Markdown);
                break;
            case EvaluatedParameters parameters:
                json.WriteStartArray("parameters");
                foreach (var parameter in parameters.Parameters)
                {
                    json.WriteStartObject();
                    json.WriteString("name", parameter.Parameter.Name);
                    json.WriteString("label", parameter.Label);
                    json.WriteString("type", parameter.Type.ToString());
                    json.WriteBoolean("hidden", parameter.IsHidden);
                    json.WritePropertyName("value");
                    WriteValue(json, parameter.Value);
                    json.WriteNumber("choices", parameter.Choices.Length);
                    if (parameter.Message is { } message)
                        json.WriteString("message", message);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                break;
            case EvaluatedQuery query:
                json.WriteString("title", query.Title);
                json.WriteString("visualization", query.Visualization);
                if (query.Message is { } reason)
                {
                    json.WriteString("messageKind", query.MessageKind.ToString());
                    json.WriteString("message", reason);
                }

                ResultWriter.WriteColumns(json, query.Table.Columns.Select(column => (column.Name, column.Type)));
                json.WriteStartArray("rows");
                foreach (var row in query.Table.Rows)
                {
                    json.WriteStartArray();
                    foreach (var value in row)
                        ValueText.Write(json, value);
                    json.WriteEndArray();
                }

                json.WriteEndArray();
                break;
            case EvaluatedLinks links:
                json.WriteString("style", links.Style);
                json.WriteStartArray("links");
                foreach (var link in links.Links)
                {
                    json.WriteStartObject();
                    json.WriteString("label", link.Label);
                    json.WriteString("target", link.Target);
                    if (link.Url is { } url)
                        json.WriteString("url", url);
                    json.WriteBoolean("chosen", link.IsChosen);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                break;
            case EvaluatedGroup group:
                json.WriteString("title", group.Title);
                if (group.LoadButton is { } button)
                    json.WriteString("loadButton", button);
                WriteItems(json, group.Items);
                break;
            case UnsupportedItem unsupported:
                json.WriteString("title", unsupported.Title);
                json.WriteString("unsupported", unsupported.Thing);
                break;
        }
    }

    private static void WriteValue(Utf8JsonWriter json, ParameterValue? value)
    {
        switch (value)
        {
            case ListValue list:
                json.WriteStartArray();
                foreach (var each in list.Values)
                    json.WriteStringValue(each);
                json.WriteEndArray();
                break;
            case TimeRangeValue range:
                json.WriteStartObject();
                json.WriteNumber("durationMs", range.Duration.TotalMilliseconds);
                if (range.End is { } end)
                    json.WriteString("endTime", TimeRanges.Iso(end));
                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    /// <summary>What a kind of item is called.</summary>
    public static string KindOf(EvaluatedItem item) => item switch
    {
        EvaluatedText => "text",
        EvaluatedParameters => "parameters",
        EvaluatedQuery => "query",
        EvaluatedLinks => "links",
        EvaluatedGroup => "group",
        _ => item.Item.Type == WorkbookItemType.Metrics ? "metrics" : "item",
    };

    private static string ValueOf(EvaluatedParameter parameter) => parameter.Value switch
    {
        ListValue list => string.Join(", ", list.Values.Take(10)) + (list.Values.Length > 10 ? $" … ({list.Values.Length})" : ""),
        TimeRangeValue range => TimeRanges.Label(range),
        _ => "(none)",
    };

    private static string Word(MessageKind kind) => kind switch
    {
        MessageKind.Error => "error",
        MessageKind.Unsupported => "not supported",
        MessageKind.Waiting => "waiting",
        _ => "no rows",
    };

    private static string Count(int rows) => rows == 1 ? "1 row" : rows.ToString(CultureInfo.InvariantCulture) + " rows";

    private static void Lines(string text, string indent, TextWriter output)
    {
        foreach (var line in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            output.Write($"{indent}{line}\n");
    }

    private static void Table(WorkbookTable table, int limit, string indent, TextWriter output)
    {
        if (table.Rows.Count == 0 || limit == 0)
            return;
        var cells = table.Rows.Take(limit).Select(row => row.Select(value => Shorten(ValueText.Of(value))).ToArray()).ToArray();
        var widths = table.Columns.Select((column, i) => Math.Max(column.Name.Length, cells.Max(row => row[i].Length))).ToArray();
        Line(table.Columns.Select(column => column.Name));
        foreach (var row in cells)
            Line(row);
        if (table.Rows.Count > limit)
            output.Write($"{indent}… {table.Rows.Count - limit} more\n");

        void Line(IEnumerable<string> values) => output.Write(indent + string.Join("  ", values.Select((value, i) => value.PadRight(widths[i]))).TrimEnd() + "\n");
    }

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > CellWidth ? line[..(CellWidth - 1)] + "…" : line;
    }
}
