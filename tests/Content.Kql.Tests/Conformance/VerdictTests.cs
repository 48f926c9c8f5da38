using System.Text.Json;
using Content.Diagnostics;
using Content.Kql.Symbols;

namespace Content.Kql.Tests.Conformance;

/// <summary>Verdict, result columns and place of the first error against Kusto.Language's, on real queries. Runs where the samples are at hand.</summary>
public sealed class VerdictTests
{
    [Fact]
    public void Agree_with_Kusto_Language()
    {
        var folder = ReferenceFolder.Find("conformance");
        if (folder is null)
            Assert.Skip("The conformance samples are not at hand.");
        var schema = ReadSchema(Path.Combine(folder, "schema.json"));
        var failures = new List<string>();
        int rejected = 0, placed = 0;
        foreach (var line in File.ReadLines(Path.Combine(folder, "verdicts.ndjson")))
        {
            using var document = JsonDocument.Parse(line);
            var verdict = document.RootElement;
            var id = verdict.GetProperty("id").ToString();
            var bound = Compilation.Bind(verdict.GetProperty("query").GetString()!, schema);
            var errors = bound.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).ToList();
            var accepted = verdict.GetProperty("ok").GetBoolean();
            if (accepted != (errors.Count == 0))
            {
                failures.Add($"{id}: expected {(accepted ? "no error" : "an error")}, got {(errors.Count == 0 ? "none" : errors[0].ToString())}");
                continue;
            }

            if (accepted)
            {
                var expected = string.Join(", ", verdict.GetProperty("columns").EnumerateArray().Select(static column => $"{column[0]}:{column[1]}"));
                var actual = bound.Row is { } row ? string.Join(", ", row.Columns) : $":{bound.ScalarType?.Name}";
                if (expected != actual)
                    failures.Add($"{id}: columns differ\n  expected {expected}\n  actual   {actual}");
                continue;
            }

            rejected++;
            var first = verdict.GetProperty("errors").EnumerateArray().OrderBy(static error => error.GetProperty("start").GetInt32()).First();
            if (errors[0].Span == new TextSpan(first.GetProperty("start").GetInt32(), first.GetProperty("length").GetInt32()))
                placed++;
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(20)));
        Assert.True(placed >= rejected * 0.95, $"{placed} of {rejected} first errors stand at the same place");
    }

    private static TestSchema ReadSchema(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var schema = new TestSchema();
        foreach (var table in document.RootElement.EnumerateObject())
            schema.Table(table.Name, string.Join(" ", table.Value.EnumerateObject().Select(static column => $"{column.Name}:{(KqlType.FromName(column.Value.GetString()) is null ? "string" : column.Value.GetString())}")));
        return schema;
    }
}
