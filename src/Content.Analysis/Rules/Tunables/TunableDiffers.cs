using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The query of the repository is what its tests prove and what the portal would run; it carries the declared default, and environments alone say otherwise.</summary>
internal sealed class TunableDiffers() : AnalysisRule("TUN001", DiagnosticSeverity.Error, "A let that carries a tunable has another value than the tunable's default.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        foreach (var let in context.TunableLets())
        {
            if (context.Repository.Tunables.TryGetValue(let.Name.Text, out var wanted) && TunableValue.Of(let.Value) is { } written && written.Type == wanted.Type && written != wanted)
            {
                context.Add(let.Value.Span, $"'{let.Name.Text}' is {context.TextOf(let.Value)} here and {wanted.Literal} by its declaration in {RepositoryConfiguration.FileName}.",
                    "Change the one that is wrong; values for single environments stand under environments.NAME.tunables.",
                    new CodeFix($"Change to {wanted.Literal}", [new TextEdit(let.Value.Span, wanted.Literal)]) { IsCertain = true });
            }
        }
    }
}
