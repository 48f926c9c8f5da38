using System.Text.Json;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Json;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads the header of a workbook, and the workbook in it or beside it.</summary>
internal static class WorkbookReader
{
    public const string FileName = "workbook.yaml";

    public static Workbook Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics, FileScope files)
    {
        var reader = new MappingReader(node, WorkbookFields.Shape, diagnostics);
        var id = reader.Text(WorkbookFields.Id);
        var name = reader.Text(WorkbookFields.Name);
        var content = reader.Node(WorkbookFields.Content);
        var file = reader.Text(WorkbookFields.File, content is null ? Need.Required : Need.Optional);
        var layout = reader.Child(WorkbookFields.Layout);
        var style = layout is null ? JsonStyle.Canonical : Style(layout);
        if (content is not null && file is not null)
            diagnostics.Error(DiagnosticCodes.WrongType, file, "The workbook stands here under 'content' and in a file too.", "Remove one of the two.");
        var (root, json) = content is not null ? Written(content, style, source, diagnostics, files) : file is { Value.Length: > 0 } ? FromFile(file, diagnostics, files) : default;
        var folder = files.Folder[(files.Folder.LastIndexOf('/') + 1)..];
        return new Workbook(source, node, name ?? SharedReader.At(folder, source, node))
        {
            Id = id,
            Description = reader.Text(WorkbookFields.Description),
            Category = reader.Text(WorkbookFields.Category),
            Version = reader.Text(WorkbookFields.Version),
            File = file,
            Root = root,
            Json = json,
            Style = style,
            Ownership = SharedReader.Ownership(reader),
        };
    }

    private static (JsonElementNode? Root, SourceText? Json) Written(YamlNode content, JsonStyle style, SourceText source, DiagnosticBag diagnostics, FileScope files)
    {
        if (content is not YamlMapping)
        {
            diagnostics.Error(DiagnosticCodes.WrongType, content, $"'content' must be a mapping, not {content.Description}.", "It is the workbook's gallery JSON, written as YAML.");
            return default;
        }

        var root = new WorkbookTree(diagnostics, files).Read(content);
        return (root, new SourceText(style.Write(root), source.Path));
    }

    private static (JsonElementNode? Root, SourceText? Json) FromFile(Located<string> file, DiagnosticBag diagnostics, FileScope files)
    {
        if (files.Resolve(file) is not { } reference || files.Read(reference) is not { } text)
            return default;
        var root = GalleryJson.Read(text, out var error);
        if (error is not null)
            diagnostics.Add(error);
        return root is null ? default : (root, ReferenceEquals(root.Source, text) && root.Span.Start == 0 ? text : new SourceText(JsonStyle.Canonical.Write(root), text.Path));
    }

    private static JsonStyle Style(MappingReader reader) => new()
    {
        Indent = (int)Math.Clamp(reader.Integer(WorkbookFields.Indent)?.Value ?? 2, 0, 16),
        EscapesNonAscii = reader.Boolean(WorkbookFields.Ascii)?.Value ?? false,
        HasCarriageReturns = reader.Boolean(WorkbookFields.Crlf)?.Value ?? false,
        EndsLine = reader.Boolean(WorkbookFields.LastLineEnd)?.Value ?? true,
        HasByteOrderMark = reader.Boolean(WorkbookFields.ByteOrderMark)?.Value ?? false,
    };
}
