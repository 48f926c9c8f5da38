using System.Collections.Immutable;
using Content.Analysis;
using Content.Diagnostics;
using Content.Kql;
using Content.Model;

namespace Content.Cli.CrossCheck;

/// <summary>Cross-checks the queries of content. Apart from <see cref="CrossChecker"/>, which needs no content libraries.</summary>
internal static class ContentCrossCheck
{
    /// <summary>Checks every query of a validation; disagreements become findings at their places in the files.</summary>
    public static ValidationResult Check(CrossChecker checker, ValidationResult validation, Action<int, int> progress, CancellationToken cancellationToken)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        var done = 0;
        foreach (var item in validation.Items)
        {
            if (validation.QueryOf(item) is not { } query || item.KqlText is not { } text)
                continue;
            progress(++done, validation.QueryCount);
            if (checker.Check(query, cancellationToken) is { Disagreement: { } disagreement })
                findings.Add(InFile(disagreement, query, text));
        }

        return validation.With(findings);
    }

    // What is bound for a parser begins with its parameters as variables; the file has its body only.
    private static Diagnostic InFile(Disagreement disagreement, BoundQuery query, Located<string> text)
    {
        var prefix = query.Source.Content.Length - text.Value.Length;
        var found = disagreement.ToDiagnostic(query.Source);
        if (disagreement.OurError is { } ours)
            found = found with { Related = [new RelatedLocation(text.Map.Source, InFile(ours.Span), "The first error for sentinel-content.")] };
        return found with { Source = text.Map.Source, Span = InFile(found.Span) };

        TextSpan InFile(TextSpan span) => text.Map.MapSpan(span.Start < prefix ? default : new TextSpan(span.Start - prefix, span.Length));
    }
}
