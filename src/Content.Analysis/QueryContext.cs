using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Symbols;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis;

/// <summary>Where a query is used.</summary>
public enum QueryUse : byte
{
    /// <summary>In an analytics rule.</summary>
    AnalyticsRule,
    /// <summary>In a hunting query.</summary>
    HuntingQuery,
    /// <summary>As the body of a parser or another function.</summary>
    Function,
    /// <summary>In a summary rule.</summary>
    SummaryRule,
}

/// <summary>A query as the analysis sees it, whatever content it belongs to.</summary>
/// <param name="Item">The content.</param>
/// <param name="Use">What it is used for.</param>
/// <param name="Text">The query in its file.</param>
/// <param name="Query">The bound query. A function's begins with a variable for each parameter, which the file does not have.</param>
/// <param name="Offset">Length of that beginning; 0 for the others.</param>
/// <param name="Repository">Everything else.</param>
/// <param name="Findings">Where findings go.</param>
public sealed record QueryContext(ContentItem Item, QueryUse Use, Located<string> Text, BoundQuery Query, int Offset, ContentRepository Repository, FindingList Findings)
{
    private List<SyntaxNode>? _nodes;

    /// <summary>All nodes of the query that stand in the file, each before its children.</summary>
    public IReadOnlyList<SyntaxNode> Nodes => _nodes ??= [.. SyntaxWalk.DescendantsAndSelf(Query.Syntax).Where(node => node.Start >= Offset)];

    /// <summary>The nodes of a kind.</summary>
    public IEnumerable<T> NodesOf<T>() where T : SyntaxNode => Nodes.OfType<T>();

    /// <summary>The text of a node.</summary>
    public ReadOnlySpan<char> TextOf(SyntaxNode node) => Query.Source.Content.AsSpan(node.Start, node.End - node.Start);

    /// <summary>The text of a token.</summary>
    public ReadOnlySpan<char> TextOf(Token token) => Query.Source.Content.AsSpan(token.Start, token.Length);

    /// <summary>Adds a finding at a place of the query.</summary>
    /// <param name="span">The place.</param>
    /// <param name="message">What is wrong, as a sentence.</param>
    /// <param name="help">What to do about it.</param>
    /// <param name="fix">A change of the query that resolves it; null when there is none.</param>
    public void Add(TextSpan span, string message, string? help = null, CodeFix? fix = null) =>
        Findings.AddPart(Text, new TextSpan(span.Start - Offset, span.Length), message, help,
            fix is null ? null : fix with { Edits = [.. fix.Edits.Select(edit => edit with { Span = new TextSpan(edit.Span.Start - Offset, edit.Span.Length) })] });

    /// <summary>The let statements that carry declared tunables.</summary>
    public IEnumerable<LetSyntax> TunableLets() => Repository.Configuration.Tunables.IsEmpty
        ? []
        : NodesOf<LetSyntax>().Where(let => !let.Name.IsMissing && Repository.Configuration.FindTunable(let.Name.Text) is not null);

    /// <summary>The column of a name in any table that the query reads; null when there is none, as for a column that the query makes.</summary>
    public ColumnSymbol? TableColumn(string name)
    {
        foreach (var table in Query.Tables)
        {
            if (table.Row.Find(name) is { } column)
                return column;
        }

        return null;
    }

    /// <summary>What an expression is worth when that can be seen: a literal, or the name of a variable that is one.</summary>
    public object? ConstantOf(ExpressionSyntax expression)
    {
        for (var steps = 0; steps < 10; steps++)
        {
            switch (expression)
            {
                case LiteralSyntax literal:
                    return literal.Value;
                case ParenthesizedSyntax inner:
                    expression = inner.Expression;
                    continue;
                case NameSyntax name when Nodes.OfType<LetSyntax>().FirstOrDefault(let => let.Name.Text == name.Text) is { } let:
                    expression = let.Value;
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }
}
