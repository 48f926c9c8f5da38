using System.Text;
using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>
/// What makes alerts belong to one incident ("Create a scheduled analytics rule from scratch", alert grouping): all mapped entities
/// equal, everything, or the chosen entities, alert details and custom details equal. Sets are compared without regard to order.
/// </summary>
internal static class GroupingKey
{
    private const string Between = "\u001f";

    /// <summary>The key of an alert; null when everything that would be compared is missing.</summary>
    public static string? Of(Alert alert, GroupingConfiguration? grouping)
    {
        switch (grouping?.MatchingMethod?.Value ?? MatchingMethod.AllEntities)
        {
            case MatchingMethod.AnyAlert:
                return "";
            case MatchingMethod.AllEntities:
                return alert.Entities.IsEmpty ? null : Entities(alert.Entities);
            default:
                var key = new StringBuilder();
                var any = false;
                foreach (var type in grouping!.GroupByEntities)
                    Add("entities " + type.Value, Entities(alert.Entities.Where(entity => string.Equals(entity.Type, type.Value, StringComparison.OrdinalIgnoreCase))));
                foreach (var detail in grouping.GroupByAlertDetails)
                    Add(detail.Value, string.Equals(detail.Value, "Severity", StringComparison.OrdinalIgnoreCase) ? alert.Severity.ToString() : alert.Title);
                foreach (var detail in grouping.GroupByCustomDetails)
                    Add("details " + detail.Value, string.Join(Between, (alert.CustomDetails.FirstOrDefault(value => value.Key == detail.Value)?.Values ?? []).Order(StringComparer.Ordinal)));
                return any ? key.ToString() : null;

                void Add(string what, string value)
                {
                    any |= value.Length > 0;
                    key.Append(what).Append('=').Append(value).Append('\n');
                }
        }
    }

    private static string Entities(IEnumerable<Entity> entities) => string.Join(Between,
        entities.Select(entity => $"{entity.Type}({string.Join(", ", entity.Identifiers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))})").Order(StringComparer.Ordinal));
}
