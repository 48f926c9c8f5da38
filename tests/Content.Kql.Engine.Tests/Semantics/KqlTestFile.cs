using System.Runtime.CompilerServices;
using System.Text;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tests.Semantics;

/// <summary>A line of a <c>.kqltest</c> file: what is asked, the query that asks it, and the rows that answer it.</summary>
internal sealed record KqlTestCase(string File, int Line, string Text, string Query, string? Expected);

/// <summary>
/// Reads <c>.kqltest</c> files. <c># …</c> is a comment; <c>with QUERY</c> gives the query of the lines below, in which <c>{}</c> stands for
/// a line; a line is a text, a tab and the rows it gives: cells set apart by <c> | </c>, rows by <c> ; </c>, a null written as null.
/// </summary>
internal static class KqlTestFile
{
    public static IReadOnlyList<KqlTestCase> All { get; } = [.. Files.SelectMany(Read)];

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Semantics"), "*.kqltest").Order(StringComparer.Ordinal);

    private static IEnumerable<KqlTestCase> Read(string path)
    {
        var template = "{}";
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("with ", StringComparison.Ordinal))
            {
                template = line[5..];
                continue;
            }

            var parts = line.Split('\t', 2);
            yield return new KqlTestCase(Path.GetFileName(path), number, parts[0], template.Replace("{}", parts[0], StringComparison.Ordinal), parts.Length > 1 ? parts[1] : null);
        }
    }

    /// <summary>The rows of a query as a file writes them.</summary>
    public static string Run(string query, ITableSource? tables = null, ISchema? schema = null, ExecutionOptions? options = null)
    {
        var bound = Compilation.Bind(query, schema ?? EmptySchema.Instance);
        Assert.False(bound.HasErrors, query + ": " + string.Join(" ", bound.Diagnostics.Select(d => d.Message)));
        var result = QueryEngine.Execute(bound.Body, tables ?? EmptyTableSource.Instance, options ?? new ExecutionOptions { Now = Functions.Print.Now }, TestContext.Current.CancellationToken);
        Assert.True(result.Success, query + ": " + result.Error?.Message);
        if (!bound.Row!.IsOpen)
            Assert.Equal(bound.Row.Columns.Select(column => (column.Name, column.Type.Kind)), result.Row.Columns.Select(column => (column.Name, column.Type.Kind)));
        var rows = new List<string>();
        foreach (var chunk in result.Table.Chunks)
        {
            var columns = chunk.Columns.Select(column => column!).ToArray();
            Assert.Equal(result.Row.Columns.Select(column => column.Type.Kind), columns.Select(column => column.Kind));
            var texts = Array.ConvertAll(columns, column => column.AsString());
            for (var i = 0; i < chunk.Length; i++)
                rows.Add(string.Join(" | ", columns.Select((column, c) => column.IsNull(i) ? "null" : column is FixedVector<bool> bools ? bools[i] ? "true" : "false" : Escape(texts[c].GetString(i)))));
        }

        return string.Join(" ; ", rows);
    }

    private static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            result.Append(c switch
            {
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                < ' ' => $"\\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }

        return result.ToString();
    }

    /// <summary>Writes what the engine gives now into the source files. Every changed line is to be read and judged before it is kept.</summary>
    public static void Rewrite([CallerFilePath] string here = "")
    {
        foreach (var path in Files)
        {
            var source = Path.Combine(Path.GetDirectoryName(here)!, Path.GetFileName(path));
            var lines = File.ReadAllLines(source);
            foreach (var test in All.Where(test => test.File == Path.GetFileName(path)))
            {
                // The file may be newer than its copy beside the tests.
                if (lines.ElementAtOrDefault(test.Line - 1)?.Split('\t')[0] != test.Text)
                    continue;
                string answer;
                try
                {
                    answer = Run(test.Query);
                }
                catch (Xunit.Sdk.XunitException error)
                {
                    answer = "ERROR " + error.Message.ReplaceLineEndings(" ");
                }

                lines[test.Line - 1] = test.Text + "\t" + answer;
            }

            File.WriteAllLines(source, lines);
        }
    }
}
