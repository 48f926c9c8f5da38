using System.Globalization;
using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// Rows of an allowlist hold until a day: a column ReviewDate, ExpiryDate, ExpirationDate, ValidUntil or Expires. After it a row is
/// either without effect, and what it allowed alerts again, or in effect without anybody having looked at it again.
/// </summary>
internal sealed class ExpiredRows() : AnalysisRule("RULE054", DiagnosticSeverity.Warning, "A row of a watchlist is past its review or expiry date.")
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase) { "ReviewDate", "ExpiryDate", "ExpirationDate", "ValidUntil", "Expires" };

    /// <inheritdoc/>
    public override void Analyze(Watchlist watchlist, FindingList findings)
    {
        if (watchlist.Data is not { } data || findings.Today is not { } today)
            return;
        for (var i = 0; i < data.Headers.Length; i++)
        {
            if (!Names.Contains(data.Headers[i].Value))
                continue;
            foreach (var row in data.Rows)
            {
                if (i >= row.Values.Length || row.Values[i].Length == 0)
                    continue;
                if (!DateTime.TryParse(row.Values[i], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day))
                    findings.Add(data.Source, row.Spans[i], $"'{row.Values[i]}' is not a date.", "Write it as 2027-03-01.");
                else if (DateOnly.FromDateTime(day) < today)
                    findings.Add(data.Source, row.Spans[i], $"The row's {data.Headers[i].Value} {row.Values[i]} is over.", "Look at the row again: give it a later date, or remove it.");
            }
        }
    }
}
