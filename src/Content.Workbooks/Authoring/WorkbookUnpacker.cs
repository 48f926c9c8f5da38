using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Content.Diagnostics;
using Content.Model.Json;

namespace Content.Workbooks.Authoring;

/// <summary>A file of an unpacked workbook.</summary>
/// <param name="Path">Its path in the workbook's folder, with forward slashes.</param>
/// <param name="Text">Its text.</param>
public sealed record UnpackedFile(string Path, string Text);

/// <summary>A workbook as files, <c>workbook.yaml</c> first.</summary>
/// <param name="Files">The files; none when it could not be unpacked.</param>
/// <param name="Diagnostics">Why not.</param>
public sealed record UnpackedWorkbook(ImmutableArray<UnpackedFile> Files, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Writes a workbook as code: <c>workbook.yaml</c> with the gallery JSON as YAML, each query in a <c>.kql</c> and each text in a <c>.md</c> file.
/// Whatever the JSON holds, known or not, packing it gives the same JSON.
/// </summary>
public sealed class WorkbookUnpacker
{
    // Deeper YAML is refused by those who read it.
    private const int MaximumDepth = 60;
    private const int LogsQuery = 0;
    private const int ResourceGraphQuery = 1;

    private readonly List<UnpackedFile> _files = [];
    private readonly Dictionary<JsonElementNode, string> _replaced = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    private WorkbookUnpacker()
    {
    }

    /// <summary>Unpacks gallery JSON, or the workbook in an ARM resource or template.</summary>
    /// <param name="source">The JSON, without a byte order mark.</param>
    /// <param name="name">The display name, should an ARM resource not say it.</param>
    /// <param name="hasByteOrderMark">Whether the file has a byte order mark.</param>
    public static UnpackedWorkbook Unpack(SourceText source, string name, bool hasByteOrderMark = false) => new WorkbookUnpacker().Run(source, name, hasByteOrderMark);

    private UnpackedWorkbook Run(SourceText source, string name, bool hasByteOrderMark)
    {
        if (GalleryJson.Read(source, out var error) is not { } root)
            return new UnpackedWorkbook([], [error!]);
        if (root.Kind != JsonValueKind.Object)
            return new UnpackedWorkbook([], [root.Report(WorkbookCodes.NotAWorkbook, DiagnosticSeverity.Error, "A workbook is a JSON object.")]);
        var resource = GalleryJson.Resource(JsonElementNode.Parse(source, out _)!, out _);
        Look(root, 1);
        if (_diagnostics.Count > 0)
            return new UnpackedWorkbook([], _diagnostics.ToImmutable());
        Items(root["items"]);
        var properties = resource?["properties"] ?? resource;
        name = Plain(properties?.TextOf("displayName")) ?? name;
        var yaml = new StringBuilder();
        yaml.Append("id: ").Append(Guid.TryParse(resource?.TextOf("name"), out var id) ? id : Identifier(name)).Append('\n');
        yaml.Append("name: ").Append(WorkbookYaml.Scalar(name)).Append('\n');
        if (Plain(properties?.TextOf("description")) is { } description)
            yaml.Append("description: ").Append(WorkbookYaml.Scalar(description)).Append('\n');
        if (Plain(properties?.TextOf("category")) is { } category)
            yaml.Append("category: ").Append(WorkbookYaml.Scalar(category)).Append('\n');
        var data = resource is null ? null : properties?["serializedData"];
        var text = resource is null ? source.Content : data is { Kind: JsonValueKind.String } ? data.Text! : "";
        Layout(yaml, JsonStyle.Of(root, text, hasByteOrderMark && resource is null));
        yaml.Append("content:\n");
        WorkbookYaml.Write(yaml, root, 1, _replaced);
        return new UnpackedWorkbook([new UnpackedFile("workbook.yaml", yaml.ToString()), .. _files], []);
    }

    private static void Layout(StringBuilder yaml, JsonStyle style)
    {
        var keys = new List<string>();
        if (style.Indent != JsonStyle.Canonical.Indent)
            keys.Add("indent: " + style.Indent.ToString(CultureInfo.InvariantCulture));
        if (style.EscapesNonAscii)
            keys.Add("ascii: true");
        if (style.HasCarriageReturns)
            keys.Add("crlf: true");
        if (!style.EndsLine)
            keys.Add("lastLineEnd: false");
        if (style.HasByteOrderMark)
            keys.Add("byteOrderMark: true");
        if (keys.Count > 0)
            yaml.Append("layout: {").AppendJoin(", ", keys).Append("}\n");
    }

    // What YAML could not hold.
    private void Look(JsonElementNode node, int depth)
    {
        if (depth > MaximumDepth)
        {
            _diagnostics.Add(node.Report(WorkbookCodes.CannotUnpack, DiagnosticSeverity.Error, $"This is nested more than {MaximumDepth} levels deep."));
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in node.Properties)
        {
            if (!names.Add(property.Key))
                _diagnostics.Add(property.Value.Report(WorkbookCodes.CannotUnpack, DiagnosticSeverity.Error, $"The object has '{property.Key}' twice.", "Remove one of the two; the service takes the last."));
            Look(property.Value, depth + 1);
        }

        foreach (var item in node.Items)
            Look(item, depth + 1);
    }

    private void Items(JsonElementNode? list)
    {
        foreach (var item in list?.Items ?? [])
        {
            var name = item.TextOf("name") ?? "";
            var content = item["content"];
            switch ((WorkbookItemType)(item.NumberOf("type") ?? 0))
            {
                case WorkbookItemType.Text:
                    Replace(content?["json"], "texts", name, "md");
                    break;
                case WorkbookItemType.Query when (content?.NumberOf("queryType") ?? LogsQuery) is LogsQuery or ResourceGraphQuery:
                    Replace(content?["query"], "queries", name, "kql");
                    break;
                case WorkbookItemType.Parameters:
                    foreach (var parameter in content?["parameters"]?.Items ?? [])
                    {
                        if ((parameter.NumberOf("queryType") ?? LogsQuery) is LogsQuery or ResourceGraphQuery)
                            Replace(parameter["query"], "queries", parameter.TextOf("name") ?? "", "kql");
                    }

                    break;
                case WorkbookItemType.Group:
                    Items(content?["items"]);
                    break;
            }
        }
    }

    private void Replace(JsonElementNode? node, string folder, string name, string extension)
    {
        if (node is not { Kind: JsonValueKind.String, Text: { } text } || string.IsNullOrWhiteSpace(text) || text[0] == '\uFEFF')
            return;
        var hasCrlf = text.Contains("\r\n", StringComparison.Ordinal);
        var unified = hasCrlf ? text.Replace("\r\n", "\n", StringComparison.Ordinal) : text;
        // A file of one kind of line ends cannot say which line had the other.
        if (unified.Contains('\r') || (hasCrlf && unified.Replace("\n", "\r\n", StringComparison.Ordinal) != text))
            return;
        var path = Path(folder, name, extension);
        _files.Add(new UnpackedFile(path, unified + "\n"));
        _replaced[node] = hasCrlf ? $"{{$file: {path}, $lines: crlf}}" : $"{{$file: {path}}}";
    }

    private string Path(string folder, string name, string extension)
    {
        var slug = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '_')
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
            if (slug.Length >= 60)
                break;
        }

        var stem = slug.ToString().Trim('-') is { Length: > 0 } some ? some : "unnamed";
        var path = $"{folder}/{stem}.{extension}";
        for (var number = 2; !_paths.Add(path); number++)
            path = $"{folder}/{stem}-{number}.{extension}";
        return path;
    }

    // An ARM expression is no text.
    private static string? Plain(string? text) => string.IsNullOrWhiteSpace(text) || text.StartsWith('[') ? null : text;

    // The same name gives the same id, so that unpacking again changes nothing.
    private static Guid Identifier(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes("workbook/" + name))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
