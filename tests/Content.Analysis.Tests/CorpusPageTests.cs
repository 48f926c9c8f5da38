using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Tests;

/// <summary>
/// What validation finds in the published rules, hunting queries and parsers is what docs/corpus.md says, and each error there has its reason. With CORPUS=write
/// the page's tables are rewritten; reasons are kept, and new rows have none until somebody writes one.
/// </summary>
public sealed partial class CorpusPageTests
{
    private const int MostWarned = 10;
    private static readonly string[] Kinds = ["rules", "hunting", "parsers"];
    private static readonly string PagePath = Path.Combine(RepositoryFolder.Path, "docs", "corpus.md");

    private sealed record ErrorRow(string Path, string Code, int Count);

    [Fact]
    public void The_page_says_what_is_found()
    {
        var (files, findings) = Validate();
        var page = File.ReadAllText(PagePath).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("CORPUS") == "write")
            File.WriteAllText(PagePath, page = Rewritten(page, files, findings));
        Assert.Equal(Counts(files, findings), Table(page, "counts"));
        Assert.Equal(Errors(findings), [.. Rows(page).Select(row => row.Error)]);
        Assert.DoesNotContain(Rows(page), row => string.IsNullOrWhiteSpace(row.Why));
    }

    [Fact]
    public void No_warning_meets_more_than_a_tenth_of_the_files()
    {
        var (files, findings) = Validate();
        Assert.Empty(findings.Where(finding => finding.Severity == DiagnosticSeverity.Warning).GroupBy(finding => finding.Code)
            .Where(group => group.Select(finding => finding.Path).Distinct().Count() * MostWarned > files.Values.Sum()).Select(group => group.Key));
    }

    private static (Dictionary<string, int> Files, IReadOnlyList<Diagnostic> Findings) Validate()
    {
        Assert.SkipUnless(ReferenceFolder.Find("corpus", "rules") is not null, "There is no corpus beside this repository.");
        var corpus = new Corpus(ReferenceFolder.Find("corpus")!);
        var files = Kinds.ToDictionary(kind => kind, kind => corpus.List(kind)!.Count(path => path.EndsWith(".yaml", StringComparison.Ordinal)));
        return (files, ContentValidator.Validate(ContentRepository.Load(corpus), today: new DateOnly(2027, 1, 15)).Diagnostics);
    }

    private static string Counts(Dictionary<string, int> files, IReadOnlyList<Diagnostic> findings)
    {
        var text = new StringBuilder("| Code | Severity | Rules | Hunting queries | Parsers | Files | Share |\n|---|---|---|---|---|---|---|\n");
        foreach (var group in findings.GroupBy(finding => (finding.Code, finding.Severity)).OrderBy(group => group.Key.Code, StringComparer.Ordinal))
        {
            var met = group.Select(finding => finding.Path!).Distinct(StringComparer.Ordinal).ToList();
            var share = (100.0 * met.Count / files.Values.Sum()).ToString("0.0", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Code} | {group.Key.Severity.ToString().ToLowerInvariant()} | ");
            text.Append(string.Join(" | ", Kinds.Select(kind => met.Count(path => path.StartsWith(kind + "/", StringComparison.Ordinal))))).Append(CultureInfo.InvariantCulture, $" | {met.Count} | {share} % |\n");
        }

        return text.ToString();
    }

    private static List<ErrorRow> Errors(IReadOnlyList<Diagnostic> findings) =>
    [
        .. findings.Where(finding => finding.Severity == DiagnosticSeverity.Error).GroupBy(finding => (finding.Path, finding.Code))
            .OrderBy(group => group.Key.Code, StringComparer.Ordinal).ThenBy(group => group.Key.Path, StringComparer.Ordinal).Select(group => new ErrorRow(group.Key.Path!, group.Key.Code, group.Count())),
    ];

    private static string Table(string page, string name)
    {
        var start = $"<!-- {name} -->\n";
        var from = page.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"{PagePath} has no '{start.Trim()}'.");
        from += start.Length;
        return page[from..page.IndexOf("<!-- end -->", from, StringComparison.Ordinal)];
    }

    private static IEnumerable<(ErrorRow Error, string Why)> Rows(string page) => Row().Matches(Table(page, "errors"))
        .Select(match => (new ErrorRow(match.Groups["path"].Value, match.Groups["code"].Value, int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture)), match.Groups["why"].Value));

    private static string Rewritten(string page, Dictionary<string, int> files, IReadOnlyList<Diagnostic> findings)
    {
        var reasons = Rows(page).ToDictionary(row => (row.Error.Path, row.Error.Code), row => row.Why);
        var errors = new StringBuilder("| Code | File | Times | Why it is right |\n|---|---|---|---|\n");
        foreach (var error in Errors(findings))
            errors.Append(CultureInfo.InvariantCulture, $"| {error.Code} | {error.Path} | {error.Count} | {reasons.GetValueOrDefault((error.Path, error.Code))?.Trim()} |\n");
        return With(With(page, "counts", Counts(files, findings)), "errors", errors.ToString());
    }

    private static string With(string page, string name, string table) =>
        page.Replace($"<!-- {name} -->\n{Table(page, name)}<!-- end -->", $"<!-- {name} -->\n{table}<!-- end -->", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| (?<code>[A-Z]+\d+) \| (?<path>[^|]+) \| (?<count>\d+) \|(?<why>.*)\|$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    // The collection with a configuration.
    private sealed class Corpus(string root) : IRepositoryFiles
    {
        private readonly DiskFiles _disk = new(root);

        public IReadOnlyList<string>? List(string folder) => _disk.List(folder);

        public bool Exists(string path) => path == RepositoryConfiguration.FileName || _disk.Exists(path);

        public byte[] Read(string path) => path == RepositoryConfiguration.FileName ? "version: 1\ncontent: [rules, hunting, parsers]\n"u8.ToArray() : _disk.Read(path);
    }
}
