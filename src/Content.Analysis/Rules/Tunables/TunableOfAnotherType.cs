using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Only a literal of the declared type can be exchanged for another one; anything else keeps its value in every environment.</summary>
internal sealed class TunableOfAnotherType() : AnalysisRule("TUN003", DiagnosticSeverity.Error, "A let that carries a tunable is no literal of the tunable's type.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        foreach (var let in context.TunableLets())
        {
            var tunable = context.Repository.Configuration.FindTunable(let.Name.Text)!;
            var wanted = TunableValue.NameOf(tunable.Type.Value);
            var help = tunable.Default is { } value ? $"Write {value.Literal}, or give the variable another name." : $"Write a {wanted} literal, or give the variable another name.";
            if (TunableValue.Of(let.Value) is not { } written)
                context.Add(let.Value.Span, $"'{let.Name.Text}' is a tunable of type {wanted}, and this is no literal.", help);
            else if (written.Type != tunable.Type.Value)
                context.Add(let.Value.Span, $"'{let.Name.Text}' is a tunable of type {wanted}, and this is a {TunableValue.NameOf(written.Type)}.", help);
        }
    }
}
