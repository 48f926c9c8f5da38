using Content.Diagnostics;

namespace Content.Model.Reading;

/// <summary>Looks at what lies between the files of a repository: identifiers used twice, tests without a rule.</summary>
internal static class RepositoryChecks
{
    public static void CheckIdentifiers(List<ContentItem> items, DiagnosticBag diagnostics)
    {
        Unique(items, item => item.ServiceId, "the id", "Make a new GUID for one of the two.", StringComparer.OrdinalIgnoreCase, diagnostics);
        Unique(items, item => (item as ParserFunction)?.Alias, "the function name", "Rename one of the two: queries call a function by this name.", StringComparer.Ordinal, diagnostics);
        Unique(items, item => (item as Watchlist)?.Alias, "the watchlist alias", "Rename one of the two.", StringComparer.OrdinalIgnoreCase, diagnostics);
        Unique(items, item => (item as CustomTable)?.Name, "the table name", "Merge the two tables, or rename one.", StringComparer.OrdinalIgnoreCase, diagnostics);
    }

    private static void Unique(List<ContentItem> items, Func<ContentItem, Located<string>?> nameOf, string what, string help, StringComparer comparer, DiagnosticBag diagnostics)
    {
        var known = new Dictionary<string, Located<string>>(comparer);
        foreach (var item in items)
        {
            if (nameOf(item) is not { Value.Length: > 0 } name || known.TryAdd(name.Value.Trim(), name))
                continue;
            var first = known[name.Value.Trim()];
            diagnostics.Add(name.Report(DiagnosticCodes.DuplicateIdentifier, DiagnosticSeverity.Error, $"{char.ToUpperInvariant(what[0])}{what[1..]} '{name.Value}' is also that of {first.Source.Path}.", help) with
            {
                Related = [new RelatedLocation(first.Source, first.Span, "The first one stands here.")],
            });
        }
    }

    public static void CheckTests(List<ContentItem> items, List<string> paths, DiagnosticBag diagnostics)
    {
        var rules = items.OfType<AnalyticsRule>().Select(rule => rule.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var tests in items.OfType<RuleTests>())
        {
            // A rule that cannot be read has findings of its own.
            if (tests.RulePath.Length == 0 || rules.Contains(tests.RulePath) || paths.BinarySearch(tests.RulePath, StringComparer.Ordinal) >= 0)
                continue;
            var meant = NameSuggestion.Find(tests.RulePath, rules.Where(rule => rule.StartsWith(tests.Folder, StringComparison.Ordinal)));
            var message = $"There is no rule '{tests.RulePath}'." + (meant is null ? "" : $" Did you mean '{meant}'?");
            const string Help = "Name the tests file after its rule (NAME.tests.yaml beside NAME.yaml), or give it 'rule: FILE'.";
            if (tests.RuleReference is { } reference)
                diagnostics.Error(DiagnosticCodes.TestsWithoutRule, reference, message, Help);
            else
                diagnostics.Error(DiagnosticCodes.TestsWithoutRule, tests.Node.Entries.IsEmpty ? tests.Node : tests.Node.Entries[0].Key, message, Help);
        }
    }

    public static void CheckEnvironments(RepositoryConfiguration configuration, IRepositoryFiles files, List<ContentItem> items, DiagnosticBag diagnostics)
    {
        foreach (var environment in configuration.Environments)
        {
            var applier = new OverlayApplier(files, environment);
            applier.Apply(items);
            applier.Check(environment.Select, items);
            foreach (var wave in environment.Waves)
                applier.Check(wave, items);
            diagnostics.AddRange(applier.Diagnostics);
        }
    }
}
