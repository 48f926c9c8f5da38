using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A parser normalises to one of the ASIM schemas: AlertEvent, AuditEvent, Authentication, Dns, DhcpEvent, FileEvent, NetworkSession, ProcessEvent, RegistryEvent, UserManagement, WebSession.</summary>
internal sealed class AsimSchemaNames() : AnalysisRule("RULE080", DiagnosticSeverity.Warning, "An ASIM schema does not exist.")
{
    /// <inheritdoc/>
    public override void Analyze(ParserFunction parser, FindingList findings)
    {
        if (parser.NormalizedSchema is { } schema && !Asim.Versions.ContainsKey(schema.Value))
            findings.Add(schema, $"There is no ASIM schema '{schema.Value}'.{Texts.DidYouMean(schema.Value, Asim.Versions.Keys.Order(StringComparer.Ordinal))}", "One of: " + string.Join(", ", Asim.Versions.Keys.Order(StringComparer.Ordinal)) + ".");
    }
}
