using System.Collections.Immutable;
using Content.Diagnostics;
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

    // ---- names

    private BoundNode BindName(NameSyntax name)
    {
        if (name.IsMissing)
            return Unknown(name);
        if (name.IsWildcard)
        {
            Error("KQL268", "A name with stars cannot stand here.", name.Span);
            return Unknown(name);
        }

        if (name.Form == NameForm.Braced)
        {
            Error("KQL213", $"'{{{name.Text}}}' is a client parameter; it has no value here.", name.Span);
            return Unknown(name);
        }

        var text = name.Text;
        if (_row is not null && (_aggregates is null || _insideAggregate))
        {
            var ordinal = _row.IndexOf(text);
            if (ordinal >= 0)
                return new BoundColumn(ordinal, _row.Columns[ordinal]) { Span = name.Span };
            if (_scanColumns is not null && _scanColumns.TryGetValue(text, out var scanColumn))
                return scanColumn;
        }

        if (_scope.Find(text) is { } symbol)
        {
            switch (symbol)
            {
                case VariableSymbol { Row: null } variable:
                    return new BoundVariable(variable) { Span = name.Span };
                case VariableSymbol variable:
                    return new BoundTabularVariable(variable) { Span = name.Span };
                case UserFunction function:
                    return function.RequiredCount == 0 ? BindUserCall(function, [], name.Span, name.Span) : new FunctionReference(function) { Span = name.Span };
                case Entity entity:
                    return entity;
                case ScanStepSymbol or GraphElementSymbol:
                    return new SymbolNode(symbol) { Span = name.Span };
            }
        }

        if (_row is { IsOpen: true } && (_aggregates is null || _insideAggregate))
        {
            if (_schema.FindTable(text) is { } shadowing && _tabularContext)
                return UseTable(shadowing, name.Span, null, null);
            return InferColumn(_row, text, name.Span);
        }

        if (_schema.FindTable(text) is { } table)
            return UseTable(table, name.Span, null, null);
        if (_schema.FindFunction(text) is { } declaration)
        {
            var function = _cache.Get(declaration);
            if (function.RequiredCount == 0)
                return BindUserCall(function, [], name.Span, name.Span);
            Error("KQL117", $"'{text}' is a function: call it with its arguments.", name.Span);
            return Unknown(name);
        }

        if (_aggregates is not null && !_insideAggregate && (_row?.IndexOf(text) >= 0 || _row?.IsOpen == true))
        {
            Error("KQL236", $"'{text}' is a column: here it must be inside an aggregate such as max({text}), or a key after 'by'.", name.Span);
            return Unknown(name);
        }

        return ReportUnknownName(name);
    }

    private bool _tabularContext;

    private BoundNode ReportUnknownName(NameSyntax name)
    {
        var text = name.Text;
        if (_aggregates is not null && !_insideAggregate)
        {
            ErrorWithSuggestion("KQL236", $"'{text}' is no aggregate or scalar function.", text, name.Span, Catalogue.AggregateNames);
        }
        else if (_row is null && _tabularContext)
        {
            if (_isFuzzy)
                return ReportMissing("KQL205", $"There is no table, tabular variable or function '{text}': the union goes without it.", name.Span);
            ErrorWithSuggestion("KQL204", $"There is no table, tabular variable or function '{text}'.", text, name.Span, TabularNames());
        }
        else
        {
            ErrorWithSuggestion("KQL142", $"There is no column, table, variable or function '{text}'.", text, name.Span, ScalarNames());
        }

        return Unknown(name);
    }

    private IEnumerable<string> ScalarNames() => Row.Columns.Select(static column => column.Name).Concat(_scope.Names);

    private IEnumerable<string> TabularNames() => _schema.TableNames.Concat(_schema.FunctionNames).Concat(_scope.Names);

    private BoundTable UseTable(TableSymbol table, TextSpan span, string? cluster, string? database)
    {
        if (_tableSet.Add(table))
            _tables.Add(table);
        return new BoundTable(table, cluster, database) { Span = span };
    }

    /// <summary>Binds the source of a query: an unknown name there is a missing table.</summary>
    private BoundTabular BindSource(ExpressionSyntax syntax)
    {
        var old = _tabularContext;
        _tabularContext = true;
        var result = BindTabular(syntax);
        _tabularContext = old;
        return result;
    }

    // ---- paths

    private BoundNode BindPath(PathSyntax path)
    {
        if (_rightRow is not null && _row is not null && path.Left is NameSyntax { Form: NameForm.Plain, Text: "$left" or "$right" } side)
        {
            if (_pairWidth < 0 || side.Text == "$left")
                return BindSideColumn(path, side.Text == "$right" ? _rightRow : _row);
            var column = BindSideColumn(path, _rightRow);
            return column is BoundColumn right ? new BoundColumn(_pairWidth + right.Ordinal, right.Column) { Span = right.Span } : column;
        }

        if (path is { Left: CallSyntax patternCall, Member: NameSyntax { IsMissing: false } selected } && _scope.Find(patternCall.Name.Text) is PatternDefinition { Syntax.Path: not null } pattern)
            return BindPatternCall(pattern, patternCall, selected.Text);
        var left = BindNode(path.Left);
        if (left is FunctionReference reference)
            left = BindUserCall(reference.Function, [], path.Left.Span, path.Left.Span);
        switch (left)
        {
            case Entity entity:
                return BindEntityMember(entity, path.Member);
            case SymbolNode { Symbol: ScanStepSymbol step }:
                if (path.Member is NameSyntax stepColumn)
                {
                    var ordinal = step.Row.IndexOf(stepColumn.Text);
                    if (IsAmbiguous(step.Row, stepColumn))
                        return Unknown(path);
                    if (ordinal >= 0)
                        return new BoundStepColumn(step.Index, ordinal, step.Row.Columns[ordinal]) { Span = path.Span };
                    ErrorWithSuggestion("KQL142", $"Step '{step.Name}' has no column '{stepColumn.Text}'.", stepColumn.Text, stepColumn.Span, step.Row.Columns.Select(static c => c.Name));
                }

                return Unknown(path);
            case SymbolNode { Symbol: GraphElementSymbol element }:
                return BindGraphMember(element, path);
            case BoundExpression scalar:
                return BindScalarMember(scalar, path);
            case BoundErrorTabular:
                return Unknown(path);
            case BoundTabular when path.Member is NameSyntax { IsWildcard: false, IsMissing: false } column:
                Error("KQL142", $"A table has no properties: name the column '{column.Text}' behind a pipe, or join the table.", column.Span);
                return Unknown(path);
            default:
                return Unknown(path);
        }
    }

    // A name behind a dot must stand for one column; a plain one means the first.
    private bool IsAmbiguous(RowType row, NameSyntax column)
    {
        if (!row.HasRepeatedNames || row.Columns.Count(other => other.Name == column.Text) < 2)
            return false;
        Error("KQL146", $"There are several columns '{column.Text}': give them different names before.", column.Span);
        return true;
    }

    private BoundExpression BindSideColumn(PathSyntax path, RowType row)
    {
        if (path.Member is not NameSyntax column)
        {
            BindNode(path.Member);
            return Unknown(path);
        }

        var ordinal = row.IndexOf(column.Text);
        if (IsAmbiguous(row, column))
            return Unknown(path);
        if (ordinal >= 0)
            return new BoundColumn(ordinal, row.Columns[ordinal]) { Span = path.Span };
        if (row.IsOpen && !column.IsMissing)
            return InferColumn(row, column.Text, path.Span);
        if (!column.IsMissing)
            ErrorWithSuggestion("KQL142", $"There is no column '{column.Text}' on this side of the join.", column.Text, column.Span, row.Columns.Select(static c => c.Name));
        return Unknown(path);
    }

    private BoundExpression BindScalarMember(BoundExpression left, PathSyntax path)
    {
        if (path.Member is BracketedSyntax bracketed)
            return BindElementOf(left, bracketed.Expression, bracketed.Span, path.Span);
        if (path.Member is not NameSyntax member)
        {
            if (path.Member is CallSyntax call && !left.Type.IsUnknown)
                Error("KQL211", $"A value has no function '{call.Name.Text}'.", call.Name.Span);
            return Unknown(path);
        }

        if (member.IsMissing || left.Type.IsUnknown)
            return new BoundErrorExpression(KqlType.Unknown) { Span = path.Span, Operand = left };
        if (!left.Type.IsDynamic)
        {
            Error("KQL142", $"A value of type {left.Type.Name} has no property '{member.Text}'. Only dynamic values have; use parse_json() for a text.", member.Span);
            return Unknown(path);
        }

        return new BoundMember(left, member.Text, MemberType(left.Type, member.Text)) { Span = path.Span };
    }

    private static KqlType MemberType(KqlType bag, string name)
    {
        foreach (var property in bag.Properties)
        {
            if (property.Name == name)
                return property.Type.IsDynamic ? property.Type : KqlType.DynamicPrimitiveOf(property.Type);
        }

        return KqlType.Dynamic;
    }

    private BoundNode BindElement(ExpressionSyntax leftSyntax, ExpressionSyntax indexSyntax, TextSpan bracket)
    {
        var left = BindNode(leftSyntax);
        if (left is SymbolNode { Symbol: GraphElementSymbol { IsPath: true } element })
        {
            BindScalar(indexSyntax);
            return new SymbolNode(element with { IsPath = false, IsItem = true }) { Span = leftSyntax.Span };
        }

        return BindElementOf(left is BoundExpression scalar ? scalar : left is BoundTabular ? AsElementSource(left, bracket) : AsScalar(left, leftSyntax), indexSyntax, bracket, TextSpan.FromBounds(leftSyntax.Start, bracket.End));
    }

    private BoundErrorExpression AsElementSource(BoundNode node, TextSpan bracket)
    {
        if (node is not BoundErrorTabular)
            Error("KQL147", "Only dynamic values can be indexed with [].", bracket);
        return new BoundErrorExpression(KqlType.Unknown) { Span = node.Span };
    }

    private BoundExpression BindElementOf(BoundExpression left, ExpressionSyntax indexSyntax, TextSpan bracket, TextSpan span)
    {
        var index = BindScalar(indexSyntax);
        if (index is BoundErrorExpression || left.Type.IsUnknown)
            return new BoundErrorExpression(KqlType.Unknown) { Span = span, Operand = left };
        var type = left.Type;
        if (!type.IsDynamic || type.Shape == DynamicShape.Primitive)
        {
            var what = type.IsDynamic ? $"A dynamic that holds a single {type.ElementType!.Name}" : $"A value of type {type.Name}";
            Error("KQL147", $"{what} cannot be indexed with []. Only arrays and property bags can; use parse_json() or split() first.", bracket);
            return new BoundErrorExpression(KqlType.Unknown) { Span = span };
        }

        var result = KqlType.Dynamic;
        switch (type.Shape)
        {
            case DynamicShape.Array:
                result = type.ElementType is { } element ? (element.IsDynamic ? element : KqlType.DynamicPrimitiveOf(element)) : KqlType.Dynamic;
                if (!index.Type.IsInteger && !index.Type.IsDynamic && !index.Type.IsUnknown)
                    Error("KQL141", $"An array is indexed by a whole number, not {index.Type.Name}.", indexSyntax.Span);
                break;
            case DynamicShape.Bag:
                if (index.Type.Kind is not (TypeKind.String or TypeKind.Dynamic or TypeKind.Unknown))
                    Error("KQL141", $"A property bag is indexed by a string, not {index.Type.Name}.", indexSyntax.Span);
                else if (index is BoundLiteral { Value: string name })
                    result = MemberType(type, name);
                break;
            default:
                if (index.Type.Kind is not (TypeKind.String or TypeKind.Int or TypeKind.Long or TypeKind.Dynamic or TypeKind.Unknown))
                    Error("KQL141", $"A dynamic value is indexed by a whole number or a string, not {index.Type.Name}.", indexSyntax.Span);
                break;
        }

        return index is BoundLiteral { Value: string property } ? new BoundMember(left, property, result) { Span = span } : new BoundIndex(left, index, result) { Span = span };
    }

    private BoundNode BindStrayBracket(BracketedSyntax bracketed)
    {
        var inner = BindScalar(bracketed.Expression);
        if (inner.Type.IsUnknown)
            return Unknown(bracketed);
        if (inner.Type.Kind != TypeKind.String)
            Error("KQL141", "A name in brackets is written as a string: ['name'].", bracketed.Expression.Span);
        else if (inner is not BoundLiteral { Value: string name })
            Error("KQL131", "A name in brackets must be a literal: ['name'].", bracketed.Expression.Span);
        else
            return BindName(new NameSyntax(bracketed.Expression.Start, bracketed.Expression.End, name, NameForm.Bracketed, SyntaxKind.Identifier));
        return Unknown(bracketed);
    }

    private BoundNode BindEntityMember(Entity entity, ExpressionSyntax member)
    {
        switch (member)
        {
            case NameSyntax { IsWildcard: true } wildcard when entity.Cluster is null || entity.IsWorkspace:
                return MatchTables(wildcard);
            case NameSyntax { IsWildcard: true } wildcard:
                Error("KQL142", $"Nothing is known of the tables of another cluster: '{wildcard.Text}' matches none.", wildcard.Span);
                return new TableGroup([]) { Span = wildcard.Span };
            case NameSyntax name when !entity.IsDatabase:
                if (!name.IsMissing)
                    Error("KQL142", $"A cluster has no table '{name.Text}': name its database first, cluster('…').database('…').{name.Text}.", name.Span);
                return Unknown(member);
            case CallSyntax { Name.Text: not "database" } call when !entity.IsDatabase:
                foreach (var argument in call.Arguments)
                    BindArgument(argument, out _);
                Error("KQL211", $"A cluster has no function '{call.Name.Text}'. A database is database('…').", call.Name.Span);
                return Unknown(member);
            case NameSyntax name:
                if (entity.Cluster is null && entity.IsDatabase && _schema.FindTable(name.Text) is { } table)
                    return UseTable(table, member.Span, entity.Cluster, entity.Database);
                if (entity.IsWorkspace && _schema.FindTable(name.Text) is { } remote)
                    return OpenTable(remote with { Row = new RowType(remote.Row.Columns, isOpen: true) }, entity, member.Span);
                if (_schema.FindFunction(name.Text) is { } function)
                    return BindUserCall(_cache.Get(function), [], member.Span, member.Span);
                return OpenTable(new TableSymbol(name.Text, RowType.NewOpen()), entity, member.Span);
            case CallSyntax { Name.Text: "database" } call:
                return new Entity(entity.Cluster, ConstantText(call), isDatabase: true);
            case CallSyntax { Name.Text: "table" or "external_table" or "materialized_view" } call:
                return ConstantText(call) is { } text && _schema.FindTable(text) is { } found
                    ? new BoundTable(found, entity.Cluster, entity.Database) { Span = call.Span }
                    : OpenTable(new TableSymbol(ConstantText(call) ?? "", RowType.NewOpen()), entity, call.Span);
            case CallSyntax call when _schema.FindFunction(call.Name.Text) is { } declared:
                return BindUserCall(_cache.Get(declared), call.Arguments, call.Name.Span, call.Span);
            case CallSyntax call:
                foreach (var argument in call.Arguments)
                    BindNode(argument);
                return new BoundErrorTabular(RowType.NewOpen()) { Span = call.Span };
            default:
                return new BoundErrorTabular(RowType.NewOpen()) { Span = member.Span };
        }
    }

    private BoundTable OpenTable(TableSymbol table, Entity entity, TextSpan span)
    {
        var (row, number) = OpenSource(table.Row);
        return new BoundTable(table with { Row = row }, entity.Cluster, entity.Database) { Span = span, OpenNumber = number };
    }

    private string? ConstantText(CallSyntax call) =>
        call.Arguments is [{ } argument] && BindNode(argument) is BoundExpression value && BoundConstants.TryGetString(value, out var text) ? text : null;

    // ---- operators

    private BoundExpression BindUnary(UnarySyntax unary)
    {
        var operand = BindScalar(unary.Operand);
        if (operand is BoundLiteral { Value: var value } && unary.Operator.Kind == SyntaxKind.Minus && value is long or double or TimeSpan && operand is BoundLiteral literal)
        {
            object negated = literal.Value switch { long l => -l, double d => -d, TimeSpan t => -t, var other => other! };
            return new BoundLiteral(operand.Type, negated) { Span = unary.Span };
        }

        var kind = unary.Operator.Kind == SyntaxKind.Minus ? OperatorKind.UnaryMinus : OperatorKind.UnaryPlus;
        if (operand.Type.IsUnknown)
            return Unknown(unary);
        var type = OverloadResolver.ResolveUnary(kind, operand, out var error);
        if (error is not null)
        {
            Error(error.Code, error.Message, error.Argument >= 0 ? unary.Operand.Span : unary.Operator.Span);
            return Unknown(unary);
        }

        return new BoundUnary(kind, operand, type) { Span = unary.Span };
    }

    private static readonly OperatorKind[] BinaryOperators = BuildBinaryOperators();

    private static OperatorKind[] BuildBinaryOperators()
    {
        var table = new OperatorKind[(int)SyntaxKind.HintKeyword + 1];
        void Set(SyntaxKind token, OperatorKind kind) => table[(int)token] = kind;
        Set(SyntaxKind.OrKeyword, OperatorKind.Or); Set(SyntaxKind.AndKeyword, OperatorKind.And);
        Set(SyntaxKind.EqualEqual, OperatorKind.Equal); Set(SyntaxKind.BangEqual, OperatorKind.NotEqual); Set(SyntaxKind.LessThanGreaterThan, OperatorKind.NotEqual);
        Set(SyntaxKind.LessThan, OperatorKind.LessThan); Set(SyntaxKind.LessThanOrEqual, OperatorKind.LessThanOrEqual);
        Set(SyntaxKind.GreaterThan, OperatorKind.GreaterThan); Set(SyntaxKind.GreaterThanOrEqual, OperatorKind.GreaterThanOrEqual);
        Set(SyntaxKind.Plus, OperatorKind.Add); Set(SyntaxKind.Minus, OperatorKind.Subtract); Set(SyntaxKind.Asterisk, OperatorKind.Multiply); Set(SyntaxKind.Slash, OperatorKind.Divide); Set(SyntaxKind.Percent, OperatorKind.Modulo);
        Set(SyntaxKind.EqualTilde, OperatorKind.EqualTilde); Set(SyntaxKind.BangTilde, OperatorKind.BangTilde); Set(SyntaxKind.Colon, OperatorKind.Search);
        Set(SyntaxKind.HasKeyword, OperatorKind.Has); Set(SyntaxKind.NotHasKeyword, OperatorKind.NotHas); Set(SyntaxKind.HasCsKeyword, OperatorKind.HasCs); Set(SyntaxKind.NotHasCsKeyword, OperatorKind.NotHasCs);
        Set(SyntaxKind.HasprefixKeyword, OperatorKind.HasPrefix); Set(SyntaxKind.NotHasprefixKeyword, OperatorKind.NotHasPrefix); Set(SyntaxKind.HasprefixCsKeyword, OperatorKind.HasPrefixCs); Set(SyntaxKind.NotHasprefixCsKeyword, OperatorKind.NotHasPrefixCs);
        Set(SyntaxKind.HassuffixKeyword, OperatorKind.HasSuffix); Set(SyntaxKind.NotHassuffixKeyword, OperatorKind.NotHasSuffix); Set(SyntaxKind.HassuffixCsKeyword, OperatorKind.HasSuffixCs); Set(SyntaxKind.NotHassuffixCsKeyword, OperatorKind.NotHasSuffixCs);
        Set(SyntaxKind.LikeKeyword, OperatorKind.Like); Set(SyntaxKind.NotlikeKeyword, OperatorKind.NotLike); Set(SyntaxKind.LikecsKeyword, OperatorKind.LikeCs); Set(SyntaxKind.NotlikecsKeyword, OperatorKind.NotLikeCs);
        Set(SyntaxKind.ContainsKeyword, OperatorKind.Contains); Set(SyntaxKind.NotcontainsKeyword, OperatorKind.NotContains); Set(SyntaxKind.NotBangContainsKeyword, OperatorKind.NotContains);
        Set(SyntaxKind.ContainscsKeyword, OperatorKind.ContainsCs); Set(SyntaxKind.ContainsUnderscoreCsKeyword, OperatorKind.ContainsCs);
        Set(SyntaxKind.NotcontainscsKeyword, OperatorKind.NotContainsCs); Set(SyntaxKind.NotBangContainsUnderscoreCsKeyword, OperatorKind.NotContainsCs);
        Set(SyntaxKind.StartswithKeyword, OperatorKind.StartsWith); Set(SyntaxKind.NotStartswithKeyword, OperatorKind.NotStartsWith); Set(SyntaxKind.StartswithCsKeyword, OperatorKind.StartsWithCs); Set(SyntaxKind.NotStartswithCsKeyword, OperatorKind.NotStartsWithCs);
        Set(SyntaxKind.EndswithKeyword, OperatorKind.EndsWith); Set(SyntaxKind.NotEndswithKeyword, OperatorKind.NotEndsWith); Set(SyntaxKind.EndswithCsKeyword, OperatorKind.EndsWithCs); Set(SyntaxKind.NotEndswithCsKeyword, OperatorKind.NotEndsWithCs);
        Set(SyntaxKind.MatchesRegexKeyword, OperatorKind.MatchRegex);
        Set(SyntaxKind.InKeyword, OperatorKind.In); Set(SyntaxKind.InTildeKeyword, OperatorKind.InTilde); Set(SyntaxKind.NotInKeyword, OperatorKind.NotIn); Set(SyntaxKind.NotInTildeKeyword, OperatorKind.NotInTilde);
        Set(SyntaxKind.HasAnyKeyword, OperatorKind.HasAny); Set(SyntaxKind.HasAllKeyword, OperatorKind.HasAll);
        return table;
    }

    private BoundNode BindBinary(BinarySyntax binary)
    {
        // Chains of and, or and + are as long as people paste them: walk down their left spine instead of recursing.
        if (binary.Left is BinarySyntax)
        {
            var spine = new Stack<BinarySyntax>();
            ExpressionSyntax bottom = binary;
            while (bottom is BinarySyntax next)
            {
                spine.Push(next);
                bottom = next.Left;
            }

            var innermost = spine.Pop();
            var result = BindBinary(innermost, BindOperand(innermost.Left));
            while (spine.TryPop(out var outer))
                result = BindBinary(outer, result);
            return result;
        }

        return BindBinary(binary, BindOperand(binary.Left));
    }

    private BoundExpression BindOperand(ExpressionSyntax syntax) => syntax is StarSyntax
        ? new BoundStar(Row) { Span = syntax.Span }
        : BindNode(syntax) switch
        {
            // A pipe that ends in no operator is in error as a whole.
            BoundErrorTabular { Row: { IsOpen: true, Columns.IsEmpty: true }, IsMissing: false } when WithoutParentheses(syntax) is PipeSyntax => Unknown(syntax),
            BoundTabular table => new BoundTabularArgument(table) { Span = syntax.Span },
            TableGroup group => new BoundTabularArgument(AsTabular(group, syntax)) { Span = syntax.Span },
            BoundExpression scalar => scalar,
            var other => AsScalar(other, syntax),
        };

    private BoundExpression BindBinary(BinarySyntax binary, BoundExpression left)
    {
        var kind = BinaryOperators[(int)binary.Operator.Kind];
        if (_search is not null && kind is OperatorKind.And or OperatorKind.Or)
            left = AsSearchTerm(left, binary.Left);
        if (left is BoundStar)
            return BindStarOperand(binary, kind);
        var right = BindOperand(binary.Right);
        if (_search is not null && kind is OperatorKind.And or OperatorKind.Or)
            right = AsSearchTerm(right, binary.Right);
        var type = OverloadResolver.ResolveBinary(kind, left, right, out var error);
        if (error is not null)
        {
            Error(error.Code, error.Message, error.Argument switch { 0 => binary.Left.Span, 1 => binary.Right.Span, _ => binary.Operator.Span });
            return new BoundErrorExpression(type) { Span = binary.Span };
        }

        if (left is BoundTabularArgument or BoundErrorExpression || right is BoundTabularArgument or BoundErrorExpression)
            return new BoundErrorExpression(type) { Span = binary.Span };
        HintOldSpelling(binary.Operator);
        HintComparison(binary, kind, left, right);
        return new BoundBinary(kind, left, right, type) { Span = binary.Span };
    }

    private BoundExpression BindIn(InSyntax @in)
    {
        var kind = BinaryOperators[(int)@in.Operator.Kind];
        var left = @in.Left is StarSyntax ? new BoundStar(Row) { Span = @in.Left.Span } : BindOperand(@in.Left);
        var operands = new BoundExpression[@in.Items.Length + 1];
        operands[0] = left;
        for (var i = 0; i < @in.Items.Length; i++)
            operands[i + 1] = BindOperand(@in.Items[i]);
        if (left is BoundStar)
            operands[0] = new BoundErrorExpression(KqlType.Dynamic) { Span = left.Span };
        var resolution = OverloadResolver.Resolve(kind, operands);
        if (resolution.Error is { } error)
        {
            Error(error.Code, error.Message, error.Argument switch { < 0 => @in.Operator.Span, 0 => @in.Left.Span, var n => @in.Items[n - 1].Span });
            return new BoundErrorExpression(KqlType.Bool) { Span = @in.Span };
        }

        foreach (var operand in operands)
        {
            if (operand is BoundErrorExpression && left is not BoundStar)
                return new BoundErrorExpression(KqlType.Bool) { Span = @in.Span };
        }

        if (operands is [_, BoundTabularArgument table])
            return new BoundIn(kind, left, [], table.Table) { Span = @in.Span };
        if (left is BoundStar)
            return AnyColumn(column => new BoundIn(kind, column, [.. operands.AsSpan(1)], null) { Span = @in.Span }, @in.Span);
        return new BoundIn(kind, left, [.. operands.AsSpan(1)], null) { Span = @in.Span };
    }

    private BoundExpression BindBetween(BetweenSyntax between)
    {
        BoundExpression[] operands = [BindOperand(between.Left), BindOperand(between.Low), BindOperand(between.High)];
        var negated = between.Operator.Kind == SyntaxKind.NotBetweenKeyword;
        var resolution = OverloadResolver.Resolve(negated ? OperatorKind.NotBetween : OperatorKind.Between, operands);
        if (resolution.Error is { } error)
        {
            Error(error.Code, error.Message, error.Argument switch { 0 => between.Left.Span, 1 => between.Low.Span, 2 => between.High.Span, _ => between.Operator.Span });
            return new BoundErrorExpression(KqlType.Bool) { Span = between.Span };
        }

        if (operands.Any(static operand => operand is BoundErrorExpression))
            return new BoundErrorExpression(KqlType.Bool) { Span = between.Span };
        return new BoundBetween(operands[0], operands[1], operands[2], negated) { Span = between.Span };
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
