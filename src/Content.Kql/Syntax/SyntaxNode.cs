using Content.Diagnostics;

namespace Content.Kql.Syntax;

/// <summary>A node of a parsed query. Immutable once parsed; places are offsets in the query.</summary>
/// <param name="start">Offset of the first character.</param>
/// <param name="end">Offset just past the last character; equal to the start for what is missing.</param>
public abstract class SyntaxNode(int start, int end)
{
    /// <summary>Offset of the first character.</summary>
    public int Start { get; } = start;

    /// <summary>Offset just past the last character.</summary>
    public int End { get; } = end;

    /// <summary>The place.</summary>
    public TextSpan Span => new(Start, End - Start);
}

/// <summary>An expression, scalar or tabular.</summary>
public abstract class ExpressionSyntax(int start, int end) : SyntaxNode(start, end);

/// <summary>An operator of a pipe.</summary>
public abstract class OperatorSyntax(int start, int end, Token keyword) : ExpressionSyntax(start, end)
{
    /// <summary>The keyword.</summary>
    public Token Keyword { get; } = keyword;
}

/// <summary>How a name is written.</summary>
public enum NameForm : byte
{
    /// <summary><c>name</c></summary>
    Plain,
    /// <summary><c>['name']</c></summary>
    Bracketed,
    /// <summary><c>{name}</c>, a client parameter</summary>
    Braced,
    /// <summary><c>name*</c></summary>
    Wildcard,
    /// <summary>[name*]</summary>
    BracketedWildcard,
    /// <summary>not written; a diagnostic says so</summary>
    Missing,
}

/// <summary>A name, as a reference or a declaration.</summary>
public sealed class NameSyntax(int start, int end, string text, NameForm form, SyntaxKind kind) : ExpressionSyntax(start, end)
{
    /// <summary>The name itself, decoded.</summary>
    public string Text { get; } = text;
    /// <summary>How it is written.</summary>
    public NameForm Form { get; } = form;
    /// <summary>Token kind of a plain name: a keyword or Identifier.</summary>
    public SyntaxKind Kind { get; } = kind;
    /// <summary>True when it is not written.</summary>
    public bool IsMissing => Form == NameForm.Missing;
    /// <summary>True with a star in it.</summary>
    public bool IsWildcard => Form is NameForm.Wildcard or NameForm.BracketedWildcard;
}

/// <summary>A literal token. Several adjacent strings are one compound literal.</summary>
public sealed class LiteralSyntax(int start, int end, SyntaxKind kind, object? value) : ExpressionSyntax(start, end)
{
    /// <summary>Kind of the token; <see cref="SyntaxKind.NullKeyword"/> for null inside dynamic; a word for an operator parameter's value.</summary>
    public SyntaxKind Kind { get; } = kind;
    /// <summary>The value; null for a null of its type.</summary>
    public object? Value { get; } = value;
    /// <summary>True when not written.</summary>
    public bool IsMissing => Start == End;
}

/// <summary><c>dynamic(…)</c></summary>
public sealed class DynamicSyntax(int start, int end, ExpressionSyntax value) : ExpressionSyntax(start, end)
{
    /// <summary>The JSON value.</summary>
    public ExpressionSyntax Value { get; } = value;
}

/// <summary>A JSON array inside dynamic.</summary>
public sealed class JsonArraySyntax(int start, int end, ExpressionSyntax[] items) : ExpressionSyntax(start, end)
{
    /// <summary>Items.</summary>
    public ExpressionSyntax[] Items { get; } = items;
}

/// <summary>A name and value of a JSON object.</summary>
public sealed class JsonPairSyntax(int start, int end, string name, ExpressionSyntax value) : SyntaxNode(start, end)
{
    /// <summary>Name.</summary>
    public string Name { get; } = name;
    /// <summary>Value.</summary>
    public ExpressionSyntax Value { get; } = value;
}

