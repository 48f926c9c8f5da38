using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The Azure-Sentinel repository takes no workbook whose fromTemplateId is still <c>sentinel-UserWorkbook</c>, the one that the portal gives to what a user saved.</summary>
internal sealed class WorkbookTemplateName() : AnalysisRule("RULE077", DiagnosticSeverity.Warning, "A workbook still has the template name that the portal gave it.")
{
    private const string Name = "sentinel-UserWorkbook";

    /// <inheritdoc/>
    public override void Analyze(Workbook workbook, FindingList findings)
    {
        if (workbook.Json is not { } json)
            return;
        var key = json.Content.IndexOf("\"fromTemplateId\"", StringComparison.Ordinal);
        var at = key < 0 ? -1 : json.Content.IndexOf('"' + Name + '"', key, StringComparison.Ordinal);
        if (at >= 0 && json.Content.AsSpan(key + 16, at - key - 16).Trim(" \t\r\n:").IsEmpty)
            findings.Add(json, new TextSpan(at + 1, Name.Length), $"The workbook has the template name '{Name}'.", "Give it one of its own, such as sentinel-NAME.");
    }
}
