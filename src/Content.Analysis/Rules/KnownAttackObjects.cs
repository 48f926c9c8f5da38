using Content.Catalog.Attack;
using Content.Diagnostics;

namespace Content.Analysis.Rules;

/// <summary>The detection strategy, analytic, technique and data components under <c>attack</c> exist and belong together.</summary>
internal sealed class KnownAttackObjects() : AnalysisRule("RULE024", DiagnosticSeverity.Error, "Something under attack does not exist in ATT&CK, or does not belong to the strategy.")
{

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Rule.Attack is not { } attack)
            return;
        var catalog = AttackCatalog.Instance;
        DetectionStrategy? strategy = null;
        if (attack.Strategy is { } strategyId && (strategy = catalog.FindStrategy(strategyId.Value)) is null)
            context.Findings.Add(strategyId, $"There is no detection strategy '{strategyId.Value}'.{Texts.DidYouMean(strategyId.Value, catalog.StrategyIds)}");
        if (attack.Analytic is { } analyticId)
        {
            if (catalog.FindAnalytic(analyticId.Value) is not { } analytic)
                context.Findings.Add(analyticId, $"There is no analytic '{analyticId.Value}'.{Texts.DidYouMean(analyticId.Value, strategy is null ? catalog.AnalyticIds : strategy.Analytics)}");
            else if (strategy is not null && !strategy.Analytics.Contains(analyticId.Value, StringComparer.Ordinal))
                context.Findings.Add(analyticId, $"The analytic {analyticId.Value} belongs to {analytic.Strategy}, not to {strategy.Id}.", $"Analytics of {strategy.Id}: {string.Join(", ", strategy.Analytics)}.");
        }

        if (attack.Technique is { } techniqueId)
        {
            if (catalog.FindTechnique(techniqueId.Value) is null)
                context.Findings.Add(techniqueId, $"There is no ATT&CK technique '{techniqueId.Value}'.{Texts.DidYouMean(techniqueId.Value, strategy is null ? catalog.TechniqueIds : strategy.Techniques)}");
            else if (strategy is { Techniques.IsEmpty: false } && !strategy.Techniques.Contains(techniqueId.Value, StringComparer.Ordinal))
                context.Findings.Add(techniqueId, $"{strategy.Id} detects {string.Join(", ", strategy.Techniques)}, not {techniqueId.Value}.");
        }

        foreach (var component in attack.DataComponents)
        {
            if (catalog.FindDataComponent(component.Value) is null)
                context.Findings.Add(component, $"There is no data component '{component.Value}'.", "A data component has an identifier such as DC0085.");
        }
    }
}