/// <summary>A JSON object inside dynamic.</summary>
public sealed class JsonObjectSyntax(int start, int end, JsonPairSyntax[] pairs) : ExpressionSyntax(start, end)
{
    /// <summary>Pairs in order.</summary>
    public JsonPairSyntax[] Pairs { get; } = pairs;
}

/// <summary>A type name.</summary>
public sealed class TypeSyntax(int start, int end, string name) : ExpressionSyntax(start, end)
{
    /// <summary>The name; empty when missing.</summary>
    public string Name { get; } = name;
}

/// <summary><c>(a:string, …)</c> or <c>(*)</c> as a type.</summary>
public sealed class SchemaTypeSyntax(int start, int end, bool isStar, ColumnDeclarationSyntax[] columns) : ExpressionSyntax(start, end)
{
    /// <summary>True for <c>(*)</c>.</summary>
    public bool IsStar { get; } = isStar;
    /// <summary>Columns.</summary>
    public ColumnDeclarationSyntax[] Columns { get; } = columns;
}

/// <summary><c>name: type</c></summary>
public sealed class ColumnDeclarationSyntax(int start, int end, NameSyntax name, ExpressionSyntax? type) : ExpressionSyntax(start, end)
{
    /// <summary>Name.</summary>
    public NameSyntax Name { get; } = name;
    /// <summary>A <see cref="TypeSyntax"/> or <see cref="SchemaTypeSyntax"/>; null where it may be left out.</summary>
    public ExpressionSyntax? Type { get; } = type;
}

/// <summary><c>typeof(…)</c>; items are types, column declarations or stars.</summary>
public sealed class TypeOfSyntax(int start, int end, ExpressionSyntax[] items) : ExpressionSyntax(start, end)
{
    /// <summary>Items.</summary>
    public ExpressionSyntax[] Items { get; } = items;
}

/// <summary><c>*</c></summary>
public sealed class StarSyntax(int start, int end) : ExpressionSyntax(start, end);

/// <summary><c>@</c></summary>
public sealed class AtSyntax(int start, int end) : ExpressionSyntax(start, end);

/// <summary><c>( … )</c></summary>
public sealed class ParenthesizedSyntax(int start, int end, ExpressionSyntax expression) : ExpressionSyntax(start, end)
{
    /// <summary>What is inside.</summary>
    public ExpressionSyntax Expression { get; } = expression;
}

/// <summary><c>left.member</c>; the member is a name, a call, or a bracketed expression.</summary>
public sealed class PathSyntax(ExpressionSyntax left, ExpressionSyntax member) : ExpressionSyntax(left.Start, Math.Max(left.End, member.End))
{
    /// <summary>What stands before the dot.</summary>
    public ExpressionSyntax Left { get; } = left;
    /// <summary>What stands after it.</summary>
    public ExpressionSyntax Member { get; } = member;
}

/// <summary><c>left[index]</c></summary>
public sealed class ElementSyntax(ExpressionSyntax left, ExpressionSyntax index, int bracketStart, int end) : ExpressionSyntax(left.Start, end)
{
    /// <summary>What is indexed.</summary>
    public ExpressionSyntax Left { get; } = left;
    /// <summary>The index.</summary>
    public ExpressionSyntax Index { get; } = index;
    /// <summary>The brackets with the index.</summary>
    public TextSpan BracketSpan => TextSpan.FromBounds(bracketStart, End);
}

/// <summary><c>[expression]</c> as a path member.</summary>
public sealed class BracketedSyntax(int start, int end, ExpressionSyntax expression) : ExpressionSyntax(start, end)
{
    /// <summary>What is inside.</summary>
    public ExpressionSyntax Expression { get; } = expression;
}

/// <summary><c>name(arguments)</c></summary>
public sealed class CallSyntax(NameSyntax name, ExpressionSyntax[] arguments, TextSpan argumentsSpan) : ExpressionSyntax(name.Start, Math.Max(name.End, argumentsSpan.End))
{
    /// <summary>Name of the function.</summary>
    public NameSyntax Name { get; } = name;
    /// <summary>Arguments.</summary>
    public ExpressionSyntax[] Arguments { get; } = arguments;
    /// <summary>The parentheses with the arguments.</summary>
    public TextSpan ArgumentsSpan { get; } = argumentsSpan;
}

