using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;

namespace Content.Azure.Drift;

/// <summary>Applies the suppressions of the configuration to drift, and reports those that have ended or accept nothing.</summary>
internal static class DriftSuppressions
{
    /// <summary>The items with what is accepted, and the findings about the suppressions.</summary>
    public static (ImmutableArray<DriftItem> Items, ImmutableArray<Diagnostic> Diagnostics) Apply(
        ImmutableArray<DriftItem> items, ImmutableArray<DriftSuppression> suppressions, string environment, DateOnly today)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var holding = new List<DriftSuppression>();
        foreach (var suppression in suppressions.Where(each => each.Environments.IsEmpty || each.Environments.Any(name => name.Value == environment)))
        {
            if (today > suppression.Until.Value)
            {
                diagnostics.Add(suppression.Until.Report(DeployCodes.DriftSuppressionEnded, DiagnosticSeverity.Warning,
                    $"The suppression of drift of '{suppression.Resource.Value}' ended on {suppression.Until.Value:yyyy-MM-dd}, so it has no effect.", "Resolve the drift, or decide again and give a later day."));
            }
            else
                holding.Add(suppression);
        }

        var used = new HashSet<DriftSuppression>(ReferenceEqualityComparer.Instance);
        var result = items.Select(item => item with
        {
            Changes = [.. item.Changes.Select(change =>
            {
                if (holding.FirstOrDefault(suppression => Covers(suppression, item, change)) is not { } suppression)
                    return change;
                used.Add(suppression);
                return change with { Accepted = $"{suppression.Reason.Value.Trim()} (until {suppression.Until.Value:yyyy-MM-dd})" };
            })],
        }).ToImmutableArray();
        foreach (var suppression in holding.Where(suppression => !used.Contains(suppression)))
        {
            diagnostics.Add(suppression.Resource.Report(DeployCodes.DriftSuppressionUnused, DiagnosticSeverity.Warning,
                $"There is no drift of '{suppression.Resource.Value}'{(suppression.Fields.IsEmpty ? "" : " in " + string.Join(", ", suppression.Fields.Select(field => field.Value)))}: the suppression accepts nothing.", "Remove it."));
        }

        return (result, diagnostics.ToImmutable());
    }

    private static bool Covers(DriftSuppression suppression, DriftItem item, DriftChange change)
    {
        var wanted = suppression.Resource.Value.Trim();
        return (Is(item.Key.Name) || Is(item.DisplayName) || Is(item.Path) || Is(item.Key.ToString()))
            && (suppression.Fields.IsEmpty || suppression.Fields.Any(field => IsWithin(change.Field, field.Value.Trim())));

        bool Is(string name) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
    }

    // A field covers those below it.
    private static bool IsWithin(string field, string wanted) =>
        field.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) && (field.Length == wanted.Length || field[wanted.Length] is '.' or '[');
}
