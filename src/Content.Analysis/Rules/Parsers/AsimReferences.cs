using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>An ASIM parser refers to the page of its schema, and to the one about ASIM, by their short addresses. The Azure-Sentinel repository asks for the first.</summary>
internal sealed class AsimReferences() : AnalysisRule("RULE106", DiagnosticSeverity.Info, "The references of an ASIM parser lack its schema's page, or one is no address.")
{
    /// <inheritdoc/>
    public override void Analyze(ParserFunction parser, FindingList findings)
    {
        if (!Asim.IsOfSource(parser) || !Asim.Pages.TryGetValue(parser.NormalizedSchema!.Value, out var page))
            return;
        foreach (var link in parser.References.Select(reference => reference.Link).OfType<Located<string>>())
        {
            if (!Uri.TryCreate(link.Value.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
                findings.Add(link, $"'{link.Value}' is no address.", "Write https:// with two slashes.");
        }

        if (!parser.References.Any(reference => string.Equals(reference.Link?.Value.Trim(), page, StringComparison.OrdinalIgnoreCase)))
            findings.Add(parser.NormalizedSchema, $"The references lack the page of {parser.NormalizedSchema.Value}, {page}.", $"Add it under References, with its title.");
    }
}
