using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Names that begin with an underscore are those of the service's own functions; a saved function with such an alias is refused (Azure Monitor: "Functions in log queries").</summary>
public sealed class FunctionNames() : AnalysisRule("RULE104", DiagnosticSeverity.Error, "The alias of a function begins with an underscore.")
{
    /// <inheritdoc/>
    public override void Analyze(ParserFunction parser, FindingList findings)
    {
        if (parser.Alias.Value.StartsWith('_'))
            findings.Add(parser.Alias, $"'{parser.Alias.Value}' begins with an underscore, as only functions of the service do.", "Drop the underscore.");
    }
}
