using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A rule of a strategy with a register reads a custom table: telemetry that no connector delivers. Until somebody sends it the rule is silent and looks healthy, so the register has an entry with the table.</summary>
internal sealed class UnregisteredTelemetry() : AnalysisRule("BLIND003", DiagnosticSeverity.Warning, "A rule needs a custom table that no entry of the blind-spot register names.")
{
    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule.Attack?.Strategy is not { } strategy || context.Repository.BlindSpotRegisters.FirstOrDefault(register => register.Strategy.Value == strategy.Value) is not { } register)
            return;
        var named = register.Entries.SelectMany(entry => entry.Tables).Select(table => table.Value).ToHashSet(StringComparer.Ordinal);
        var custom = context.Repository.Tables.Select(table => table.Name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var table in context.Query.Tables.Select(table => table.Name).Where(name => custom.Contains(name) && !named.Contains(name)).Distinct().Order(StringComparer.Ordinal))
            context.Findings.Add(strategy, $"The rule needs {table}, which no connector fills, and {register.Path} has no blind spot with it.", "Add an entry with the table under 'tables'.");
    }
}
