using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>An alert has at most 20 custom details; a key has letters and digits, begins with a letter and is at most 20 characters long.</summary>
internal sealed class CustomDetailCount() : AnalysisRule("RULE013", DiagnosticSeverity.Error, "There are more than 20 custom details, or a key is malformed or too long.")
{

    private const int Details = 20;
    private const int KeyLength = 20;

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        var details = context.Rule.CustomDetails;
        if (details.Length > Details)
            context.Findings.Add(details[Details].Key, $"The rule has {details.Length} custom details, Sentinel takes {Details}.");
        foreach (var detail in details)
        {
            var key = detail.Key.Value;
            if (key.Length > KeyLength)
                context.Findings.Add(detail.Key, $"The key '{key}' has {key.Length} characters, Sentinel takes {KeyLength}.");
            else if (key.Length == 0 || !char.IsAsciiLetter(key[0]) || key.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
                context.Findings.Add(detail.Key, $"The key '{key}' may have letters, digits and underscores only and must begin with a letter.");
        }
    }
}
