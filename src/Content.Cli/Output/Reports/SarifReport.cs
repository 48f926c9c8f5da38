using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Content.Cli.Commands;
using Content.Cli.Reference;
using Content.Diagnostics;

namespace Content.Cli.Output.Reports;

/// <summary>SARIF 2.1.0 (OASIS): results with regions of lines and columns, the codes' own pages as rule metadata, and fixes.</summary>
internal static class SarifReport
{
    private const string Root = "SRCROOT";

    public static void Write(ContentOutcome outcome, Stream output)
    {
        var findings = Findings.WithCases(outcome).ToList();
        var codes = findings.Select(finding => finding.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, codes);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartObject("originalUriBaseIds");
            json.WriteStartObject(Root);
            json.WriteStartObject("description");
            json.WriteString("text", "The folder that the tool was run in.");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("invocations");
            json.WriteStartObject();
            json.WriteBoolean("executionSuccessful", true);
            json.WriteNumber("exitCode", outcome.ExitCode);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("results");
            foreach (var finding in findings)
                WriteResult(json, outcome, finding, codes.IndexOf(finding.Code));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteTool(Utf8JsonWriter json, List<string> codes)
    {
        var pages = CodeReference.All().ToDictionary(page => page.Code, StringComparer.Ordinal);
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "sentinel-content");
        json.WriteString("version", Program.Version);
        json.WriteString("semanticVersion", Program.Version);
        json.WriteStartArray("rules");
        foreach (var code in codes)
        {
            var page = pages.GetValueOrDefault(code);
            json.WriteStartObject();
            json.WriteString("id", code);
            if (page is not null)
            {
                WriteText(json, "shortDescription", page.Title);
                json.WriteStartObject("help");
                json.WriteString("text", page.Text);
                json.WriteString("markdown", page.Text);
                json.WriteEndObject();
                json.WriteStartObject("defaultConfiguration");
                json.WriteString("level", LevelOf(page.Severity));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ContentOutcome outcome, Diagnostic finding, int ruleIndex)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Code);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", LevelOf(finding.Severity));
        WriteText(json, "message", Findings.TextOf(finding));
        if (finding.Source is { Path: not null } source)
        {
            json.WriteStartArray("locations");
            WriteLocation(json, outcome, source, finding.Span, null);
            json.WriteEndArray();
        }

        if (!finding.Related.IsEmpty)
        {
            json.WriteStartArray("relatedLocations");
            foreach (var related in finding.Related.Where(related => related.Source.Path is not null))
                WriteLocation(json, outcome, related.Source, related.Span, related.Message);
            json.WriteEndArray();
        }

        json.WriteStartObject("partialFingerprints");
        json.WriteString("sentinelContent/v1", Fingerprint(outcome, finding));
        json.WriteEndObject();
        if (finding is { Fix: { } fix, Source: { Path: not null } text })
            WriteFix(json, outcome, fix, text);
        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, ContentOutcome outcome, SourceText source, TextSpan span, string? message)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        WriteArtifact(json, outcome, source);
        WriteRegion(json, "region", source, span);
        json.WriteEndObject();
        if (message is not null)
            WriteText(json, "message", message);
        json.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter json, ContentOutcome outcome, CodeFix fix, SourceText source)
    {
        json.WriteStartArray("fixes");
        json.WriteStartObject();
        WriteText(json, "description", fix.Title);
        json.WriteStartArray("artifactChanges");
        json.WriteStartObject();
        WriteArtifact(json, outcome, source);
        json.WriteStartArray("replacements");
        foreach (var edit in fix.Edits)
        {
            json.WriteStartObject();
            WriteRegion(json, "deletedRegion", source, edit.Span);
            WriteText(json, "insertedContent", edit.NewText);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteArtifact(Utf8JsonWriter json, ContentOutcome outcome, SourceText source)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', Findings.PathOf(outcome, source.Path)!.Split('/').Select(Uri.EscapeDataString)));
        json.WriteString("uriBaseId", Root);
        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, SourceText source, TextSpan span)
    {
        var (start, end) = (source.GetPosition(span.Start), source.GetPosition(span.End));
        json.WriteStartObject(name);
        json.WriteNumber("startLine", start.Line);
        json.WriteNumber("startColumn", start.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", end.Column);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    // Stays the same when lines are added above: code, file and the text of the line.
    private static string Fingerprint(ContentOutcome outcome, Diagnostic finding)
    {
        var line = finding.Source is { } source ? source.GetLine(finding.Start.Line).Trim().ToString() : "";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{finding.Code}\n{Findings.PathOf(outcome, finding.Path)}\n{line}\n{finding.Message}")))[..32];
    }

    private static string LevelOf(DiagnosticSeverity severity) => severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "note" };
}
