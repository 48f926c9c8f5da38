using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Azure.Query;
using Content.Azure.Resources;
using Content.Kql.Engine;
using Content.Model;

namespace Content.Azure.Health;

/// <summary>
/// Looks at how the rules of a workspace do: SentinelHealth (their runs), SentinelAudit (their changes), SecurityAlert and SecurityIncident, five queries in all,
/// and two lists of the resource manager (Microsoft Sentinel documentation, "Monitor the health and audit the integrity of your analytics rules").
/// </summary>
public static class HealthCheck
{
    private const string Runs = """
        SentinelHealth
        | where SentinelResourceType =~ 'Analytics Rule'
        | summarize
            Runs = count(), Failures = countif(Status != 'Success'), Successes = countif(Status == 'Success'),
            LastSuccess = maxif(TimeGenerated, Status == 'Success'), arg_max(TimeGenerated, Status)
            by Rule = tolower(extract(@'([^/]+)/?$', 1, SentinelResourceId))
        | project Rule, Runs, Failures, Successes, LastSuccess, LastRun = TimeGenerated, LastStatus = Status
        """;

    private const string Problems = """
        SentinelHealth
        | where SentinelResourceType =~ 'Analytics Rule' and Status != 'Success'
        | summarize Runs = count(), Last = max(TimeGenerated) by Rule = tolower(extract(@'([^/]+)/?$', 1, SentinelResourceId)), Description = iff(isempty(Description), Reason, Description)
        """;

    private const string Changes = """
        SentinelAudit
        | where SentinelResourceType in~ ('Analytic Rule', 'Analytics Rule') and Status == 'Success'
        | summarize arg_max(TimeGenerated, Description, ExtendedProperties) by Rule = tolower(extract(@'([^/]+)/?$', 1, SentinelResourceId))
        | project Rule, TimeGenerated, Description, Caller = tostring(ExtendedProperties.CallerName)
        """;

    // An alert is recorded again at each change. Its type ends in the name of the rule.
    private const string Alerts = """
        SecurityAlert
        | extend Rule = tolower(extract(@'([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$', 1, AlertType))
        | where isnotempty(Rule)
        | summarize Last = max(TimeGenerated) by Rule, SystemAlertId
        | summarize Alerts = count(), Last = max(Last) by Rule
        """;

    // An incident too; the last record tells how it stands.
    private const string Incidents = """
        SecurityIncident
        | summarize arg_max(TimeGenerated, Status, Classification, RelatedAnalyticRuleIds) by IncidentNumber
        | mv-expand RelatedAnalyticRuleIds to typeof(string)
        | extend Rule = tolower(extract(@'([^/]+)/?$', 1, RelatedAnalyticRuleIds))
        | where isnotempty(Rule)
        | summarize
            Incidents = count(), Open = countif(Status != 'Closed'),
            TruePositive = countif(Status == 'Closed' and Classification == 'TruePositive'),
            BenignPositive = countif(Status == 'Closed' and Classification == 'BenignPositive'),
            FalsePositive = countif(Status == 'Closed' and Classification == 'FalsePositive'),
            Undetermined = countif(Status == 'Closed' and Classification !in ('TruePositive', 'BenignPositive', 'FalsePositive'))
            by Rule
        """;

    private const string DisabledPrefix = "AUTO DISABLED";

    /// <summary>Looks at a workspace.</summary>
    /// <param name="repository">The content, by whose ids rules are found in it.</param>
    /// <param name="target">The workspace.</param>
    /// <param name="days">Days to look back.</param>
    /// <param name="now">The time of now, in UTC.</param>
    /// <param name="settings">Patience; null means the usual.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArmException">The workspace cannot be found or reached, or does not let in.</exception>
    public static async Task<HealthReport> RunAsync(ContentRepository repository, WorkspaceTarget target, int days, DateTime now, ArmClientSettings? settings = null, CancellationToken cancellationToken = default)
    {
        var client = new ArmClient(target, settings);
        var queries = await LogAnalyticsClient.ConnectAsync(target, settings, cancellationToken).ConfigureAwait(false);
        var live = new List<JsonObject>();
        await foreach (var rule in client.ListAsync(target.SentinelId + "/alertRules", ApiVersions.AlertRules, cancellationToken).ConfigureAwait(false))
            live.Add(rule.Body);
        var tables = await WorkspaceTables.ReadAsync(client, cancellationToken).ConfigureAwait(false);
        (string Table, string Text)[] texts = [("SentinelHealth", Runs), ("SentinelHealth", Problems), ("SentinelAudit", Changes), ("SecurityAlert", Alerts), ("SecurityIncident", Incidents)];
        var answers = await LiveQuery.ForEachAsync(texts, (query, token) => queries.QueryAsync(query.Text, $"P{days}D", null, token), cancellationToken).ConfigureAwait(false);
        var reading = new Reading(
            ByRule(answers[0]), answers[1].Rows.ToLookup(row => row[0] as string ?? "", StringComparer.Ordinal), ByRule(answers[2]), ByRule(answers[3]), ByRule(answers[4]));
        var paths = repository.Rules.Where(rule => rule.Id is not null).GroupBy(rule => rule.Id!.Value.ToLowerInvariant(), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Path, StringComparer.Ordinal);
        var rules = live.Select(rule => Rule(rule, reading, paths, answers[0].Success, days, now)).OrderBy(rule => rule.State).ThenBy(rule => rule.DisplayName, StringComparer.Ordinal).ThenBy(rule => rule.Id, StringComparer.Ordinal);
        var (notes, isComplete) = Notes(texts, answers);
        return new HealthReport(PlanTarget.Of(target), days, [.. rules], [.. tables.Where(table => table.Plan != WorkspaceTable.AnalyticsPlan)]) { Notes = notes, IsComplete = isComplete };
    }

