using Content.Diagnostics;
using Content.Model;
using System.Globalization;

namespace Content.Analysis.Rules;

/// <summary>The header of an ASIM parser has a title, a version of three numbers, and the date of the last change as <c>Jan 31, 2027</c>.</summary>
internal sealed class AsimHeader() : AnalysisRule("RULE079", DiagnosticSeverity.Info, "The header of an ASIM parser lacks its title, version or date, or has them in another form.")
{
    private static readonly string[] DateForms = ["MMM d, yyyy", "MMM dd, yyyy", "MMMM d, yyyy", "MMMM dd, yyyy"];

    /// <inheritdoc/>
    public override void Analyze(ParserFunction parser, FindingList findings)
    {
        if (parser.Format != ParserFormat.Asim)
            return;
        if (string.IsNullOrWhiteSpace(parser.Title?.Value))
            findings.Add(parser.Alias, "The parser has no title.", "Add Parser: {Title: …}.");
        if (parser.Version is not { } version)
            findings.Add(parser.Alias, "The parser has no version.", "Add Parser: {Version: 0.1.0}.");
        else if (version.Text.Split('.') is var parts && (parts.Length != 3 || !Array.TrueForAll(parts, part => part.Length > 0 && part.All(char.IsAsciiDigit))))
            findings.Add(version, $"The version '{version.Text}' is not of the form 1.0.0.", "Write three numbers with dots.");
        if (parser.LastUpdated is not { } date)
            findings.Add(parser.Alias, "The parser has no date of its last change.", "Add Parser: {LastUpdated: 'Jan 31, 2027'}.");
        else if (!DateTime.TryParseExact(date.Text.Trim(), DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            findings.Add(date, $"'{date.Text}' is not a date of the form 'Jan 31, 2027'.", "Write the month with letters.");
    }
}
