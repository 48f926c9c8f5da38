using Content.Diagnostics;
using Content.Model;
using System.Text.RegularExpressions;

namespace Content.Analysis.Rules;

/// <summary>What is committed once stays in the history of the repository. Looked for are forms that hardly occur otherwise: private keys, access keys of AWS and Azure storage, signatures of shared access, JSON web tokens, tokens of GitHub and Slack.</summary>
internal sealed partial class Secrets() : AnalysisRule("RULE041", DiagnosticSeverity.Warning, "The file seems to hold a secret.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentItem item, FindingList findings)
    {
        foreach (var source in ContentTexts.Of(item))
        {
            foreach (Match match in Secret().Matches(source.Content))
                findings.Add(source, new TextSpan(match.Index, match.Length), $"This looks like {Describe(match)}.", "Remove it, and revoke it: it is in the history as soon as it is committed.");
        }
    }

    private static string Describe(Match match) => match.Groups.Values.Skip(1).First(group => group.Success).Name switch
    {
        "pem" => "a private key",
        "aws" => "an access key of AWS",
        "sas" => "a signature of shared access",
        "azure" => "an account key of Azure",
        "jwt" => "a JSON web token",
        "github" => "a token of GitHub",
        _ => "a token of Slack",
    };

    [GeneratedRegex(@"(?<pem>-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----)|(?<aws>\bAKIA[0-9A-Z]{16}\b)|(?<sas>[?&;]sig=[A-Za-z0-9%+/]{40,}(?:%3[dD]|=))|(?<azure>AccountKey=[A-Za-z0-9+/]{80,}==)"
        + @"|(?<jwt>\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,})|(?<github>\bgh[pousr]_[A-Za-z0-9]{36}\b)|(?<slack>\bxox[abprs]-[A-Za-z0-9-]{20,})", RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
