using System.Collections.Immutable;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    private static BoundErrorExpression Unknown(SyntaxNode syntax) => new(KqlType.Unknown) { Span = syntax.Span };

    private BoundNode BindNode(ExpressionSyntax syntax)
    {
        if (_trace is null || _callSpan is not null)
            return BindUntraced(syntax);
        var (row, rightRow, scope) = (_row, _rightRow, _scope);
        _trace.Meet(syntax, row, rightRow, scope, null);
        var result = BindUntraced(syntax);
        _trace.Meet(syntax, row, rightRow, scope, result);
        return result;
    }

    private BoundNode BindUntraced(ExpressionSyntax syntax)
    {
        switch (syntax)
        {
            case NameSyntax name:
                return BindName(name);
            case LiteralSyntax literal:
                return BindLiteral(literal);
            case BinarySyntax binary:
                return BindBinary(binary);
            case CallSyntax call:
                return BindCall(call);
            case PathSyntax path:
                return BindPath(path);
            case ParenthesizedSyntax parenthesized:
                return BindNode(parenthesized.Expression);
            case InSyntax @in:
                return BindIn(@in);
            case PipeSyntax pipe:
                return BindPipe(pipe);
            case ElementSyntax element:
                return BindElement(element.Left, element.Index, element.BracketSpan);
            case UnarySyntax unary:
                return BindUnary(unary);
            case BetweenSyntax between:
                return BindBetween(between);
            case NamedExpressionSyntax named:
                return BindNode(named.Expression);
            case OrderedSyntax ordered:
                return BindNode(ordered.Expression);
            case DynamicSyntax dynamic:
                return BindDynamic(dynamic);
            case ToScalarSyntax toScalar:
                return BindToScalar(toScalar);
            case MaterializeSyntax materialize:
                return BindMaterialize(materialize);
            case DataTableSyntax dataTable:
                return BindDataTable(dataTable);
            case ExternalDataSyntax externalData:
                return BindExternalData(externalData);
            case TypeOfSyntax typeOf:
                return BindTypeOf(typeOf);
            case OperatorSyntax op:
                return BindOperator(op, null);
            case StarSyntax star:
                Error("KQL191", "A * cannot stand here. Name the columns.", star.Span);
                return Unknown(star);
            case BracketedSyntax bracketed:
                return BindStrayBracket(bracketed);
            case EntityGroupSyntax group:
                return new Entity(null, null, isDatabase: true) { Group = [.. group.Entities.Select(BindNode).OfType<Entity>()] };
            case JsonArraySyntax or JsonObjectSyntax:
                return new BoundLiteral(KqlType.Dynamic, DynamicValue(syntax, out _)) { Span = syntax.Span };
            default:
                return Unknown(syntax);
        }
    }

    private static KqlType LiteralType(SyntaxKind kind) => kind switch
    {
        SyntaxKind.BooleanLiteral => KqlType.Bool,
        SyntaxKind.IntLiteral => KqlType.Int,
        SyntaxKind.LongLiteral => KqlType.Long,
        SyntaxKind.RealLiteral => KqlType.Real,
        SyntaxKind.DecimalLiteral => KqlType.Decimal,
        SyntaxKind.DateTimeLiteral => KqlType.DateTime,
        SyntaxKind.TimeSpanLiteral => KqlType.TimeSpan,
        SyntaxKind.GuidLiteral or SyntaxKind.RawGuidLiteral => KqlType.Guid,
        SyntaxKind.StringLiteral => KqlType.String,
        SyntaxKind.NullKeyword => KqlType.Dynamic,
        _ => KqlType.Unknown,
    };

    private static BoundExpression BindLiteral(LiteralSyntax literal)
    {
        if (literal.IsMissing)
            return Unknown(literal);
        var type = LiteralType(literal.Kind);
        if (literal.Kind == SyntaxKind.StringLiteral && literal.Value is null)
            return new BoundLiteral(type, "") { Span = literal.Span };
        return new BoundLiteral(type, literal.Value) { Span = literal.Span };
    }

    private BoundLiteral BindDynamic(DynamicSyntax dynamic)
    {
        var value = DynamicValue(dynamic.Value, out var type);
        var shape = type.IsDynamic ? type : dynamic.Value is LiteralSyntax { Kind: SyntaxKind.NullKeyword } ? KqlType.Dynamic : KqlType.DynamicPrimitiveOf(type);
        return new BoundLiteral(shape, value) { Span = dynamic.Span };
    }

    // The value as BoundLiteral has it; its type is the scalar type, or a dynamic with a shape.
    private object? DynamicValue(ExpressionSyntax syntax, out KqlType type)
    {
        switch (syntax)
        {
            case LiteralSyntax { Kind: SyntaxKind.NullKeyword }:
                type = KqlType.Dynamic;
                return null;
            case LiteralSyntax literal:
                type = LiteralType(literal.Kind);
                if (literal.Kind == SyntaxKind.DecimalLiteral)
                    Error("KQL215", "A dynamic value cannot hold a decimal. Use a real or a string.", literal.Span);
                return literal.Kind == SyntaxKind.StringLiteral ? literal.Value ?? "" : literal.Value;
            case UnarySyntax { Operand: LiteralSyntax number }:
                type = LiteralType(number.Kind);
                return number.Value switch { long l => -l, double d => -d, var other => other };
            case NameSyntax parameter:
                BindName(parameter);
                type = KqlType.Dynamic;
                return null;
            case DynamicSyntax inner:
                var literalValue = BindDynamic(inner);
                type = literalValue.Type;
                return literalValue.Value;
            case JsonArraySyntax array:
                var items = new object?[array.Items.Length];
                KqlType? element = null;
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = DynamicValue(array.Items[i], out var itemType);
                    element = element is null ? itemType : TypeRelations.Same(element, itemType) ? element : KqlType.Dynamic;
                }

                type = element is null ? KqlType.DynamicArray : KqlType.DynamicArrayOf(element);
                return items;
            case JsonObjectSyntax bag:
                var pairs = new KeyValuePair<string, object?>[bag.Pairs.Length];
                var properties = ImmutableArray.CreateBuilder<ColumnSymbol>(pairs.Length);
                for (var i = 0; i < pairs.Length; i++)
                {
                    pairs[i] = new KeyValuePair<string, object?>(bag.Pairs[i].Name, DynamicValue(bag.Pairs[i].Value, out var propertyType));
                    properties.Add(new ColumnSymbol(bag.Pairs[i].Name, propertyType));
                }

                type = KqlType.DynamicBagOf(properties.ToImmutable());
                return pairs;
            default:
                type = KqlType.Dynamic;
                return null;
        }
    }

    private BoundExpression BindToScalar(ToScalarSyntax syntax)
    {
        var node = WithRow(null, () =>
        {
            var old = _tabularContext;
            _tabularContext = syntax.Expression is PipeSyntax or NameSyntax;
            var bound = BindNode(syntax.Expression);
            _tabularContext = old;
            return bound;
        });
        if (node is FunctionReference reference)
            node = BindUserCall(reference.Function, [], syntax.Expression.Span, syntax.Expression.Span);
        if (syntax.IsTable)
        {
            var inner = AsTabular(node, syntax.Expression);
            return new BoundTabularArgument(inner) { Span = syntax.Span };
        }

        switch (node)
        {
            case BoundErrorTabular { Row.IsOpen: true } or BoundErrorExpression:
                return Unknown(syntax);
            case BoundExpression scalar:
                return scalar;
            case BoundTabular { Row: { Columns.IsEmpty: true, IsOpen: false } }:
                Error("KQL190", "The table has no columns to take a value from.", syntax.Expression.Span);
                return Unknown(syntax);
            case BoundTabular { Row.Columns.IsEmpty: true }:
                return Unknown(syntax);
            case BoundTabular table:
                return new BoundToScalar(table, table.Row.Columns[0].Type) { Span = syntax.Span };
            default:
                Error("KQL112", "A table or a single value is expected here.", syntax.Expression.Span);
                return Unknown(syntax);
        }
    }

    private BoundTypeLiteral BindTypeOf(TypeOfSyntax typeOf)
    {
        if (typeOf.Items is [TypeSyntax type])
            return new BoundTypeLiteral([], TypeFromSyntax(type)) { Span = typeOf.Span };
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        foreach (var item in typeOf.Items)
        {
            if (item is ColumnDeclarationSyntax column)
                columns.Add(new ColumnSymbol(column.Name.Text, TypeFromSyntax(column.Type)));
            else if (item is StarSyntax && _row is not null)
                columns.AddRange(_row.Columns);
            else if (item is StarSyntax)
                Error("KQL199", "There are no columns here that * could stand for.", item.Span);
        }

        return new BoundTypeLiteral(columns.ToImmutable(), KqlType.Type) { Span = typeOf.Span };
    }

    // Types that were said to be none, by the parser or here: a declaration may be looked at several times.
    private HashSet<int>? _badTypes;

    private bool MarkBadType(TypeSyntax type) =>
        (_badTypes ??= [.. _parseFindings.Where(static found => found.Code == KqlCodes.InvalidTypeName).Select(static found => found.Span.Start)]).Add(type.Start);

    private KqlType TypeFromSyntax(ExpressionSyntax? syntax)
    {
        if (syntax is not TypeSyntax { Name.Length: > 0 } type)
            return KqlType.Unknown;
        if (KqlType.FromName(type.Name) is { } known)
            return known;
        if (_callSpan is not null || MarkBadType(type))
        {
            var found = Parser.NoType(type.Name, type.Span);
            Error(found.Code, found.Message, found.Span, found.Fix);
        }

        return KqlType.Unknown;
    }
}

/// <summary>A name that stands for something that is no value on its own: a scan step, a graph element.</summary>
internal sealed class SymbolNode(object symbol) : BoundNode
{
    public object Symbol { get; } = symbol;
}
