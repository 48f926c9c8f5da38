using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The product has been called Microsoft Sentinel since 2021. The Azure-Sentinel repository refuses the old name in texts of its solutions.</summary>
internal sealed class OldProductName() : AnalysisRule("RULE089", DiagnosticSeverity.Info, "A text says Azure Sentinel.")
{
    private const string Old = "Azure Sentinel";

    /// <inheritdoc/>
    public override void Analyze(ContentItem item, FindingList findings)
    {
        // A query may look for the old name.
        var query = item.KqlText?.Span ?? default;
        var text = item.Source.Content;
        for (var at = text.IndexOf(Old, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Old, at + Old.Length, StringComparison.Ordinal))
        {
            if (query.Start <= at && at < query.End)
                continue;
            var span = new TextSpan(at, Old.Length);
            findings.Add(item.Source, span, "The product is called Microsoft Sentinel.", "Write Microsoft Sentinel.", new CodeFix("Change to Microsoft Sentinel", [new TextEdit(span, "Microsoft Sentinel")]) { IsCertain = true });
        }
    }
}
