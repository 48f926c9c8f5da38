using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Testing.Mutation;

/// <summary>Makes the mutations of a query from its syntax tree, in order of their place.</summary>
internal sealed partial class QueryMutator
{
    // Of a longer list, so many members are left out one by one, spread evenly, the first and the last among them.
    private const int ListSample = 12;

    private readonly string _text;
    private readonly IReadOnlyList<Token> _tokens;
    private readonly Dictionary<SyntaxNode, SyntaxNode> _parents = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<SyntaxNode> _conditions = new(ReferenceEqualityComparer.Instance);
    private readonly List<QueryMutation> _mutations = [];

    private QueryMutator(QuerySyntax query, string text)
    {
        _text = text;
        _tokens = query.Tokens;
    }

    /// <summary>All mutations of a query. Whether one binds is for the caller to see.</summary>
    /// <param name="query">The parsed query; must be free of errors.</param>
    /// <param name="text">Its text.</param>
    public static IReadOnlyList<QueryMutation> Mutate(QuerySyntax query, string text)
    {
        var mutator = new QueryMutator(query, text);
        var nodes = mutator.Collect(query);
        foreach (var node in nodes)
            mutator.FindConditions(node);
        foreach (var node in nodes)
            mutator.Visit(node);
        return
        [
            .. mutator._mutations.Where(mutation => mutation.Apply(text) != text).DistinctBy(mutation => mutation.Apply(text), StringComparer.Ordinal)
                .OrderBy(mutation => mutation.Span.Start).ThenBy(mutation => MutationOperators.All.IndexOf(mutation.Operator)),
        ];
    }

    private List<SyntaxNode> Collect(QuerySyntax query)
    {
        var nodes = new List<SyntaxNode>();
        var children = new List<SyntaxNode>();
        foreach (var node in SyntaxWalk.DescendantsAndSelf(query))
        {
            nodes.Add(node);
            children.Clear();
            SyntaxWalk.AddChildren(node, children);
            foreach (var child in children)
                _parents[child] = node;
        }

        return nodes;
    }

    // Where a truth value decides something: what stands there can be left out or turned around, whatever its form.
    private void FindConditions(SyntaxNode node)
    {
        switch (node)
        {
            case ExpressionOperatorSyntax { Keyword.Kind: SyntaxKind.WhereKeyword or SyntaxKind.FilterKeyword } where:
                AddCondition(where.Expression);
                break;
            case BinarySyntax { Operator.Kind: SyntaxKind.AndKeyword or SyntaxKind.OrKeyword } logic when !IsJoinKey(logic):
                AddCondition(logic.Left);
                AddCondition(logic.Right);
                break;
            case CallSyntax { Name.Text: "iff" or "iif", Arguments.Length: 3 } choice:
                AddCondition(choice.Arguments[0]);
                break;
            case CallSyntax { Name.Text: "case" } choice:
                for (var i = 0; i + 1 < choice.Arguments.Length; i += 2)
                    AddCondition(choice.Arguments[i]);
                break;
            case CallSyntax { Arguments.Length: > 0 } call when ConditionalAggregates.ContainsKey(call.Name.Text):
                AddCondition(call.Arguments[^1]);
                break;
            case ScanStepSyntax step:
                AddCondition(step.Condition);
                break;
            case BinarySyntax { Operator.Kind: var kind } when IsComparison(kind) && !IsJoinKey(node):
                _conditions.Add(node);
                break;
            case InSyntax or BetweenSyntax:
                _conditions.Add(node);
                break;
        }
    }

