using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

/// <summary>What the binder knew where it met a node.</summary>
/// <param name="Row">Columns in scope; null where there are none.</param>
/// <param name="RightRow">Columns of the right side of a join; null outside of its conditions.</param>
/// <param name="Scope">Names in scope.</param>
/// <param name="Result">What the node was bound to; null while it is being bound.</param>
internal sealed record TracedNode(RowType? Row, RowType? RightRow, Scope Scope, BoundNode? Result);

/// <summary>Keeps what binding a query met, for editors. Without one, binding keeps nothing.</summary>
/// <remarks>A node that is bound several times (the body of a function, once a call) has the meaning that it was given last.</remarks>
internal sealed class BindingTrace
{
    private readonly Dictionary<SyntaxNode, TracedNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, NameSyntax> _declarations = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<NameSyntax, object> _declared = new(ReferenceEqualityComparer.Instance);

    /// <summary>Names that the whole query declares.</summary>
    public Scope? Outermost { get; set; }

    public void Meet(SyntaxNode node, RowType? row, RowType? rightRow, Scope scope, BoundNode? result) =>
        _nodes[node] = new TracedNode(row, rightRow, scope, result);

    public void Declare(object symbol, NameSyntax name)
    {
        _declarations[symbol] = name;
        _declared[name] = symbol;
    }

    public TracedNode? Find(SyntaxNode node) => _nodes.GetValueOrDefault(node);

    /// <summary>What a name declares; null when it declares no variable or function.</summary>
    public object? DeclaredAt(NameSyntax name) => _declared.GetValueOrDefault(name);

    /// <summary>The name that declares a variable or function; null for what the query does not declare itself.</summary>
    public NameSyntax? DeclarationOf(object symbol) => _declarations.GetValueOrDefault(symbol);
}
