using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A parser that the union of its schema does not call is never used by those who query the schema.</summary>
internal sealed class AsimUnlisted() : AnalysisRule("RULE083", DiagnosticSeverity.Warning, "The union of an ASIM schema does not call a parser of the schema.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        var unions = repository.Parsers.Where(parser => parser is { Format: ParserFormat.Asim, NormalizedSchema: not null, SubParsers.IsEmpty: false })
            .ToLookup(union => (union.NormalizedSchema!.Value, IsFiltering(union)));
        foreach (var parser in repository.Parsers.Where(Asim.IsOfSource))
        {
            foreach (var union in unions[(parser.NormalizedSchema!.Value, IsFiltering(parser))])
            {
                if (!union.Query.Value.Contains(parser.Alias.Value, StringComparison.Ordinal))
                    findings.Add(parser.Alias, $"'{union.Alias.Value}' in {union.Path} does not call '{parser.Alias.Value}'.", "Add it to the union.");
                else if (parser.EquivalentBuiltIn is { Value.Length: > 0 } twin && !union.SubParsers.Any(sub => sub.Value.Trim() == twin.Value.Trim()))
                    findings.Add(twin, $"The Parsers of '{union.Alias.Value}' in {union.Path} lack '{twin.Value}'.", "Add it there.");
            }
        }
    }

    private static bool IsFiltering(ParserFunction parser) => !parser.Alias.Value.StartsWith("ASim", StringComparison.Ordinal);
}
