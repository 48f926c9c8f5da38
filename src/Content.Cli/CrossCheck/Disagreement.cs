using Content.Diagnostics;
using Content.Kql;

namespace Content.Cli.CrossCheck;

/// <summary>What two opinions on a query can differ in.</summary>
internal enum DisagreementKind : byte
{
    /// <summary>One takes the query, the other refuses it.</summary>
    Verdict,
    /// <summary>Both refuse it, with the first error at different places.</summary>
    Place,
    /// <summary>Both take it, with different result columns.</summary>
    Result,
    /// <summary>Kusto.Language fails on the query.</summary>
    NoOpinion,
}

/// <summary>A difference between what our front end and Kusto.Language say of a query.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Span">Where, in the query.</param>
/// <param name="Message">Both opinions.</param>
internal sealed record Disagreement(DisagreementKind Kind, TextSpan Span, string Message)
{
    /// <summary>Our first error, where both refuse the query; null otherwise.</summary>
    public Diagnostic? OurError { get; init; }

    /// <summary>Stable code of the finding.</summary>
    public string Code => Kind switch
    {
        DisagreementKind.Verdict => "CROSS001",
        DisagreementKind.Place => "CROSS002",
        DisagreementKind.Result => "CROSS003",
        _ => "CROSS004",
    };

    /// <summary>As a finding in the query.</summary>
    public Diagnostic ToDiagnostic(SourceText source) => new(Code, DiagnosticSeverity.Warning, Message, Span) { Source = source };

    /// <summary>Compares; null when both agree. Only the first difference counts: verdict, then place, then result.</summary>
    public static Disagreement? Find(BoundQuery query, JudgeOpinion opinion)
    {
        if (opinion.Failure is { } failure)
            return new Disagreement(DisagreementKind.NoOpinion, default, $"Kusto.Language fails on this query and has no opinion: {failure}");
        var ours = query.Diagnostics.FirstOrDefault(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (ours is null && !opinion.IsAccepted)
        {
            var error = opinion.Errors[0];
            return new Disagreement(DisagreementKind.Verdict, SpanOf(error, query), $"Kusto.Language refuses this query, sentinel-content takes it. {error}");
        }

        if (ours is not null && opinion.IsAccepted)
            return new Disagreement(DisagreementKind.Verdict, ours.Span, $"Kusto.Language takes this query, sentinel-content refuses it. {ours.Code}: {ours.Message}");
        if (ours is not null)
        {
            // An error without a place is at no other place.
            var first = opinion.Errors[0];
            return first.Start < 0 || first.Start == ours.Span.Start ? null : new Disagreement(
                DisagreementKind.Place, SpanOf(first, query),
                $"The first error is here for Kusto.Language ({first}), at {query.Source.GetPosition(ours.Span.Start)} of the query for sentinel-content ({ours.Code}: {ours.Message})") { OurError = ours };
        }

        return FindInResult(query, opinion) is { } difference ? new Disagreement(DisagreementKind.Result, default, "The result differs. " + difference) : null;
    }

    private static string? FindInResult(BoundQuery query, JudgeOpinion opinion)
    {
        if (opinion.HasSeveralResults)
            return null;
        if (query.Row is not { } row || opinion.Columns is not { } theirs)
        {
            var (own, other) = (query.Row is null ? query.ScalarType?.Name ?? "none" : "a table", opinion.Columns is null ? opinion.ScalarType ?? "none" : "a table");
            return own == other ? null : $"sentinel-content: {own}; Kusto.Language: {other}.";
        }

        var columns = row.Columns;
        for (var i = 0; i < Math.Max(columns.Length, theirs.Length); i++)
        {
            var own = i < columns.Length ? columns[i].ToString() : "none";
            var other = i < theirs.Length ? theirs[i].ToString() : "none";
            if (own != other)
                return $"Column {i + 1} is {own} for sentinel-content, {other} for Kusto.Language ({columns.Length} and {theirs.Length} columns in all).";
        }

        return null;
    }

    private static TextSpan SpanOf(JudgeError error, BoundQuery query)
    {
        var start = Math.Clamp(error.Start, 0, query.Source.Content.Length);
        return new TextSpan(start, Math.Clamp(error.Length, 0, query.Source.Content.Length - start));
    }
}
