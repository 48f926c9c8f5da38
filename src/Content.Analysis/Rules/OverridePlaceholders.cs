using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Titles and descriptions of alerts take at most three placeholders each, written <c>{{Column}}</c> without blanks, of columns of the result.</summary>
internal sealed class OverridePlaceholders() : AnalysisRule("RULE015", DiagnosticSeverity.Error, "A placeholder of an alert's title or description is malformed, too many, or of a column that the result does not have.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule.AlertDetailsOverride is not { } details)
            return;
        Check(details.AlertDisplayNameFormat, "alertDisplayNameFormat");
        Check(details.AlertDescriptionFormat, "alertDescriptionFormat");

        void Check(Located<string>? format, string key)
        {
            if (format is null)
                return;
            var placeholders = Placeholders.Find(format.Value);
            for (var at = format.Value.IndexOf("{{", StringComparison.Ordinal); at >= 0; at = format.Value.IndexOf("{{", at + 2, StringComparison.Ordinal))
            {
                if (!placeholders.Any(placeholder => placeholder.Span.Touches(at)))
                    context.Findings.AddPart(format, new TextSpan(at, 2), $"The placeholder that begins here is not closed: '{key}' shows it as it is written.", "Close it with '}}'.");
            }

            if (placeholders.Length > Placeholders.Limit)
                context.Findings.AddPart(format, placeholders[Placeholders.Limit].Span, $"'{key}' has {placeholders.Length} placeholders, Sentinel takes {Placeholders.Limit}.");
            foreach (var placeholder in placeholders)
            {
                if (placeholder.Column.Any(char.IsWhiteSpace) || placeholder.Column.Length == 0)
                    context.Findings.AddPart(format, placeholder.Span, $"The placeholder '{{{{{placeholder.Column}}}}}' must be the name of a column without blanks.", $"Write {{{{{placeholder.Column.Trim()}}}}}.");
                else
                    context.RequireColumn(format, placeholder.ColumnSpan, placeholder.Column, $"The placeholder in '{key}'");
            }
        }
    }
}