    private void AddCondition(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedSyntax inner)
            expression = inner.Expression;
        if (expression is not (LiteralSyntax or BinarySyntax { Operator.Kind: SyntaxKind.AndKeyword or SyntaxKind.OrKeyword }))
            _conditions.Add(expression);
    }

    private void Visit(SyntaxNode node)
    {
        if (_conditions.Contains(node))
            Negate((ExpressionSyntax)node);
        switch (node)
        {
            case BinarySyntax binary:
                VisitBinary(binary);
                break;
            case InSyntax list:
                VisitIn(list);
                break;
            case LiteralSyntax literal:
                VisitLiteral(literal);
                break;
            case JsonArraySyntax array:
                DropMembers(array.Items);
                break;
            case DataTableSyntax table:
                DropRows(table);
                break;
            case CallSyntax call:
                VisitCall(call);
                break;
            case PipeSyntax pipe:
                VisitPipe(pipe);
                break;
            case ListOperatorSyntax { Keyword.Kind: SyntaxKind.UnionKeyword } union:
                DropItems(MutationOperators.DropUnionLeg, union.Expressions);
                break;
            case JoinSyntax join:
                VisitJoin(join);
                break;
            case SummarizeSyntax summarize:
                DropKeys(summarize.By, summarize.Aggregates.Length > 0 ? summarize.Aggregates[^1].End : -1);
                break;
            case MakeSeriesSyntax series:
                DropKeys(series.By, -1);
                break;
            case ListOperatorSyntax { Keyword.Kind: SyntaxKind.DistinctKeyword } distinct:
                DropItems(MutationOperators.DropKey, distinct.Expressions);
                break;
            case SortSyntax sort:
                foreach (var key in sort.Keys)
                    SwapOrder(key);
                break;
            case TopSyntax top:
                SwapOrder(top.Key);
                break;
        }
    }

    private void Add(MutationOperator @operator, int start, int end, string replacement) =>
        _mutations.Add(new QueryMutation(@operator, TextSpan.FromBounds(start, end), replacement));

    private void Replace(MutationOperator @operator, SyntaxNode node, string replacement) => Add(@operator, node.Start, node.End, replacement);

    private void Replace(MutationOperator @operator, Token token, string replacement) => Add(@operator, token.Start, token.End, replacement);

    private string TextOf(SyntaxNode node) => _text[node.Start..node.End];

    private SyntaxNode? ParentOf(SyntaxNode node)
    {
        var parent = _parents.GetValueOrDefault(node);
        while (parent is ParenthesizedSyntax or UnarySyntax)
            parent = _parents.GetValueOrDefault(parent);
        return parent;
    }

    private bool IsJoinKey(SyntaxNode node) => _parents.GetValueOrDefault(node) is JoinSyntax join && join.On is { } on && Array.IndexOf(on, node) >= 0
        || _parents.GetValueOrDefault(node) is BinarySyntax { Operator.Kind: SyntaxKind.AndKeyword } and && IsJoinKey(and);

    // The index of the token that starts at an offset, or of the first one behind it.
    private int TokenAt(int offset)
    {
        int low = 0, high = _tokens.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_tokens[middle].Start < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // One of several items with the comma that belongs to it.
    private void DropItems(MutationOperator @operator, IReadOnlyList<SyntaxNode> items)
    {
        if (items.Count < 2)
            return;
        foreach (var i in Sample(items.Count))
        {
            if (i + 1 < items.Count)
                Add(@operator, items[i].Start, items[i + 1].Start, "");
            else
                Add(@operator, items[i - 1].End, items[i].End, "");
        }
    }

    private void DropMembers(IReadOnlyList<SyntaxNode> items) => DropItems(MutationOperators.DropListMember, items);

    private void DropRows(DataTableSyntax table)
    {
        var width = table.Schema.Columns.Length;
        if (width == 0 || table.Values.Length < 2 * width)
            return;
        var rows = table.Values.Length / width;
        foreach (var row in Sample(rows))
        {
            if (row + 1 < rows)
                Add(MutationOperators.DropListMember, table.Values[row * width].Start, table.Values[(row + 1) * width].Start, "");
            else
                Add(MutationOperators.DropListMember, table.Values[(row * width) - 1].End, table.Values[((row + 1) * width) - 1].End, "");
        }
    }

    private static IEnumerable<int> Sample(int count) =>
        count <= ListSample ? Enumerable.Range(0, count) : Enumerable.Range(0, ListSample).Select(i => (int)((long)i * (count - 1) / (ListSample - 1)));
}