/// <summary><c>toscalar(…)</c> and <c>totable(…)</c></summary>
public sealed class ToScalarSyntax(int start, int end, bool isTable, ExpressionSyntax expression) : ExpressionSyntax(start, end)
{
    /// <summary>True for totable.</summary>
    public bool IsTable { get; } = isTable;
    /// <summary>What is inside.</summary>
    public ExpressionSyntax Expression { get; } = expression;
}

/// <summary><c>materialize(…)</c></summary>
public sealed class MaterializeSyntax(int start, int end, ExpressionSyntax expression) : ExpressionSyntax(start, end)
{
    /// <summary>What is inside.</summary>
    public ExpressionSyntax Expression { get; } = expression;
}

/// <summary>A unary plus or minus.</summary>
public sealed class UnarySyntax(Token op, ExpressionSyntax operand) : ExpressionSyntax(op.Start, Math.Max(op.End, operand.End))
{
    /// <summary>The sign.</summary>
    public Token Operator { get; } = op;
    /// <summary>The operand.</summary>
    public ExpressionSyntax Operand { get; } = operand;
}

/// <summary>A binary operator.</summary>
public sealed class BinarySyntax(ExpressionSyntax left, Token op, ExpressionSyntax right) : ExpressionSyntax(left.Start, Math.Max(op.End, right.End))
{
    /// <summary>Left operand.</summary>
    public ExpressionSyntax Left { get; } = left;
    /// <summary>The operator.</summary>
    public Token Operator { get; } = op;
    /// <summary>Right operand.</summary>
    public ExpressionSyntax Right { get; } = right;
}

/// <summary><c>left in (items)</c> and its relatives, has_any and has_all included.</summary>
public sealed class InSyntax(ExpressionSyntax left, Token op, ExpressionSyntax[] items, TextSpan itemsSpan) : ExpressionSyntax(left.Start, Math.Max(op.End, itemsSpan.End))
{
    /// <summary>Left operand.</summary>
    public ExpressionSyntax Left { get; } = left;
    /// <summary>The operator.</summary>
    public Token Operator { get; } = op;
    /// <summary>The list, or a single query.</summary>
    public ExpressionSyntax[] Items { get; } = items;
    /// <summary>The parentheses with the list.</summary>
    public TextSpan ItemsSpan { get; } = itemsSpan;
}

/// <summary><c>left between (low .. high)</c></summary>
public sealed class BetweenSyntax(ExpressionSyntax left, Token op, ExpressionSyntax low, ExpressionSyntax high, int end) : ExpressionSyntax(left.Start, end)
{
    /// <summary>Left operand.</summary>
    public ExpressionSyntax Left { get; } = left;
    /// <summary>The operator.</summary>
    public Token Operator { get; } = op;
    /// <summary>Lower end.</summary>
    public ExpressionSyntax Low { get; } = low;
    /// <summary>Upper end.</summary>
    public ExpressionSyntax High { get; } = high;
}

/// <summary><c>name = expression</c>, or <c>(a, b) = expression</c></summary>
public sealed class NamedExpressionSyntax(int start, NameSyntax[] names, bool isList, ExpressionSyntax expression) : ExpressionSyntax(start, Math.Max(expression.End, names.Length > 0 ? names[^1].End : start))
{
    /// <summary>One name, or several.</summary>
    public NameSyntax[] Names { get; } = names;
    /// <summary>True for a list in parentheses.</summary>
    public bool IsList { get; } = isList;
    /// <summary>Offset just past the names, their parentheses included.</summary>
    public int NamesEnd { get; init; } = names.Length > 0 ? names[^1].End : start;
    /// <summary>The value.</summary>
    public ExpressionSyntax Expression { get; } = expression;
}

