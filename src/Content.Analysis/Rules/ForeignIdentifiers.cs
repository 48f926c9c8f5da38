using Content.Diagnostics;
using Content.Model;
using System.Text.RegularExpressions;

namespace Content.Analysis.Rules;

/// <summary>Content is deployed to many workspaces and often published: ids of subscriptions do not belong in it. The Azure-Sentinel repository refuses them in workbooks.</summary>
public sealed partial class ForeignIdentifiers() : AnalysisRule("RULE042", DiagnosticSeverity.Warning, "The file names a subscription, which ties it to one tenant and tells strangers of it.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentItem item, FindingList findings)
    {
        foreach (Match match in Subscription().Matches(item.Source.Content))
        {
            var id = match.Groups["id"];
            if (id.Value.Any(c => c is not ('0' or '-')))
                findings.Add(item.Source, new TextSpan(id.Index, id.Length), "The id of a subscription stands in the file.", "Take it from a watchlist or from the configuration, or leave it out.");
        }
    }

    [GeneratedRegex(@"subscriptions/(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Subscription();
}
