using CsCheck;

namespace Content.Model.Tests;

/// <summary>Whatever stands in a file, reading gives findings and no exception.</summary>
public sealed class ReadingFuzzTests
{
    private static readonly string[] Values =
        ["[]", "{}", "null", "~", "''", "x", "-1", "1e999", ".nan", "0x", "99999999999999999999", "[[]]", "[{}]", "[null]", "{a: b}", "{a: {b: [c]}}", "P", "00:00", "true", "|\n    text", "\u00e9", "*a", "&a x", "<<: x", "@"];

    private static readonly Gen<(int Line, int Edit, string Value)> Change = Gen.Select(Gen.Int[0, 40], Gen.Int[0, 4], Gen.Int[0, Values.Length - 1].Select(i => Values[i]));

    [Fact]
    public void No_change_of_a_file_makes_reading_throw()
    {
        foreach (var (kind, text) in Examples.ByKind)
        {
            var path = kind switch { "tests" => "a.tests.yaml", "workbook" => "workbook.yaml", "sentinel-content" => RepositoryConfiguration.FileName, _ => "a.yaml" };
            Change.Array[1, 4].Sample(
                changes =>
                {
                    var broken = changes.Aggregate(text, Apply);
                    var repository = new MemoryFiles { [path] = broken, ["a.csv"] = "A,B\n1,2\n" }.Load();
                    Assert.All(repository.Diagnostics, diagnostic => Assert.InRange(diagnostic.Span.End, 0, diagnostic.Source!.Content.Length));
                },
                iter: 400, threads: 1);
        }
    }

    private static string Apply(string text, (int Line, int Edit, string Value) change)
    {
        var lines = text.Split('\n').ToList();
        var at = change.Line % lines.Count;
        var line = lines[at];
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        switch (change.Edit)
        {
            case 0 when lines.Count > 1:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, line);
                break;
            case 2:
                lines[at] = (colon < 0 ? line : line[..colon]) + ": " + change.Value;
                break;
            case 3:
                lines[at] = "  " + line;
                break;
            default:
                lines[at] = line.Replace(": ", ": " + change.Value + " ", StringComparison.Ordinal);
                break;
        }

        return string.Join('\n', lines);
    }
}
