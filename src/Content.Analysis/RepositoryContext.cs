using System.Collections.Immutable;
using Content.Model;

namespace Content.Analysis;

/// <summary>A query of an item with its shape.</summary>
/// <param name="Item">The item.</param>
/// <param name="Query">Its query.</param>
/// <param name="Shape">What the query is but for white space and comments.</param>
public sealed record ShapedQuery(ContentItem Item, Located<string> Query, QueryShape Shape);

/// <summary>A repository as the analysis sees it, with what several rules ask of it.</summary>
/// <param name="Repository">The content.</param>
/// <param name="Findings">Where findings go.</param>
/// <param name="KnownShapes">Shapes of queries that are known already; the others are made.</param>
public sealed record RepositoryContext(ContentRepository Repository, FindingList Findings, Func<ContentItem, QueryShape?> KnownShapes)
{
    private ImmutableArray<ImmutableArray<ShapedQuery>> _queries;

    /// <summary>The queries of rules, of hunting queries, of parsers and of summary rules, each kind by itself. Made on first use.</summary>
    public ImmutableArray<ImmutableArray<ShapedQuery>> QueriesByKind
    {
        get
        {
            if (_queries.IsDefault)
            {
                _queries =
                [
                    Shaped(Repository.Rules), Shaped(Repository.HuntingQueries), Shaped(Repository.Parsers), Shaped(Repository.SummaryRules),
                ];
            }

            return _queries;
        }
    }

    private ImmutableArray<ShapedQuery> Shaped(IEnumerable<ContentItem> items) => [.. items.Select(item => new ShapedQuery(item, item.KqlText!, KnownShapes(item) ?? QueryShape.Of(item.KqlText!.Value)))];
}
