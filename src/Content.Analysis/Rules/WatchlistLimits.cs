using System.Text;
using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Aliases and names of watchlists have 3 to 64 characters and begin and end with a letter or digit; a line of the CSV file has at most 10,240 characters, the file 3.8 MB (Microsoft Sentinel service limits).</summary>
internal sealed class WatchlistLimits() : AnalysisRule("RULE026", DiagnosticSeverity.Error, "A watchlist's alias or name is malformed, or its file is larger than Sentinel takes.")
{

    private const int LineLimit = 10_240;
    private const int FileLimit = 3_800_000;

    /// <inheritdoc/>
    public override void Analyze(Watchlist watchlist, FindingList findings)
    {
        var alias = watchlist.Alias.Value;
        if (alias.Length is < 3 or > 64 || !char.IsAsciiLetterOrDigit(alias[0]) || !char.IsAsciiLetterOrDigit(alias[^1]))
            findings.Add(watchlist.Alias, $"The alias '{alias}' must have 3 to 64 characters and begin and end with a letter or digit.");
        if (watchlist.DisplayName is { Value: var name } display && (name.Trim().Length is < 3 or > 64 || !char.IsLetterOrDigit(name.Trim()[0]) || !char.IsLetterOrDigit(name.Trim()[^1])))
            findings.Add(display, $"The name '{name}' must have 3 to 64 characters and begin and end with a letter or digit.");
        if (watchlist.Data is not { } data)
            return;
        if (Encoding.UTF8.GetByteCount(data.Source.Content) is var size and > FileLimit)
            findings.Add(watchlist.File ?? watchlist.Alias, $"The file has {size:N0} bytes; Sentinel takes {FileLimit:N0} from a local file.", "Split it, or upload it from storage.");
        foreach (var row in data.Rows)
        {
            if (row.Span.Length > LineLimit)
                findings.Add(data.Source, new TextSpan(row.Span.Start, 0), $"The line has {row.Span.Length:N0} characters; Sentinel takes {LineLimit:N0}.");
        }
    }
}
