using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The Azure-Sentinel repository takes only ASCII in rules, hunting queries and parsers. Outside of it this is a matter of taste.</summary>
internal sealed class PlainText() : AnalysisRule("RULE044", DiagnosticSeverity.Info, "The file holds characters beyond ASCII.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentItem item, FindingList findings)
    {
        if (item is not (AnalyticsRule or HuntingQuery or ParserFunction))
            return;
        var text = item.Source.Content;
        var at = text.AsSpan().IndexOfAnyExceptInRange('\0', '\u007F');
        if (at >= 0)
            findings.Add(item.Source, new TextSpan(at, 1), $"The file holds characters beyond ASCII, first U+{(int)text[at]:X4}.", "Write it in ASCII when it is to be contributed.");
    }
}
