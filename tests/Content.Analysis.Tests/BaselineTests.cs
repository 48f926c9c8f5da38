using System.Text;
using Content.Model;

namespace Content.Analysis.Tests;

/// <summary>
/// Broken content beside what is found in it: <c>Baselines/NAME.yaml</c> and <c>NAME.expected</c>, a line a finding. With BASELINES=write the expected files are
/// rewritten, to be looked at before they are committed.
/// </summary>
public sealed class BaselineTests
{
    private static readonly string Folder = Path.Combine(RepositoryFolder.Path, "tests", "Content.Analysis.Tests", "Baselines");

    public static TheoryData<string> Names => new(Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_what_is_expected(string name)
    {
        var validation = ContentValidator.Validate(Input(name).Load(), today: Today);
        var actual = new StringBuilder();
        foreach (var finding in validation.Diagnostics)
            actual.Append(finding).Append('\n');
        var path = Path.Combine(Folder, name + ".expected");
        if (Environment.GetEnvironmentVariable("BASELINES") == "write")
            File.WriteAllText(path, actual.ToString());
        Assert.True(File.Exists(path), $"There is no {path}. What is found:\n{actual}");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual.ToString());
    }

    internal static DateOnly Today => new(2027, 1, 15);

    /// <summary>An input. Several files of one repository stand in one, each below a line with its path.</summary>
    internal static MemoryRepository Input(string name)
    {
        var files = new MemoryRepository();
        foreach (var part in ("\n" + File.ReadAllText(Path.Combine(Folder, name + ".yaml")).ReplaceLineEndings("\n")).Split("\n### "))
        {
            if (part.Trim().Length == 0)
                continue;
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            files.Add(part[..end].Trim(), part[(end + 1)..]);
        }

        return files;
    }

    [Fact]
    public void Each_rule_has_an_input_that_it_finds_something_in()
    {
        var found = Directory.EnumerateFiles(Folder, "*.expected").SelectMany(File.ReadLines).SelectMany(line => line.Split(' ')).Select(word => word.TrimEnd(':')).ToHashSet(StringComparer.Ordinal);

        // Its limit of a thousand rules does not fit a file.
        Assert.Equal(["RULE028"], RuleRegistry.Rules.Select(rule => rule.Code).Where(code => !found.Contains(code)));
    }
}
