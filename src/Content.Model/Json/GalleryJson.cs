using System.Collections.Immutable;
using System.Text.Json;
using Content.Diagnostics;

namespace Content.Model.Json;

/// <summary>
/// Finds the gallery JSON of a workbook in what people have of one: the JSON itself, an ARM resource or template with <c>serializedData</c>
/// (the workbook as a string) or <c>templateData</c> (as an object).
/// </summary>
public static class GalleryJson
{
    private const string Workbooks = "microsoft.insights/workbooks";

    /// <summary>The workbook; null, with the reason, when the text is no JSON or holds none that can be told.</summary>
    /// <param name="source">The file.</param>
    /// <param name="error">Why there is none.</param>
    public static JsonElementNode? Read(SourceText source, out Diagnostic? error)
    {
        if (JsonElementNode.Parse(source, out error) is not { } root)
            return null;
        if (Resource(root, out error) is not { } resource)
            return error is null ? root : null;
        return Data(resource) is { Kind: JsonValueKind.String } text ? JsonElementNode.ParseText(text, out error) : Data(resource);
    }

    /// <summary>The ARM resource of a workbook in a file; null when the file is none, or, with the reason, when there are several.</summary>
    public static JsonElementNode? Resource(JsonElementNode root, out Diagnostic? error)
    {
        error = null;
        if (root.Kind != JsonValueKind.Object || root["items"] is not null)
            return null;
        ImmutableArray<JsonElementNode> candidates = root["resources"] is { Kind: JsonValueKind.Array } list ? list.Items : [root];
        var found = candidates.Where(candidate => Data(candidate) is not null && (candidate.TextOf("type") is not { } type || type.StartsWith(Workbooks, StringComparison.OrdinalIgnoreCase))).ToArray();
        if (found.Length == 1)
            return found[0];
        if (found.Length > 1)
            error = found[1].Report(DiagnosticCodes.BadJson, DiagnosticSeverity.Error, $"The template holds {found.Length} workbooks.", "Put each into a file of its own.") with { Span = new TextSpan(found[1].Span.Start, 1) };
        return null;
    }

    private static JsonElementNode? Data(JsonElementNode resource) =>
        resource["properties"] is { } properties ? properties["serializedData"] ?? properties["templateData"] : resource["serializedData"] ?? resource["templateData"];
}
