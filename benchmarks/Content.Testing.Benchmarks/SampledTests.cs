using System.Text;
using System.Text.RegularExpressions;

namespace Content.Testing.Benchmarks;

/// <summary>
/// A repository with some of the rules of another one, and of each rule some of its cases: those rules that have the most cases, and cases
/// by lot. What a case extends comes along with it.
/// </summary>
internal static partial class SampledTests
{
    private const string TestsEnd = ".tests.yaml";

    /// <summary>Writes the repository.</summary>
    /// <param name="source">A content repository.</param>
    /// <param name="target">The folder; what is in it is replaced.</param>
    /// <param name="rules">Number of rules.</param>
    /// <param name="cases">Number of cases of each.</param>
    /// <param name="seed">The lot.</param>
    /// <returns>Numbers of rules and cases.</returns>
    public static (int Rules, int Cases) Write(string source, string target, int rules, int cases, int seed)
    {
        if (Directory.Exists(target))
            Directory.Delete(target, recursive: true);
        Copy(source, target);
        var suites = Directory.GetFiles(target, "*" + TestsEnd, SearchOption.AllDirectories)
            .Select(path => (Path: path, File: TestsFile.Parse(File.ReadAllText(path)))).OrderByDescending(suite => suite.File.Cases.Count).ThenBy(suite => suite.Path, StringComparer.Ordinal).ToList();
        var kept = 0;
        foreach (var (path, file) in suites.Take(rules))
        {
            var chosen = file.Choose(cases, new Random(seed));
            File.WriteAllText(path, file.Write(chosen));
            kept += chosen.Count;
        }

        foreach (var (path, _) in suites.Skip(rules))
        {
            File.Delete(path);
            File.Delete(path[..^TestsEnd.Length] + ".yaml");
        }

        return (Math.Min(rules, suites.Count), kept);
    }

    // Only content: the configuration, and the folder with the detections.
    private static void Copy(string source, string target)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(source, "detections"), "*", SearchOption.AllDirectories).Append(Path.Combine(source, "sentinel-content.yaml")))
        {
            var to = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    [GeneratedRegex(@"^  - name: *(?<name>.+?) *$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CaseStart();

    [GeneratedRegex(@"^    extends: *(?<name>.+?) *$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Extends();

    private sealed record Case(string Name, string? Base, string Text);

    // Cut by lines: a file keeps its layout, and nothing of the product is measured with itself.
    private sealed record TestsFile(string Head, IReadOnlyList<Case> Cases)
    {
        public static TestsFile Parse(string text)
        {
            var starts = CaseStart().Matches(text);
            var cases = starts.Select((start, i) =>
            {
                var part = text[start.Index..(i + 1 < starts.Count ? starts[i + 1].Index : text.Length)];
                return new Case(Unquoted(start.Groups["name"].Value), Extends().Match(part) is { Success: true } match ? Unquoted(match.Groups["name"].Value) : null, part);
            }).ToList();
            return new TestsFile(starts.Count == 0 ? text : text[..starts[0].Index], cases);
        }

        public HashSet<Case> Choose(int count, Random random)
        {
            var order = Cases.ToArray();
            random.Shuffle(order);
            var chosen = new HashSet<Case>();
            foreach (var item in order)
            {
                var chain = new List<Case>();
                for (var at = item; at is not null && !chosen.Contains(at) && !chain.Contains(at); at = Cases.FirstOrDefault(other => other.Name == at.Base))
                    chain.Add(at);
                if (chosen.Count + chain.Count <= count)
                    chosen.UnionWith(chain);
            }

            return chosen;
        }

        public string Write(HashSet<Case> chosen) => Cases.Where(chosen.Contains).Aggregate(new StringBuilder(Head), (text, item) => text.Append(item.Text)).ToString();

        private static string Unquoted(string name) => name.Length > 1 && name[0] is '\'' or '"' && name[^1] == name[0] ? name[1..^1] : name;
    }
}
