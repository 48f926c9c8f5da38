using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model;
using Content.Model.Schemas;
using Content.Model.Yaml;

namespace Content.LanguageServer.Workspaces;

/// <summary>A content file as an editor looks at it: also while it is broken. What is asked for is made once.</summary>
internal sealed class ContentFile
{
    private readonly Parsed _parsed;

    public ContentFile(string path, SourceText source, ContentItem? item, ContentRepository repository)
        : this(path, source, item, repository, new Parsed(path, source, item, repository.Schema))
    {
    }

    private ContentFile(string path, SourceText source, ContentItem? item, ContentRepository repository, Parsed parsed)
    {
        Path = path;
        Source = source;
        Item = item;
        Repository = repository;
        _parsed = parsed;
    }

    /// <summary>Path in the repository.</summary>
    public string Path { get; }

    public SourceText Source { get; }

    /// <summary>What was read of it; null while it is broken.</summary>
    public ContentItem? Item { get; }

    /// <summary>The repository in the state that the file belongs to.</summary>
    public ContentRepository Repository { get; }

    /// <summary>What its queries can refer to.</summary>
    public ISchema Schema => _parsed.Schema;

    /// <summary>Its root, as far as it can be read; null when it is no mapping.</summary>
    public YamlMapping? Root => _parsed.Tree.Value;

    /// <summary>What may stand at its root; null for a file of no known kind.</summary>
    public DeclaredKeys? Keys => _parsed.Keys.Value;

    /// <summary>Its queries.</summary>
    public IReadOnlyList<QueryRegion> Queries => _parsed.Queries.Value;

    /// <summary>The query whose result the rest of the file refers to; null when there is none.</summary>
    public QueryRegion? MainQuery => Queries.Count > 0 ? Queries[0] : null;

    /// <summary>The same file in a later state of the repository that changes nothing for it.</summary>
    public ContentFile In(ContentRepository repository) => new(Path, Source, Item, repository, _parsed);

    /// <summary>The query that a place is in; null when it is in none.</summary>
    public QueryRegion? QueryAt(int offset) => Queries.FirstOrDefault(query => query.Contains(offset));

    /// <summary>The file as it would be read without the line of a place, which is being written.</summary>
    public ContentFile WithoutLine(int offset)
    {
        var line = Source.GetPosition(offset).Line;
        var start = Source.LineStarts[line - 1];
        var source = new SourceText(YamlRepair.Blank(Source.Content, start, Source.GetLine(line).Length), Path);
        return new ContentFile(Path, source, Item, Repository);
    }

    private sealed class Parsed
    {
        public Parsed(string path, SourceText source, ContentItem? item, ISchema schema)
        {
            Schema = schema;
            Tree = new Lazy<YamlMapping?>(() => item is not null && ReferenceEquals(item.Source, source) ? item.Node : YamlRepair.Read(source), LazyThreadSafetyMode.None);
            Keys = new Lazy<DeclaredKeys?>(() => DeclaredKeys.Of(path, Tree.Value), LazyThreadSafetyMode.None);
            Queries = new Lazy<IReadOnlyList<QueryRegion>>(() => QueryRegion.Find(Tree.Value, Keys.Value, item, schema), LazyThreadSafetyMode.None);
        }

        public ISchema Schema { get; }

        public Lazy<YamlMapping?> Tree { get; }

        public Lazy<DeclaredKeys?> Keys { get; }

        public Lazy<IReadOnlyList<QueryRegion>> Queries { get; }
    }
}
