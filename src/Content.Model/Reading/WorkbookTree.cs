using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Content.Diagnostics;
using Content.Model.Json;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>
/// Turns the YAML of a workbook into its JSON. Plain scalars are what JSON takes them for, all others are texts. A mapping with the key
/// <c>$file</c> is the text of that file without its last line end; with <c>$lines: crlf</c> its lines end as Windows has them. A mapping with the
/// key <c>$object</c> is the object behind it, should that have one of these keys itself.
/// </summary>
internal sealed partial class WorkbookTree(DiagnosticBag diagnostics, FileScope files)
{
    public const string FileKey = "$file";
    public const string LinesKey = "$lines";
    public const string ObjectKey = "$object";
    public const string Crlf = "crlf";

    public JsonElementNode Read(YamlNode node) => node switch
    {
        YamlScalar scalar => Read(scalar),
        YamlSequence sequence => new JsonElementNode(JsonValueKind.Array, node.Source, node.Span) { Items = [.. sequence.Items.Select(Read)] },
        YamlMapping mapping when mapping.Find(FileKey) is { } file => Text(mapping, file),
        YamlMapping { Entries: [{ Key.Value: ObjectKey, Value: YamlMapping inner }] } => Object(inner),
        _ => Object((YamlMapping)node),
    };

    private JsonElementNode Object(YamlMapping mapping) => new(JsonValueKind.Object, mapping.Source, mapping.Span)
    {
        Properties = [.. mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, Read(entry.Value)))],
    };

    private static JsonElementNode Read(YamlScalar scalar)
    {
        var kind = scalar.Style != YamlScalarStyle.Plain || scalar.Tag is not null ? JsonValueKind.String : scalar.Value switch
        {
            "" or "null" or "~" => JsonValueKind.Null,
            "true" => JsonValueKind.True,
            "false" => JsonValueKind.False,
            _ => NumberPattern().IsMatch(scalar.Value) ? JsonValueKind.Number : JsonValueKind.String,
        };
        return new JsonElementNode(kind, scalar.Source, scalar.Span)
        {
            Text = kind is JsonValueKind.String or JsonValueKind.Number ? scalar.Value : null,
            MapFactory = () => scalar.Map,
        };
    }

    private JsonElementNode Text(YamlMapping mapping, YamlEntry file)
    {
        var empty = new JsonElementNode(JsonValueKind.String, mapping.Source, mapping.Span) { Text = "" };
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key.Value is not (FileKey or LinesKey))
                diagnostics.Error(DiagnosticCodes.UnknownKey, entry.Key, $"Beside '{FileKey}' only '{LinesKey}' can stand, not '{entry.Key.Value}'.", $"An object that has a key '{FileKey}' itself is written below '{ObjectKey}:'.");
        }

        var lines = mapping.Find(LinesKey)?.Value;
        if (lines is not (null or YamlScalar { Value: Crlf }))
            diagnostics.Error(DiagnosticCodes.BadEnum, lines, $"'{LinesKey}' can only be '{Crlf}'.", "Leave it out for lines that end in LF.");
        if (file.Value is not YamlScalar { IsNull: false } path)
        {
            diagnostics.Error(DiagnosticCodes.WrongType, file.Value, $"'{FileKey}' must be the path of a file, not {file.Value.Description}.");
            return empty;
        }

        if (files.Resolve(new Located<string>(path.Value, path)) is not { } reference || files.Read(reference) is not { } source)
            return empty;
        var (text, segments) = Lines(source.Content, lines is null ? "\n" : "\r\n");
        return new JsonElementNode(JsonValueKind.String, source, new TextSpan(0, source.Content.Length)) { Text = text, MapFactory = () => new SourceMap(source, segments) };
    }

    // A checkout may have changed the line ends of the file; which ones the workbook has is said in the YAML.
    private static (string Text, ImmutableArray<SourceSegment> Segments) Lines(string content, string lineEnd)
    {
        var text = new StringBuilder(content.Length);
        var segments = ImmutableArray.CreateBuilder<SourceSegment>();
        var position = 0;
        while (true)
        {
            var end = content.IndexOf('\n', position);
            var stop = end < 0 ? content.Length : end > position && content[end - 1] == '\r' ? end - 1 : end;
            segments.Add(new SourceSegment(text.Length, position, stop - position, stop - position));
            text.Append(content, position, stop - position);
            if (end < 0 || end + 1 == content.Length)
                return (text.ToString(), segments.ToImmutable());
            segments.Add(new SourceSegment(text.Length, stop, lineEnd.Length, end + 1 - stop));
            text.Append(lineEnd);
            position = end + 1;
        }
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
