using System.Text.Encodings.Web;
using System.Text.Json;
using Content.Analysis;

namespace Content.Cli.Output;

/// <summary>Writes a dependency graph as text, Mermaid, DOT or JSON.</summary>
internal static class GraphWriter
{
    public static readonly string[] Formats = ["text", "mermaid", "dot", "json"];

    public static void Write(DependencyGraph graph, string format, TextWriter output)
    {
        switch (format)
        {
            case "mermaid":
                WriteMermaid(graph, output);
                break;
            case "dot":
                WriteDot(graph, output);
                break;
            case "json":
                WriteJson(graph, output);
                break;
            default:
                WriteText(graph, output);
                break;
        }
    }

    private static void WriteText(DependencyGraph graph, TextWriter output)
    {
        foreach (var node in graph.Nodes.Where(node => node.Path is not null))
        {
            output.Write($"{KindOf(node)} {node.Name}  ({node.Path})\n");
            foreach (var need in graph.NeedsOf(node))
                output.Write($"    needs {KindOf(need)} {need.Name}{(need.Path is null ? "  (not in this repository)" : "")}\n");
        }
    }

    private static void WriteMermaid(DependencyGraph graph, TextWriter output)
    {
        output.Write("flowchart LR\n");
        for (var i = 0; i < graph.Nodes.Length; i++)
        {
            var node = graph.Nodes[i];
            var (open, close) = node.Kind switch
            {
                DependencyKind.Table => ("[(\"", "\")]"),
                DependencyKind.Watchlist => ("[/\"", "\"/]"),
                DependencyKind.Function => ("([\"", "\"])"),
                _ => ("[\"", "\"]"),
            };
            output.Write($"  n{i}{open}{node.Name.Replace("\"", "#quot;", StringComparison.Ordinal)}{close}\n");
        }

        foreach (var (from, to) in Edges(graph))
            output.Write($"  n{from} --> n{to}\n");
    }

    private static void WriteDot(DependencyGraph graph, TextWriter output)
    {
        output.Write("digraph content {\n  rankdir=LR;\n");
        for (var i = 0; i < graph.Nodes.Length; i++)
        {
            var node = graph.Nodes[i];
            var shape = node.Kind switch { DependencyKind.Table => "cylinder", DependencyKind.Watchlist => "note", DependencyKind.Function => "ellipse", _ => "box" };
            var name = node.Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            output.Write($"  n{i} [label=\"{name}\", shape={shape}{(node.Path is null ? ", style=dashed" : "")}];\n");
        }

        foreach (var (from, to) in Edges(graph))
            output.Write($"  n{from} -> n{to};\n");
        output.Write("}\n");
    }

    private static void WriteJson(DependencyGraph graph, TextWriter output)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("nodes");
            foreach (var node in graph.Nodes)
            {
                json.WriteStartObject();
                json.WriteString("kind", KindOf(node));
                json.WriteString("name", node.Name);
                json.WriteString("path", node.Path);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("edges");
            foreach (var (from, to) in Edges(graph))
            {
                json.WriteStartObject();
                json.WriteNumber("from", from);
                json.WriteNumber("to", to);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        output.Write('\n');
    }

    private static IEnumerable<(int From, int To)> Edges(DependencyGraph graph)
    {
        var numbers = graph.Nodes.Select((node, i) => (node, i)).ToDictionary(pair => pair.node, pair => pair.i);
        return graph.Nodes.SelectMany(node => graph.NeedsOf(node).Select(need => (numbers[node], numbers[need])));
    }

    private static string KindOf(DependencyNode node) => node.Kind switch
    {
        DependencyKind.Rule => "rule",
        DependencyKind.HuntingQuery => "hunting query",
        DependencyKind.Function => "function",
        DependencyKind.Watchlist => "watchlist",
        _ => "table",
    };
}
