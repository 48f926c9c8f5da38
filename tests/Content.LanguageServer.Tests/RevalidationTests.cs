using Content.Analysis;
using Content.Model;

namespace Content.LanguageServer.Tests;

public sealed class RevalidationTests
{
    // Each edit is made to what the ones before left: path, old text, new text.
    private static readonly (string Path, string Old, string New)[] Edits =
    [
        (ContentFolder.Rule, "| where Failures >= threshold", "| where Failurs >= threshold"),
        (ContentFolder.Rule, "| where Failurs >= threshold", "| where Failures >= threshold"),
        (ContentFolder.Parser, "toint(ResultType) >= least", "toint(ResultType) >= least | project-rename Code = ResultType"),
        (ContentFolder.Rule, "ResultType != \"0\"", "Code != \"0\""),
        (ContentFolder.Parser, "functionAlias: Refusals", "functionAlias: Refused"),
        (ContentFolder.Rule, "Refusals(5)", "Refused(5)"),
        (ContentFolder.Watchlist, "alias: Approved", "alias: Accepted"),
        (ContentFolder.Watchlist, "alias: Accepted", "alias: Approved"),
        (ContentFolder.Table, "name: Device,", "name: Gadget,"),
        (ContentFolder.Rule, "Refused(5)", "union Refused(5), (Device_* | where Device != '')"),
        (ContentFolder.Table, "name: Gadget,", "name: Device,"),
        (ContentFolder.Rule, "id: 0b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f", "id: [broken"),
        (ContentFolder.Rule, "id: [broken", "id: 5a1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e60"),
        (ContentFolder.Tests, "alerts: 1", "alarms: 1"),
    ];

    [Fact]
    public void What_is_found_after_each_edit_is_what_validating_everything_finds()
    {
        using var folder = new ContentFolder();
        var snapshot = RepositorySnapshot.Load(new DiskFiles(folder.Path));
        var result = ContentValidator.Validate(snapshot.Repository);
        var states = new HashSet<string>();
        foreach (var (path, old, text) in Edits)
        {
            var full = Path.Combine(folder.Path, path);
            var before = File.ReadAllText(full);
            Assert.Contains(old, before, StringComparison.Ordinal);
            File.WriteAllText(full, before.Replace(old, text, StringComparison.Ordinal));
            snapshot = snapshot.Refresh(path)!;
            result = ContentValidator.Revalidate(snapshot.Repository, result);
            var afresh = ContentValidator.Validate(ContentRepository.Load(folder.Path));
            Assert.Equal(afresh.Diagnostics.Select(one => one.ToString()), result.Diagnostics.Select(one => one.ToString()));
            states.Add(string.Join('\n', result.Diagnostics));
        }

        // The edits did change what is found.
        Assert.True(states.Count >= 8, $"Only {states.Count} different outcomes.");
    }

    [Fact]
    public void What_an_edit_does_not_concern_is_kept()
    {
        using var folder = new ContentFolder();
        var snapshot = RepositorySnapshot.Load(new DiskFiles(folder.Path));
        var before = ContentValidator.Validate(snapshot.Repository);
        var parser = Assert.Single(snapshot.Repository.Parsers);
        folder.Add(ContentFolder.Rule, ContentFolder.RuleText.Replace("severity: Medium", "severity: High", StringComparison.Ordinal));
        var edited = snapshot.Refresh(ContentFolder.Rule)!;
        var after = ContentValidator.Revalidate(edited.Repository, before);
        Assert.Same(snapshot.Repository.Schema, edited.Repository.Schema);
        Assert.Same(before.QueryOf(parser), after.QueryOf(edited.Repository.Parsers[0]));
        Assert.Null(snapshot.Refresh("sentinel-content.yaml"));
    }
}