/// <summary><c>expression asc nulls last</c></summary>
public sealed class OrderedSyntax(ExpressionSyntax expression, int end, SyntaxKind direction, bool? nullsFirst) : ExpressionSyntax(expression.Start, end)
{
    /// <summary>What is ordered by.</summary>
    public ExpressionSyntax Expression { get; } = expression;
    /// <summary>asc, desc, granny-asc, granny-desc, or EndOfText when not written.</summary>
    public SyntaxKind Direction { get; } = direction;
    /// <summary>Where nulls go; null when not written.</summary>
    public bool? NullsFirst { get; } = nullsFirst;
}

/// <summary><c>left | operator</c></summary>
public sealed class PipeSyntax(ExpressionSyntax left, OperatorSyntax op) : ExpressionSyntax(left.Start, Math.Max(left.End, op.End))
{
    /// <summary>What stands before the bar.</summary>
    public ExpressionSyntax Left { get; } = left;
    /// <summary>The operator.</summary>
    public OperatorSyntax Operator { get; } = op;
}

/// <summary><c>datatable(schema)[values]</c></summary>
public sealed class DataTableSyntax(int start, int end, NamedParameterSyntax[] parameters, RowSchemaSyntax schema, ExpressionSyntax[] values) : ExpressionSyntax(start, end)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Columns.</summary>
    public RowSchemaSyntax Schema { get; } = schema;
    /// <summary>Values row by row.</summary>
    public ExpressionSyntax[] Values { get; } = values;

    // Where the list of values ends, a comma behind the last one included.
    internal int ValuesEnd { get; init; }
}

/// <summary><c>externaldata(schema)[uris] with (…)</c></summary>
public sealed class ExternalDataSyntax(int start, int end, RowSchemaSyntax schema, ExpressionSyntax[] uris, NamedParameterSyntax[] properties) : ExpressionSyntax(start, end)
{
    /// <summary>Columns.</summary>
    public RowSchemaSyntax Schema { get; } = schema;
    /// <summary>Storage addresses.</summary>
    public ExpressionSyntax[] Uris { get; } = uris;
    /// <summary>Properties.</summary>
    public NamedParameterSyntax[] Properties { get; } = properties;
}

/// <summary><c>(a:string, b:long)</c> of a datatable and its like.</summary>
public sealed class RowSchemaSyntax(int start, int end, bool hasStar, ColumnDeclarationSyntax[] columns) : SyntaxNode(start, end)
{
    /// <summary>True for <c>(*, …)</c> of evaluate.</summary>
    public bool HasStar { get; } = hasStar;
    /// <summary>Columns.</summary>
    public ColumnDeclarationSyntax[] Columns { get; } = columns;
}

/// <summary>A parameter of an operator: <c>kind=inner</c>.</summary>
public sealed class NamedParameterSyntax(NameSyntax name, ExpressionSyntax value, int end) : SyntaxNode(name.Start, end)
{
    /// <summary>Name.</summary>
    public NameSyntax Name { get; } = name;
    /// <summary>Value: a literal, a name, or a <see cref="NameListSyntax"/>.</summary>
    public ExpressionSyntax Value { get; } = value;
}

/// <summary>Names in a list: <c>ycolumns=a, b</c>.</summary>
public sealed class NameListSyntax(int start, int end, ExpressionSyntax[] names) : ExpressionSyntax(start, end)
{
    /// <summary>Names.</summary>
    public ExpressionSyntax[] Names { get; } = names;
}

/// <summary><c>pack(*)</c> in find's project.</summary>
public sealed class PackAllSyntax(int start, int end) : ExpressionSyntax(start, end);

/// <summary><c>entity_group [ … ]</c></summary>
public sealed class EntityGroupSyntax(int start, int end, ExpressionSyntax[] entities) : ExpressionSyntax(start, end)
{
    /// <summary>Entities.</summary>
    public ExpressionSyntax[] Entities { get; } = entities;
}
