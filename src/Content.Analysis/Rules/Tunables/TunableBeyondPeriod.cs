using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// A rule sees queryPeriod and no more. A window that is longer, in any environment, asks for events that are never there: the rule
/// is silent and looks healthy. Functions that the rule calls count too.
/// </summary>
internal sealed class TunableBeyondPeriod() : AnalysisRule("TUN004", DiagnosticSeverity.Error, "A timespan tunable is longer than the queryPeriod of a rule that carries it.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Item is not AnalyticsRule { QueryPeriod: { } period })
            return;
        var configuration = context.Repository.Configuration;
        var windows = configuration.Tunables.Where(tunable => tunable.Type.Value == TunableType.TimeSpan).Select(tunable => tunable.Name.Value).ToHashSet(StringComparer.Ordinal);
        if (windows.Count == 0)
            return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var let in context.TunableLets())
        {
            if (!windows.Contains(let.Name.Text))
                continue;
            seen.Add(let.Name.Text);
            foreach (var (where, value) in TooLong(configuration, let.Name.Text, period.Value))
                context.Add(let.Value.Span, $"'{let.Name.Text}' is {value} {where}, and the rule looks back {period.Text} only.", "Choose a shorter window, or a longer queryPeriod.");
        }

        foreach (var function in context.Query.Functions)
        {
            if (function.Body is not { } body)
                continue;
            foreach (var let in TunableLets.Find(body, windows))
            {
                if (!seen.Add(let.Name.Text))
                    continue;
                foreach (var (where, value) in TooLong(configuration, let.Name.Text, period.Value))
                    context.Findings.Add(period, $"'{let.Name.Text}' of the function {function.Name} is {value} {where}, and the rule looks back {period.Text} only.", "Choose a shorter window, or a longer queryPeriod.");
            }
        }
    }

    private static IEnumerable<(string Where, string Value)> TooLong(RepositoryConfiguration configuration, string name, TimeSpan period)
    {
        if (configuration.FindTunable(name)!.Default is { Value: TimeSpan usual } value && usual > period)
            yield return ("by default", value.Literal);
        foreach (var environment in configuration.Environments)
        {
            if (environment.Tunables.FirstOrDefault(setting => setting.Name.Value == name)?.Value is { Value: TimeSpan there } other && there > period)
                yield return ($"in the environment '{environment.Name.Value}'", other.Literal);
        }
    }
}
