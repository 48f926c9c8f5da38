using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Revisions;

/// <summary>
/// Holds content against an earlier revision of itself. The service and everyone who deploys know an item by its id, so an item is the same as
/// before when it has the same id, wherever its file lies; functions, watchlists and tables go by their names.
/// </summary>
public static class RevisionComparison
{
    /// <summary>Compares two revisions.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one; findings are in its files, except for what is no longer there.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImmutableArray<Diagnostic> Compare(ContentRepository before, ContentRepository after, CancellationToken cancellationToken = default)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        var earlier = ByIdentity(before);
        var later = ByIdentity(after);
        var byPath = before.Items.GroupBy(static item => item.Path, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);
        var renamed = new HashSet<ContentItem>(ReferenceEqualityComparer.Instance);
        foreach (var item in after.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IdentityOf(item) is not { } identity)
                continue;
            if (earlier.TryGetValue(Key(item, identity), out var old))
            {
                if (CompareItem(old, item, before, after) is { } finding)
                    findings.Add(finding);
            }
            else if (item.ServiceId is { } id && byPath.GetValueOrDefault(item.Path) is { } there && there.GetType() == item.GetType() && there.ServiceId is { } was && !later.ContainsKey(Key(there, was)))
            {
                renamed.Add(there);
                findings.Add(id.Report(RevisionCodes.IdChanged, DiagnosticSeverity.Error, $"The id was '{was.Value}' in the base.",
                    "Keep the id: with a new one a deployment makes a second item beside the old one, and its alerts lose their history."));
            }
        }

        foreach (var item in before.Items)
        {
            if (IdentityOf(item) is { } identity && !renamed.Contains(item) && !later.ContainsKey(Key(item, identity)))
                findings.Add(identity.Report(RevisionCodes.Removed, DiagnosticSeverity.Info, $"'{item.Label}' was here in the base and is gone.", "A deployment leaves it in the workspace; 'plan' shows it as an orphan."));
        }

        return findings.ToImmutable();
    }

    private static Diagnostic? CompareItem(ContentItem before, ContentItem after, ContentRepository baseContent, ContentRepository content)
    {
        if (VersionOf(after) is not { } version || ItemVersion.Parse(version.Value) is not { } now || ItemVersion.Parse(VersionOf(before)?.Value) is not { } was)
            return null;
        if (now.IsBefore(was))
            return version.Report(RevisionCodes.Lowered, DiagnosticSeverity.Error, $"The version was {was} in the base.", "Versions only rise: what is installed with the higher one is not replaced.");
        if (before.Source.Content == after.Source.Content)
            return null;
        var change = ItemChange.Between(before, after, baseContent.Schema, content.Schema);
        var bump = was.BumpTo(now);
        if (change.Bump == VersionBump.None)
        {
            return bump == VersionBump.None ? null
                : version.Report(RevisionCodes.NeedlessBump, DiagnosticSeverity.Info, $"The version was {was} in the base, and nothing else has changed that anyone would notice.");
        }

        if (bump >= change.Bump)
            return null;
        var asked = was.Next(change.Bump);
        var what = $"{Texts.List(change.Keys, 4)} {(change.Keys.Count == 1 ? "has" : "have")} changed since the base, which asks for {asked} ({Name(change.Bump)})";
        var fix = version.Scalar is { } scalar ? new CodeFix($"Raise the version to {asked}", [new TextEdit(scalar.Map.MapSpan(new TextSpan(0, scalar.Value.Length)), asked.ToString())]) { IsCertain = true } : null;
        return bump == VersionBump.None
            ? version.Report(RevisionCodes.NotBumped, DiagnosticSeverity.Error, what + ".", $"Raise the version to {asked}.") with { Fix = fix }
            : version.Report(RevisionCodes.BumpTooSmall, DiagnosticSeverity.Warning, $"{what}; {now} is less.", $"Raise the version to {asked}.") with { Fix = fix };
    }

    private static string Name(VersionBump bump) => bump switch { VersionBump.Major => "major", VersionBump.Minor => "minor", _ => "patch" };

    private static Dictionary<string, ContentItem> ByIdentity(ContentRepository repository)
    {
        var items = new Dictionary<string, ContentItem>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in repository.Items)
        {
            if (IdentityOf(item) is { } identity)
                items.TryAdd(Key(item, identity), item);
        }

        return items;
    }

    private static string Key(ContentItem item, Located<string> identity) => item switch
    {
        ParserFunction => "function ",
        Watchlist => "watchlist ",
        CustomTable => "table ",
        _ => "id ",
    } + identity.Value.Trim();

    private static Located<string>? IdentityOf(ContentItem item) => item switch
    {
        ParserFunction parser => parser.Alias,
        Watchlist watchlist => watchlist.Alias,
        CustomTable table => table.Name,
        _ => item.ServiceId,
    };

    private static Located<string>? VersionOf(ContentItem item) => item switch
    {
        AnalyticsRule rule => rule.Version,
        HuntingQuery query => query.Version,
        ParserFunction parser => parser.Version,
        SummaryRule rule => rule.Version,
        _ => null,
    };
}
