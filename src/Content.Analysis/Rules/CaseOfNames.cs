using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>Names of accounts, hosts and domains come in any case, and an attacker chooses it: == misses MIA@contoso.com when the query says mia@contoso.com. =~ and in~ do not.</summary>
internal sealed class CaseOfNames() : AnalysisRule("RULE045", DiagnosticSeverity.Info, "A name of a user, host or domain is compared with regard to case.")
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "UserPrincipalName", "AccountName", "AccountUpn", "Account", "SubjectUserName", "TargetUserName", "SourceUserName", "DestinationUserName", "UserName", "User", "Computer", "DeviceName",
        "HostName", "SourceHostName", "DestinationHostName", "DomainName", "SenderFromAddress", "RecipientEmailAddress", "FileName", "ProcessName", "InitiatingProcessFileName",
    };

    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        foreach (var binary in context.NodesOf<BinarySyntax>())
        {
            if (context.TextOf(binary.Operator) is ("==" or "!=") and var op && binary is { Left: NameSyntax name, Right: LiteralSyntax { Value: string text } } && Names.Contains(name.Text)
                && text.Any(char.IsLetter) && context.TableColumn(name.Text) is not null)
            {
                context.Add(binary.Operator.Span, $"'{name.Text} {op} \"{text}\"' looks at the case, which names do not keep.", $"Use {(op is "==" ? "=~" : "!~")}.");
            }
        }
    }
}
