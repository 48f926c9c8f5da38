using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Display names have at most 256 characters, descriptions 5,000; the formats of alert titles and descriptions likewise.</summary>
internal sealed class NameLengths() : AnalysisRule("RULE018", DiagnosticSeverity.Error, "A name or description is longer than Sentinel takes.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        Check(context.Rule.Name, 256, "The name");
        Check(context.Rule.Description, 5_000, "The description");
        Check(context.Rule.AlertDetailsOverride?.AlertDisplayNameFormat, 256, "'alertDisplayNameFormat'");
        Check(context.Rule.AlertDetailsOverride?.AlertDescriptionFormat, 5_000, "'alertDescriptionFormat'");

        void Check(Located<string>? text, int limit, string what)
        {
            if (text is not null && text.Value.Trim().Length > limit)
                context.Findings.Add(text.Source, new TextSpan(text.Span.Start, 0), $"{what} has {text.Value.Trim().Length:N0} characters, Sentinel takes {limit:N0}.");
        }
    }
}