    private static (ImmutableArray<string> Notes, bool IsComplete) Notes((string Table, string Text)[] texts, QueryResult[] answers)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        var isComplete = true;
        foreach (var group in texts.Zip(answers).GroupBy(pair => pair.First.Table, pair => pair.Second))
        {
            // A table comes into being with its first row: before that nothing was recorded.
            var error = group.Select(answer => answer.Error).FirstOrDefault(error => error is not null);
            if (error is { Kind: QueryErrorKind.Failed } && error.Message.Contains($"'{group.Key}'", StringComparison.Ordinal))
                notes.Add(group.Key.StartsWith("Sentinel", StringComparison.Ordinal) ? $"There is no table {group.Key}: turn on health monitoring in the settings of Microsoft Sentinel." : $"There is no table {group.Key}.");
            else if (error is not null)
            {
                isComplete = false;
                notes.Add($"{group.Key} could not be read: {error.Message}");
            }
            else if (group.Key == "SentinelHealth" && group.First().RowCount == 0)
                notes.Add("SentinelHealth tells of no run of a rule: turn on health monitoring in the settings of Microsoft Sentinel.");
        }

        return (notes.ToImmutable(), isComplete);
    }

    private static RuleHealth Rule(JsonObject resource, Reading reading, Dictionary<string, string> paths, bool knowsRuns, int days, DateTime now)
    {
        var properties = resource["properties"] as JsonObject ?? [];
        var id = JsonText.Text(resource["name"]) ?? "";
        var key = id.ToLowerInvariant();
        var name = Normal.Text(properties["displayName"]);
        var kind = Normal.Text(resource["kind"]);
        var isEnabled = Normal.Flag(properties["enabled"], absent: true);
        var runs = reading.Runs.GetValueOrDefault(key);
        var (count, failures, successes) = (Number(runs, 1), Number(runs, 2), Number(runs, 3));
        var missed = runs is null || !isEnabled ? null : Missed(properties, kind, successes, days, now);
        var isAutoDisabled = name.StartsWith(DisabledPrefix, StringComparison.OrdinalIgnoreCase);
        var hasRuns = kind.ToUpperInvariant() is "SCHEDULED" or "NRT";
        var state = isAutoDisabled ? RuleHealthState.AutoDisabled
            : !isEnabled ? RuleHealthState.Disabled
            : !hasRuns || !knowsRuns || runs is null ? RuleHealthState.Unknown
            : successes == 0 || runs[6] as string != "Success" ? RuleHealthState.Failing
            : failures > 0 || missed > 0 ? RuleHealthState.Degraded : RuleHealthState.Healthy;
        var alerts = reading.Alerts.GetValueOrDefault(key);
        var change = reading.Changes.GetValueOrDefault(key);
        var incidents = reading.Incidents.GetValueOrDefault(key);
        return new RuleHealth(id, name, kind, state)
        {
            Path = paths.GetValueOrDefault(key),
            Runs = count, Failures = failures, Missed = missed, LastSuccess = runs?[4] as DateTime?, LastRun = runs?[5] as DateTime?,
            Problems = [.. reading.Problems[key].Select(row => new RunProblem(Redaction.Clean(row[1] as string), Number(row, 2), row[3] as DateTime?)).OrderByDescending(problem => problem.Runs).ThenBy(problem => problem.Description, StringComparer.Ordinal)],
            // The service puts the reason in front of the description.
            DisabledReason = isAutoDisabled && Redaction.Clean(Normal.Text(properties["description"])) is { Length: > 0 } reason ? reason : null,
            Alerts = Number(alerts, 1), LastAlert = alerts?[2] as DateTime?,
            Closings = incidents is null ? IncidentClosings.None : new IncidentClosings(Number(incidents, 1), Number(incidents, 2), Number(incidents, 3), Number(incidents, 4), Number(incidents, 5), Number(incidents, 6)),
            LastChange = change is null ? null : new RuleChange(change[1] as DateTime?, Redaction.Clean(change[3] as string), Redaction.Clean(change[2] as string)),
        };
    }

    // Windows of the schedule that no run looked at with success. A rule that was changed since has another schedule, or began then. The first and the last
    // window may lie on the border, so two are let off.
    private static long? Missed(JsonObject properties, string kind, long successes, int days, DateTime now)
    {
        if (!kind.Equals("Scheduled", StringComparison.OrdinalIgnoreCase) || !Durations.TryParse(Normal.Text(properties["queryFrequency"]), out var frequency) || frequency <= TimeSpan.Zero)
            return null;
        if (!Instants.TryParse(Normal.Text(properties["lastModifiedUtc"]), out var modified) || modified > now.AddDays(-days))
            return null;
        // A rule that rests after an alert skips its windows on purpose.
        if (Normal.Flag(properties["suppressionEnabled"], absent: false))
            return null;
        var expected = TimeSpan.FromDays(days).Ticks / frequency.Ticks;
        return expected - successes is var missed and > 2 ? missed : 0;
    }

    private static Dictionary<string, object?[]> ByRule(QueryResult result) => result.Rows.Where(row => row is [string, ..]).ToDictionary(row => (string)row[0]!, StringComparer.Ordinal);

    private static long Number(object?[]? row, int at) => row?[at] is long number ? number : 0;

    private sealed record Reading(
        Dictionary<string, object?[]> Runs, ILookup<string, object?[]> Problems, Dictionary<string, object?[]> Changes, Dictionary<string, object?[]> Alerts, Dictionary<string, object?[]> Incidents);
}
