using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// The union of a schema hands its filters to each parser by name: a filtering parser takes those of its schema, in their types, and disabled; one without filters only
/// disabled and pack. The Azure-Sentinel repository refuses parameters that it does not know.
/// </summary>
internal sealed class AsimParameters() : AnalysisRule("RULE108", DiagnosticSeverity.Info, "An ASIM parser takes a parameter that its schema does not have, or in another type.")
{
    private static readonly string[] Common = ["disabled", "pack"];

    /// <inheritdoc/>
    public override void Analyze(ParserFunction parser, FindingList findings)
    {
        if (!Asim.IsOfSource(parser) || Asim.ParametersOf(parser.NormalizedSchema!.Value) is not { Count: > 0 } known)
            return;
        var filters = !parser.Alias.Value.StartsWith("ASim", StringComparison.Ordinal);
        foreach (var parameter in parser.Parameters)
        {
            var name = parameter.Symbol.Name;
            if (Common.Contains(name, StringComparer.Ordinal))
                continue;
            if (!filters)
                findings.Add(parameter.Name, $"'{name}' is a filter, and '{parser.Alias.Value}' is named as a parser without filters.", "Name the parser vim…, or remove the parameter.");
            else if (!known.TryGetValue(name, out var types))
                findings.Add(parameter.Name, $"No parser of {parser.NormalizedSchema.Value} takes '{name}'.{Texts.DidYouMean(name, known.Keys)}", "Take those that the union of the schema hands on.");
            else if (parameter.Symbol.Type is { } type && !types.Contains(type.Name))
                findings.Add(parameter.Name, $"'{name}' is {type.Name} here and {string.Join(" or ", types.Order(StringComparer.Ordinal))} in other parsers of {parser.NormalizedSchema.Value}.", "Use the type of the schema.");
        }
    }
}
