using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
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
                return ReportMissing(text, $"There is no table, tabular variable or function '{text}': the union goes without it.", name.Span);
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
        if (left.Type.Kind == TypeKind.Tuple)
            return BindItemOf(left, index, span);
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

    // One of several values: that of a column where the index is known, else an element of the dynamic array that they are.
    private BoundExpression BindItemOf(BoundExpression tuple, BoundExpression index, TextSpan span) =>
        index is BoundLiteral { Value: long item and >= 0 } && TupleOf(tuple) is { } columns && item < columns.Length
            ? new BoundTupleItem(tuple, (int)item, columns[(int)item]) { Span = span }
            : new BoundIndex(tuple, index, KqlType.Dynamic) { Span = span };

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
}
