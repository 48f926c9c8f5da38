using Content.Analysis;
using Content.Diagnostics;
using Content.Kql.Semantics;
using Content.Kql.Symbols;
using Content.Model;
using Content.Model.Schemas;
using Content.Model.Yaml;

namespace Content.LanguageServer.Workspaces;

/// <summary>A query in a YAML file, with both ways between its text and the file.</summary>
internal sealed class QueryRegion
{
    private readonly ISchema _schema;
    private readonly string _prefix;
    private readonly Lazy<QueryModel> _model;

    private QueryRegion(YamlScalar scalar, string prefix, ISchema schema)
    {
        Scalar = scalar;
        _prefix = prefix;
        _schema = schema;
        _model = new Lazy<QueryModel>(() => QueryModel.Create(prefix + scalar.Value, schema), LazyThreadSafetyMode.None);
    }

    /// <summary>What it can refer to.</summary>
    public ISchema Schema => _schema;

    /// <summary>The scalar that holds it.</summary>
    public YamlScalar Scalar { get; }

    /// <summary>The query. Its text begins with a variable for each parameter of a parser, which the file does not have.</summary>
    public QueryModel Model => _model.Value;

    /// <summary>Length of that beginning.</summary>
    public int Offset => _prefix.Length;

    /// <summary>The queries of a file.</summary>
    public static IReadOnlyList<QueryRegion> Find(YamlMapping? root, DeclaredKeys? keys, ContentItem? item, ISchema schema)
    {
        if (root is null || keys is null)
            return [];
        var prefix = item is ParserFunction parser ? ParserPrefix.Of(parser).Text : "";
        var regions = new List<QueryRegion>();
        foreach (var entry in root.Entries)
        {
            if (keys.Find(entry.Key.Value)?.Kind == KeyValueKind.Query && entry.Value is YamlScalar scalar && scalar.Kind == YamlScalarKind.Text)
                regions.Add(new QueryRegion(scalar, prefix, schema));
        }

        return regions;
    }

    /// <summary>Whether a place of the file is in the query: also in the blank lines behind it, where it is being written on.</summary>
    public bool Contains(int offset) => offset >= Start && offset <= End;

    private int Start => Scalar.Style is YamlScalarStyle.Literal or YamlScalarStyle.Folded ? Scalar.Source.LineStarts[Math.Min(LineOf(Scalar.Span.Start), Scalar.Source.LineStarts.Length - 1)] : Scalar.Span.Start;

    private int End
    {
        get
        {
            if (Scalar.Style is not (YamlScalarStyle.Literal or YamlScalarStyle.Folded))
                return Scalar.Span.End;
            var text = Scalar.Source.Content;
            var end = Math.Max(Scalar.Span.End, Start);
            while (end < text.Length && text[end] is ' ' or '\t' or '\r' or '\n')
                end++;

            // Not the line of the key that comes next.
            return end == text.Length ? end : Math.Max(Scalar.Span.End, Scalar.Source.LineStarts[LineOf(end) - 1] - 1);
        }
    }

    private int LineOf(int offset) => Scalar.Source.GetPosition(offset).Line;

    /// <summary>The offset in the model's text of a place in the file.</summary>
    public int ToQuery(int offset)
    {
        var best = 0;
        foreach (var segment in Scalar.Map.Segments)
        {
            if (segment.SourceStart > offset)
                break;
            best = offset >= segment.SourceStart + segment.SourceLength ? segment.Start + segment.Length : segment.Start + Math.Min(offset - segment.SourceStart, segment.Length);
        }

        return best + _prefix.Length;
    }

    /// <summary>The span in the file of a span of the model's text; null for what stands in the beginning that the file does not have.</summary>
    public TextSpan? ToFile(TextSpan span) => span.Start < _prefix.Length ? null : Scalar.Map.MapSpan(new TextSpan(span.Start - _prefix.Length, span.Length));

    /// <summary>The query with a name in place of the one that a place touches, or where there is none: what is being written has a name then.</summary>
    public QueryModel With(string name, int start, int end) => QueryModel.Create(string.Concat(Model.Query.Source.Content.AsSpan(0, start), name, Model.Query.Source.Content.AsSpan(end)), _schema);
}
