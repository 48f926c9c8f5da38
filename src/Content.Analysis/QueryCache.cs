using System.Collections.Concurrent;
using Content.Kql;
using Content.Kql.Symbols;

namespace Content.Analysis;

/// <summary>Bound queries; each distinct text is bound once, if queries are kept.</summary>
internal sealed class QueryCache(ISchema schema, bool keep)
{
    private readonly ConcurrentDictionary<string, Lazy<BoundQuery>> _queries = new(StringComparer.Ordinal);

    /// <summary>A bound query for who asks for it later: the one that there is, if queries are kept, otherwise the text bound then.</summary>
    public Lazy<BoundQuery> Handle(string text, BoundQuery? bound = null) => keep && bound is not null ? new(bound) : new(() => Bind(text));

    public BoundQuery Bind(string text) => !keep ? Compilation.Bind(text, schema) : _queries.GetOrAdd(text, key => new Lazy<BoundQuery>(() => Compilation.Bind(key, schema))).Value;
}
