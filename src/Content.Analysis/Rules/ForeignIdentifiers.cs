using Content.Diagnostics;
using Content.Model;
using System.Text.RegularExpressions;

namespace Content.Analysis.Rules;

/// <summary>
/// Content is deployed to many workspaces and often published: ids of subscriptions and tenants do not belong in it. The Azure-Sentinel
/// repository refuses them in workbooks. An automation rule cannot name its playbook without one, and Microsoft's own tenants are known.
/// </summary>
internal sealed partial class ForeignIdentifiers() : AnalysisRule("RULE042", DiagnosticSeverity.Warning, "The file names a subscription or tenant, which ties it to one customer and tells strangers of it.")
{
    private static readonly HashSet<string> OfMicrosoft = new(StringComparer.OrdinalIgnoreCase)
    {
        "f8cdef31-a31e-4b4a-93e4-5f571e91255a", "72f988bf-86f1-41af-91ab-2d7cd011db47", "9188040d-6c67-4c5b-b112-36a304b66dad",
    };

    /// <inheritdoc/>
    public override void Analyze(ContentItem item, FindingList findings)
    {
        var playbooks = item is AutomationRule rule ? rule.Actions.OfType<RunPlaybookAction>().Select(action => action.Node.Span).ToList() : [];
        foreach (var source in ContentTexts.Of(item))
        {
            foreach (Match match in Identifier().Matches(source.Content))
            {
                var id = match.Groups["id"];
                if (!id.Value.Any(c => c is not ('0' or '-')) || OfMicrosoft.Contains(id.Value) || playbooks.Exists(span => span.Start <= id.Index && id.Index < span.End))
                    continue;
                var what = match.Value.StartsWith("subscriptions", StringComparison.OrdinalIgnoreCase) ? "subscription" : "tenant";
                findings.Add(source, new TextSpan(id.Index, id.Length), $"The id of a {what} stands in the file.", "Take it from a watchlist or from the configuration, or leave it out.");
            }
        }
    }

    [GeneratedRegex(@"(?:subscriptions/|tenant_?(?:id)?[""'\])]*\s*(?:==|=~|!=|!~|:|=)\s*[""']?)(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
