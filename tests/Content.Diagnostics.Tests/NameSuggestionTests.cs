using CsCheck;

namespace Content.Diagnostics.Tests;

public sealed class NameSuggestionTests
{
    [Theory]
    [InlineData("SigninLog", "SigninLogs")]
    [InlineData("singinlogs", "SigninLogs")]
    [InlineData("AuditLgos", "AuditLogs")]
    [InlineData("Audi", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_found(string name, string? meant) => Assert.Equal(meant, NameSuggestion.Find(name, ["SigninLogs", "AuditLogs", "AzureActivity"]));

    [Fact]
    public void Of_equally_near_names_the_first_by_order_is_taken() => Assert.Equal("cat", NameSuggestion.Find("xat", ["mat", "cat", "rat"]));

    // The textbook's distance in full, without any of the short cuts.
    [Fact]
    public void Short_cuts_change_nothing()
    {
        var names = Gen.String[Gen.Char["abcABC_1é"], 0, 9];
        Gen.Select(names, names.Array[0, 12]).Sample((name, candidates) => Assert.Equal(Reference(name, candidates), NameSuggestion.Find(name, candidates)));
    }

    private static string? Reference(string name, string[] candidates)
    {
        var limit = Math.Clamp(name.Length / 3, 1, 3);
        return candidates
            .Select(candidate => (Candidate: candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.Distance <= limit)
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .Select(pair => pair.Candidate)
            .FirstOrDefault();
    }

    private static int Distance(string left, string right)
    {
        var d = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[left.Length, right.Length];
    }
}
