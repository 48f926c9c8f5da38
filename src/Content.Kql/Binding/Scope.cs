using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

/// <summary>Names declared by let, by parameters and by as; an inner scope hides the outer one.</summary>
internal sealed class Scope(Scope? parent)
{
    private Dictionary<string, object>? _symbols;

    public Scope? Parent { get; } = parent;

    /// <summary>A <see cref="VariableSymbol"/>, <see cref="UserFunction"/>, <see cref="PatternDefinition"/> or <see cref="Entity"/>; null when not declared.</summary>
    public object? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._symbols is not null && scope._symbols.TryGetValue(name, out var symbol))
                return symbol;
        }

        return null;
    }

    public bool Declares(string name) => _symbols?.ContainsKey(name) == true;

    public void Declare(string name, object symbol) => (_symbols ??= new Dictionary<string, object>(StringComparer.Ordinal))[name] = symbol;

    public IEnumerable<string> Names
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.Parent)
            {
                if (scope._symbols is not null)
                {
                    foreach (var name in scope._symbols.Keys)
                        yield return name;
                }
            }
        }
    }

    public IEnumerable<KeyValuePair<string, object>> Symbols
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.Parent)
            {
                if (scope._symbols is not null)
                {
                    foreach (var pair in scope._symbols)
                        yield return pair;
                }
            }
        }
    }
}

/// <summary>A parameter of a user function.</summary>
internal sealed record UserParameter(string Name, KqlType? Type, RowType? Row, bool IsAnyTable, ExpressionSyntax? Default)
{
    public bool IsTabular => Type is null;
    public bool IsOptional => Default is not null;

    /// <summary>Its name in the query; null for a parameter of a workspace function.</summary>
    public NameSyntax? Syntax { get; init; }
}

/// <summary>A function declared by let or by the workspace: its body is bound at each call with the argument's types.</summary>
internal sealed class UserFunction(string name, UserParameter[] parameters, FunctionBodySyntax? body, StatementSyntax[]? statements, Scope? scope, bool isView)
{
    public string Name { get; } = name;
    public UserParameter[] Parameters { get; } = parameters;

    /// <summary>Body of a let function.</summary>
    public FunctionBodySyntax? Body { get; } = body;

    /// <summary>Body of a workspace function: a whole query.</summary>
    public StatementSyntax[]? Statements { get; } = statements;

    /// <summary>What the body sees beside its parameters; null for a workspace function.</summary>
    public Scope? Scope { get; } = scope;
    public bool IsView { get; } = isView;

    /// <summary>The declaration, of a workspace function.</summary>
    public WorkspaceFunction? Declaration { get; init; }

    /// <summary>The first syntax error in the body of a workspace function; null when there is none. Whoever calls it is told.</summary>
    public Diagnostic? SyntaxError { get; init; }

    /// <summary>True for a workspace function, whose own findings belong to its own file.</summary>
    public bool IsExternal => Declaration is not null;
    public int RequiredCount => Parameters.Count(static parameter => !parameter.IsOptional);
}

/// <summary>A pattern declared by <c>declare pattern</c>.</summary>
internal sealed record PatternDefinition(string Name, PatternSyntax Syntax, Scope Scope);

/// <summary>A step of scan as a name in scope.</summary>
internal sealed record ScanStepSymbol(string Name, int Index, RowType Row);

/// <summary>A node or edge of a graph pattern as a name in scope.</summary>
internal sealed record GraphElementSymbol(string Name, int Index, bool IsEdge, bool IsPath, RowType Row)
{
    /// <summary>True for one edge of a path: <c>e[0]</c>.</summary>
    public bool IsItem { get; init; }
}

/// <summary>cluster(…), database(…), workspace(…): what a path can start with.</summary>
internal sealed class Entity(string? cluster, string? database, bool isDatabase) : BoundNode
{
    public string? Cluster { get; } = cluster;
    public string? Database { get; } = database;
    public bool IsDatabase { get; } = isDatabase;

    /// <summary>What an entity group is made of; null for one entity.</summary>
    public IReadOnlyList<Entity>? Group { get; init; }

    /// <summary>True for another workspace, whose tables are those of this one.</summary>
    public bool IsWorkspace { get; init; }
}

/// <summary>Several columns or tables behind one name with stars.</summary>
internal sealed class ColumnGroup(List<int> ordinals) : BoundNode
{
    public List<int> Ordinals { get; } = ordinals;
}

/// <summary>The tables behind a name with stars.</summary>
internal sealed class TableGroup(List<BoundTabular> tables) : BoundNode
{
    public List<BoundTabular> Tables { get; } = tables;
}

/// <summary>A function named without arguments.</summary>
internal sealed class FunctionReference(UserFunction function) : BoundNode
{
    public UserFunction Function { get; } = function;
}
