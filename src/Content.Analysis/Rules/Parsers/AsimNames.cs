using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// An ASIM parser is called <c>ASim</c> or, with filters, <c>vim</c>, then its schema, then its source; the built-in parser that does the same
/// <c>_ASim_</c> or <c>_Im_</c>, then the schema. The Azure-Sentinel repository refuses others.
/// </summary>
internal sealed class AsimNames() : AnalysisRule("RULE078", DiagnosticSeverity.Warning, "The name of an ASIM parser, or of its built-in twin, does not begin with its schema.")
{
    /// <inheritdoc/>
    public override void Analyze(ParserFunction parser, FindingList findings)
    {
        if (!Asim.IsOfSource(parser) || !Asim.Versions.ContainsKey(parser.NormalizedSchema!.Value))
            return;
        var schema = parser.NormalizedSchema.Value;
        var name = parser.Alias.Value;
        if (!name.StartsWith("ASim" + schema, StringComparison.Ordinal) && !name.StartsWith("vim" + schema, StringComparison.Ordinal))
            findings.Add(parser.Alias, $"'{name}' begins neither with 'ASim{schema}' nor with 'vim{schema}'.", "Name it after its schema and source.");
        if (parser.EquivalentBuiltIn is { Value.Length: > 0 } twin && !twin.Value.StartsWith($"_ASim_{schema}_", StringComparison.Ordinal) && !twin.Value.StartsWith($"_Im_{schema}_", StringComparison.Ordinal))
            findings.Add(twin, $"'{twin.Value}' begins neither with '_ASim_{schema}_' nor with '_Im_{schema}_'.", "Name the built-in parser of the same schema.");
    }
}
