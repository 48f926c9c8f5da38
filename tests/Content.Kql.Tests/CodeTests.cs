using System.Reflection;
using System.Text.RegularExpressions;

namespace Content.Kql.Tests;

/// <summary>Each code of the front end is described, in the program and in its page.</summary>
public sealed partial class CodeTests
{
    [Fact]
    public void Each_code_that_the_front_end_reports_has_a_summary()
    {
        var sources = string.Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, "src", "Content.Kql"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.EndsWith("Summaries.cs", StringComparison.Ordinal) && !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        var used = CodeInQuotes().Matches(sources).Select(static match => match.Groups[1].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(used, KqlCodes.Summaries.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_constant_is_a_code_with_a_summary() => Assert.All(
        typeof(KqlCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetValue(null)!),
        static code => Assert.Contains(code, KqlCodes.Summaries.Keys));

    [Fact]
    public void The_page_has_a_section_for_each_code()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "codes", "kql.md")).ReplaceLineEndings("\n");
        var sections = page.Split("\n## ").Skip(1).Select(static section => section[..section.IndexOf('\n', StringComparison.Ordinal)]);
        Assert.Equal(KqlCodes.Summaries.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}: {pair.Value}"), sections);
    }

    [GeneratedRegex("\"(KQL[0-9]{3})\"")]
    private static partial Regex CodeInQuotes();
}
