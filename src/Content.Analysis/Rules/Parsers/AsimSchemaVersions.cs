using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A parser that normalises to an older version of its schema lacks fields that users of the schema look for.</summary>
internal sealed class AsimSchemaVersions() : AnalysisRule("RULE081", DiagnosticSeverity.Info, "A parser does not normalise to the current version of its ASIM schema.")
{
    /// <inheritdoc/>
    public override void Analyze(ParserFunction parser, FindingList findings)
    {
        if (parser is { Format: ParserFormat.Asim, NormalizedSchema: { } schema } && Asim.Versions.TryGetValue(schema.Value, out var current) && parser.NormalizedSchemaVersion?.Text.Trim() != current)
            findings.Add(parser.NormalizedSchemaVersion ?? schema, $"The current version of {schema.Value} is {current}.", "Bring the parser up to it, and say so under Normalization.");
    }
}
