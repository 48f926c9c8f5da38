using Content.Diagnostics;
using Content.Model;
using System.Text.RegularExpressions;

namespace Content.Analysis.Rules;

/// <summary>A link into Microsoft's documentation without a language opens in the reader's own. The Azure-Sentinel repository refuses links with one.</summary>
internal sealed partial class LocaleInLinks() : AnalysisRule("RULE088", DiagnosticSeverity.Warning, "A link into Microsoft's documentation is bound to a language.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentItem item, FindingList findings)
    {
        foreach (var source in ContentTexts.Of(item))
        {
            foreach (Match match in Link().Matches(source.Content))
            {
                var locale = match.Groups["locale"];
                var span = new TextSpan(locale.Index, locale.Length);
                findings.Add(source, span, $"The link is bound to '{locale.Value.TrimEnd('/')}'.", "Leave the language out.", new CodeFix("Leave the language out", [new TextEdit(span, "")]) { IsCertain = true });
            }
        }
    }

    [GeneratedRegex(@"\b(?:docs|learn|azure)\.microsoft\.com/(?<locale>[a-z]{2}-[a-z]{2}/)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
