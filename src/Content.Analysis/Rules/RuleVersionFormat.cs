using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>The version of a rule is three numbers with dots, at most 20 characters.</summary>
internal sealed class RuleVersionFormat() : AnalysisRule("RULE025", DiagnosticSeverity.Error, "The version is not of the form 1.0.0.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule.Version is not { } version)
            return;
        var parts = version.Text.Split('.');
        if (parts.Length != 3 || version.Text.Length > 20 || !Array.TrueForAll(parts, part => part.Length > 0 && part.All(char.IsAsciiDigit)))
            context.Findings.Add(version, $"The version '{version.Text}' is not of the form 1.0.0.", "Write three numbers with dots, and raise one with each change.");
    }
}
