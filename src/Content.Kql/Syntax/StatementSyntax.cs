namespace Content.Kql.Syntax;

/// <summary>A statement of a query.</summary>
public abstract class StatementSyntax(int start, int end) : SyntaxNode(start, end);

/// <summary>An expression as a statement.</summary>
public sealed class ExpressionStatementSyntax(ExpressionSyntax expression) : StatementSyntax(expression.Start, expression.End)
{
    /// <summary>The expression.</summary>
    public ExpressionSyntax Expression { get; } = expression;
}

/// <summary><c>let name = …</c></summary>
public sealed class LetSyntax(int start, int end, NameSyntax name, ExpressionSyntax value) : StatementSyntax(start, end)
{
    /// <summary>Name.</summary>
    public NameSyntax Name { get; } = name;
    /// <summary>An expression or a <see cref="FunctionDeclarationSyntax"/>.</summary>
    public ExpressionSyntax Value { get; } = value;
}

/// <summary><c>name: type = default</c></summary>
public sealed class FunctionParameterSyntax(ColumnDeclarationSyntax declaration, ExpressionSyntax? defaultValue, int end) : SyntaxNode(declaration.Start, end)
{
    /// <summary>Name and type.</summary>
    public ColumnDeclarationSyntax Declaration { get; } = declaration;
    /// <summary>Default; null without.</summary>
    public ExpressionSyntax? Default { get; } = defaultValue;
}

/// <summary><c>(parameters) { body }</c></summary>
public sealed class FunctionDeclarationSyntax(int start, int end, bool isView, FunctionParameterSyntax[] parameters, FunctionBodySyntax body) : ExpressionSyntax(start, end)
{
    /// <summary>True with <c>view</c>.</summary>
    public bool IsView { get; } = isView;
    /// <summary>Parameters.</summary>
    public FunctionParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Body.</summary>
    public FunctionBodySyntax Body { get; } = body;
}

/// <summary><c>{ let …; expression }</c></summary>
public sealed class FunctionBodySyntax(int start, int end, StatementSyntax[] statements, ExpressionSyntax? expression) : SyntaxNode(start, end)
{
    /// <summary>Statements.</summary>
    public StatementSyntax[] Statements { get; } = statements;
    /// <summary>The result; null when not written.</summary>
    public ExpressionSyntax? Expression { get; } = expression;
}

/// <summary><c>set option = value</c></summary>
public sealed class SetOptionSyntax(int start, int end, NameSyntax name, ExpressionSyntax? value) : StatementSyntax(start, end)
{
    /// <summary>Option.</summary>
    public NameSyntax Name { get; } = name;
    /// <summary>Value; null without.</summary>
    public ExpressionSyntax? Value { get; } = value;
}

/// <summary><c>declare query_parameters(…)</c></summary>
public sealed class QueryParametersSyntax(int start, int end, FunctionParameterSyntax[] parameters) : StatementSyntax(start, end)
{
    /// <summary>Parameters.</summary>
    public FunctionParameterSyntax[] Parameters { get; } = parameters;
}

/// <summary><c>alias database name = …</c></summary>
public sealed class AliasSyntax(int start, int end, NameSyntax name, ExpressionSyntax value) : StatementSyntax(start, end)
{
    /// <summary>Name.</summary>
    public NameSyntax Name { get; } = name;
    /// <summary>The database.</summary>
    public ExpressionSyntax Value { get; } = value;
}

/// <summary><c>restrict access to (…)</c></summary>
public sealed class RestrictSyntax(int start, int end, ExpressionSyntax[] entities) : StatementSyntax(start, end)
{
    /// <summary>What stays accessible.</summary>
    public ExpressionSyntax[] Entities { get; } = entities;
}

/// <summary>A match of a pattern.</summary>
public sealed class PatternMatchSyntax(int start, int end, ExpressionSyntax[] values, ExpressionSyntax? path, FunctionBodySyntax body) : SyntaxNode(start, end)
{
    /// <summary>Values of the parameters.</summary>
    public ExpressionSyntax[] Values { get; } = values;
    /// <summary>Path value.</summary>
    public ExpressionSyntax? Path { get; } = path;
    /// <summary>Body.</summary>
    public FunctionBodySyntax Body { get; } = body;
}

/// <summary><c>declare pattern name = (…)[…] { … }</c></summary>
public sealed class PatternSyntax(int start, int end, NameSyntax name, ColumnDeclarationSyntax[] parameters, ColumnDeclarationSyntax? path, PatternMatchSyntax[] matches) : StatementSyntax(start, end)
{
    /// <summary>Name.</summary>
    public NameSyntax Name { get; } = name;
    /// <summary>Parameters.</summary>
    public ColumnDeclarationSyntax[] Parameters { get; } = parameters;
    /// <summary>Path parameter.</summary>
    public ColumnDeclarationSyntax? Path { get; } = path;
    /// <summary>Matches.</summary>
    public PatternMatchSyntax[] Matches { get; } = matches;
}

/// <summary>A parsed query.</summary>
public sealed class QuerySyntax(int end, StatementSyntax[] statements, Token[] tokens) : SyntaxNode(0, end)
{
    /// <summary>Statements in order.</summary>
    public StatementSyntax[] Statements { get; } = statements;
    /// <summary>All tokens, for formatting and colouring.</summary>
    public IReadOnlyList<Token> Tokens { get; } = tokens;
}
