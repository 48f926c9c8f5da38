using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// Rules read tables of the Analytics plan only (Microsoft: "Table plans"); Basic, Auxiliary and lake-only tables are for searches and summary rules. The plan of a custom
/// table stands in its file, that of others under tablePlans in the configuration.
/// </summary>
public sealed class TablePlans() : AnalysisRule("RULE048", DiagnosticSeverity.Error, "A rule reads a table of a plan that rules cannot read.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Use != QueryUse.AnalyticsRule)
            return;
        var repository = context.Repository;
        if (repository.Tables.IsEmpty && repository.Configuration.TablePlans.IsEmpty && repository.Configuration.Environments.All(environment => environment.TablePlans.IsEmpty))
            return;
        foreach (var table in context.Query.Tables)
        {
            foreach (var (plan, where, help) in Unreadable(table.Name, repository))
            {
                var place = context.NodesOf<NameSyntax>().FirstOrDefault(name => name.Text == table.Name)?.Span ?? new TextSpan(context.Offset, 0);
                context.Add(place, $"The table '{table.Name}' has the plan {plan}{where}, which rules cannot read.", help);
            }
        }
    }

    private static IEnumerable<(string Plan, string Where, string Help)> Unreadable(string table, ContentRepository repository)
    {
        var custom = repository.Tables.FirstOrDefault(each => each.Name.Value == table);
        var everywhere = PlanOf(repository.Configuration.TablePlans) ?? custom?.Plan?.Value;
        var place = custom?.Plan is null || PlanOf(repository.Configuration.TablePlans) is not null ? RepositoryConfiguration.FileName : custom.Path;
        if (IsOther(everywhere))
            yield return (everywhere!, "", $"Change its plan to Analytics in {place}, or read a summary of it.");
        foreach (var environment in repository.Environment is { } one ? [one] : repository.Configuration.Environments)
        {
            if (PlanOf(environment.TablePlans) is { } there && there != everywhere && IsOther(there))
                yield return (there, $" in the environment '{environment.Name.Value}'", $"Keep the table on Analytics there, leave the rule out of that environment, or read a summary of the table.");
        }

        string? PlanOf(IEnumerable<TablePlanSetting> plans) => plans.FirstOrDefault(setting => setting.Table.Value == table)?.Plan.Value;
    }

    private static bool IsOther(string? plan) => plan is not null && !plan.Equals("Analytics", StringComparison.OrdinalIgnoreCase);
}
