using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Arguments go by place: what must be given stands before what may be left out, or the function cannot be saved (Azure Monitor: "Functions in log queries").</summary>
internal sealed class ParameterOrder() : AnalysisRule("RULE105", DiagnosticSeverity.Error, "A parameter without a default stands behind one that has one.")
{
    /// <inheritdoc/>
    public override void Analyze(ParserFunction parser, FindingList findings)
    {
        var optional = parser.Parameters.FirstOrDefault(parameter => parameter.Symbol.DefaultValue is not null);
        foreach (var parameter in optional is null ? [] : parser.Parameters.SkipWhile(parameter => parameter != optional).Where(parameter => parameter.Symbol.DefaultValue is null))
            findings.Add(parameter.Name, $"'{parameter.Symbol.Name}' has no default and stands behind '{optional!.Symbol.Name}', which has one.", "Move it before, or give it a default.");
    }
}
