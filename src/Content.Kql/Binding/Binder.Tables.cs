using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    // ---- join and lookup

    private BoundTabular BindRight(ExpressionSyntax syntax) => WithRow(null, () => BindSource(syntax));

    // Width of the left row while the predicate of a join is bound over the rows of both sides; -1 otherwise.
    private int _pairWidth = -1;

    private BoundTabular BindJoin(JoinSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Join);
        var right = BindRight(syntax.Right);
        var keys = BindJoinKeys(syntax, input.Row, right.Row);
        right = WithInferred(right);
        var kindText = ParameterText(syntax.Parameters, "kind");
        var kind = kindText switch
        {
            "inner" => JoinKind.Inner,
            "leftouter" => JoinKind.LeftOuter,
            "rightouter" => JoinKind.RightOuter,
            "fullouter" => JoinKind.FullOuter,
            "leftsemi" => JoinKind.LeftSemi,
            "rightsemi" => JoinKind.RightSemi,
            "leftanti" or "leftantisemi" or "anti" => JoinKind.LeftAnti,
            "rightanti" or "rightantisemi" => JoinKind.RightAnti,
            _ => JoinKind.InnerUnique,
        };
        var width = input.Row.Columns.Length;
        var takesLeft = kind is not (JoinKind.RightSemi or JoinKind.RightAnti);
        var takesRight = kind is not (JoinKind.LeftSemi or JoinKind.LeftAnti);
        var row = (takesLeft, takesRight) switch
        {
            (true, false) => WithUniqueNames(input.Row),
            (false, true) => WithUniqueNames(right.Row),
            _ => new RowType(Projection.MakeUnique(input.Row, right.Row.Columns), input.Row.IsOpen || right.Row.IsOpen),
        };
        var outputs = new int[row.Columns.Length];
        var offset = takesLeft ? 0 : width;
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = i + offset;
        var join = new BoundJoin(input, right, row, kind, isLookup: false, keys.Left, keys.Right, ImmutableCollectionsMarshal.AsImmutableArray(outputs))
        {
            Span = syntax.Span, HasPredicate = syntax.Where is not null && kind != JoinKind.Inner,
        };

        // All pairs that the predicate holds for.
        return keys.Predicate is not null && kind == JoinKind.Inner ? new BoundFilter(join, keys.Predicate) { Span = syntax.Span } : join;
    }

    private static RowType WithUniqueNames(RowType row) => row.HasRepeatedNames ? new RowType(Projection.MakeUnique(row.Columns), row.IsOpen) : row;

    private BoundTabular BindLookup(JoinSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Lookup);
        var right = BindRight(syntax.Right);
        var keys = BindJoinKeys(syntax, input.Row, right.Row);
        right = WithInferred(right);
        var kind = ParameterText(syntax.Parameters, "kind") == "inner" ? JoinKind.Inner : JoinKind.LeftOuter;
        var used = new bool[right.Row.Columns.Length];
        foreach (var key in keys.Right)
        {
            if (key is BoundColumn column)
                used[column.Ordinal] = true;
        }

        var columns = new List<ColumnSymbol>();
        var outputs = new List<int>();
        for (var i = 0; i < input.Row.Columns.Length; i++)
            outputs.Add(i);
        for (var i = 0; i < used.Length; i++)
        {
            if (used[i])
                continue;
            columns.Add(right.Row.Columns[i]);
            outputs.Add(input.Row.Columns.Length + i);
        }

        var row = new RowType(Projection.MakeUnique(input.Row, columns), input.Row.IsOpen || right.Row.IsOpen);
        return new BoundJoin(input, right, row, kind, isLookup: true, keys.Left, keys.Right, [.. outputs]) { Span = syntax.Span };
    }

    // The keys of both sides, or the predicate over the pairs of their rows.
    private (ImmutableArray<BoundExpression> Left, ImmutableArray<BoundExpression> Right, BoundExpression? Predicate) BindJoinKeys(JoinSyntax syntax, RowType left, RowType right)
    {
        var leftKeys = ImmutableArray.CreateBuilder<BoundExpression>();
        var rightKeys = ImmutableArray.CreateBuilder<BoundExpression>();
        var saved = (_row, _rightRow, _pairWidth);
        (_row, _rightRow, _pairWidth) = (left, right, -1);
        BoundExpression? predicate = null;
        if (syntax.On is { } conditions)
        {
            foreach (var condition in conditions)
                BindJoinCondition(condition, leftKeys, rightKeys);
        }
        else if (syntax.Where is { } where)
        {
            // The predicate sees the columns of both sides, $left and $right too.
            _row = new RowType(Projection.MakeUnique(left, right.Columns), left.IsOpen || right.IsOpen);
            (_rightRow, _pairWidth) = (right, left.Columns.Length);
            predicate = BindBool(where);
        }
        else if (syntax.Keyword.Kind == SyntaxKind.JoinKeyword)
        {
            Error(KqlCodes.MissingElement, "The join needs a condition: on Column, or on $left.A == $right.B.", syntax.Span);
        }

        (_row, _rightRow, _pairWidth) = saved;
        return (leftKeys.ToImmutable(), rightKeys.ToImmutable(), predicate);
    }

    private static ExpressionSyntax WithoutParentheses(ExpressionSyntax syntax)
    {
        while (syntax is ParenthesizedSyntax parenthesized)
            syntax = parenthesized.Expression;
        return syntax;
    }

    private void BindJoinCondition(ExpressionSyntax condition, ImmutableArray<BoundExpression>.Builder left, ImmutableArray<BoundExpression>.Builder right)
    {
        condition = WithoutParentheses(condition);
        switch (condition)
        {
            case NameSyntax { IsMissing: true }:
                return;
            case NameSyntax name:
                BindCommonColumn(name, left, right);
                return;
            case BinarySyntax { Operator.Kind: SyntaxKind.AndKeyword } and:
                BindJoinCondition(and.Left, left, right);
                BindJoinCondition(and.Right, left, right);
                return;
            case BinarySyntax { Operator.Kind: SyntaxKind.EqualEqual } equality:
                var leftKey = BindJoinOperand(equality.Left, "$left");
                var rightKey = BindJoinOperand(equality.Right, "$right");
                if (leftKey is null || rightKey is null || leftKey.Type.IsUnknown || rightKey.Type.IsUnknown)
                    return;
                if (leftKey.Type.IsDynamic || rightKey.Type.IsDynamic)
                {
                    Error("KQL241", "A dynamic column cannot be a join key. Convert it with tostring() before the join.", (leftKey.Type.IsDynamic ? equality.Left : equality.Right).Span);
                    return;
                }

                if (!AreComparable(leftKey.Type, rightKey.Type))
                {
                    // Kusto reports this without a place; we show the condition.
                    Error("KQL242", $"The keys have types {leftKey.Type.Name} and {rightKey.Type.Name}, which are never equal. Convert one of them before the join.", condition.Span);
                    return;
                }

                left.Add(leftKey);
                right.Add(rightKey);
                return;
            default:
                BindNode(condition);
                Error("KQL182", "A join condition is a column that both tables have, or $left.A == $right.B.", condition.Span);
                return;
        }
    }

    private static bool AreComparable(KqlType left, KqlType right) => TypeRelations.PromoteToLong(left).Kind == TypeRelations.PromoteToLong(right).Kind;

    private void BindCommonColumn(NameSyntax name, ImmutableArray<BoundExpression>.Builder left, ImmutableArray<BoundExpression>.Builder right)
    {
        var text = name.Text;
        var l = Row.IndexOf(text);
        var r = _rightRow!.IndexOf(text);
        if (l >= 0 && r >= 0)
        {
            var leftColumn = Row.Columns[l];
            var rightColumn = _rightRow.Columns[r];
            if (!TypeRelations.Same(leftColumn.Type, rightColumn.Type) && leftColumn.Type.Kind != rightColumn.Type.Kind && !leftColumn.Type.IsUnknown && !rightColumn.Type.IsUnknown)
            {
                Error("KQL227", $"'{text}' is {leftColumn.Type.Name} on the left and {rightColumn.Type.Name} on the right. Convert one of them before the join.", name.Span);
                return;
            }

            left.Add(new BoundColumn(l, leftColumn) { Span = name.Span });
            right.Add(new BoundColumn(r, rightColumn) { Span = name.Span });
            return;
        }

        if (l < 0 && r < 0 && !Row.IsOpen && !_rightRow.IsOpen)
        {
            ErrorWithSuggestion("KQL142", $"Neither table of the join has a column '{text}'.", text, name.Span, Row.Columns.Select(static c => c.Name));
            return;
        }

        if (l < 0 && !Row.IsOpen)
            ErrorWithSuggestion(r >= 0 ? "KQL145" : "KQL142", $"The left table of the join has no column '{text}'.", text, name.Span, Row.Columns.Select(static c => c.Name));
        else if (r < 0 && !_rightRow.IsOpen)
            ErrorWithSuggestion("KQL145", $"The right table of the join has no column '{text}'.", text, name.Span, _rightRow.Columns.Select(static c => c.Name));
        else
            (_, _) = (l < 0 ? InferColumn(Row, text, name.Span) : null, r < 0 ? InferColumn(_rightRow, text, name.Span) : null);
    }

    private BoundExpression? BindJoinOperand(ExpressionSyntax syntax, string side)
    {
        var operand = WithoutParentheses(syntax);
        if (operand is PathSyntax { Left: NameSyntax { Text: var text } } path && text == side)
        {
            var bound = BindPath(path);
            if (bound is BoundColumn column)
                return column;
            if (bound is BoundExpression { Type.IsUnknown: false } other)
            {
                Error("KQL109", "The name of a column is expected here.", operand.Span);
                return other;
            }

            return null;
        }

        if (operand is NameSyntax { IsMissing: true })
            return null;
        if (BindNodeQuietly(operand) is not null)
            Error("KQL183", $"This side of the condition is written {side}.Column.", operand.Span);
        return null;
    }

    private BoundNode? BindNodeQuietly(ExpressionSyntax syntax) => BindNode(syntax);

    // ---- union

    private BoundTabular BindUnion(ListOperatorSyntax op, BoundTabular? input)
    {
        CheckParameters(op.Parameters, OperatorParameters.Union);
        var tables = new List<BoundTabular>();
        if (input is not null)
            tables.Add(input);
        var savedFuzzy = _isFuzzy;
        _isFuzzy = IsFuzzy(op) ?? savedFuzzy;
        foreach (var expression in op.Expressions)
            AddUnionTable(expression, tables);
        _isFuzzy = savedFuzzy;
        var isInner = ParameterText(op.Parameters, "kind") == "inner";
        _hasInnerUnion |= isInner;
        return MakeUnion(isInner && _asRun ? CommonColumns(tables, op.Span) : tables, ParameterText(op.Parameters, "withsource", "with_source"), op.Span);
    }

    // The tables with the columns whose names all of them have.
    private static List<BoundTabular> CommonColumns(List<BoundTabular> tables, TextSpan span)
    {
        return [.. tables.Select(Common)];

        BoundTabular Common(BoundTabular table)
        {
            var projection = new Projection(table.Row.Columns.Length);
            for (var i = 0; i < table.Row.Columns.Length; i++)
            {
                var column = table.Row.Columns[i];
                if (tables.TrueForAll(other => other.Row.IndexOf(column.Name) >= 0))
                    projection.Add(column, BoundColumn.Of(i, column));
            }

            return projection.Count == table.Row.Columns.Length ? table : new BoundProject(table, projection.ToRow(table.Row.IsOpen), projection.Expressions) { Span = span };
        }
    }

    private static bool? IsFuzzy(ListOperatorSyntax union) => ParameterText(union.Parameters, "isfuzzy", "__isFuzzy", "best_effort") switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    private BoundErrorTabular ReportMissing(string code, string message, TextSpan span)
    {
        MissingTables++;
        Warning(code, message, span);
        return new BoundErrorTabular(RowType.NewOpen()) { Span = span, IsMissing = true };
    }

    private void AddUnionTable(ExpressionSyntax expression, List<BoundTabular> tables)
    {
        if (expression is NameSyntax { IsWildcard: true } wildcard)
        {
            if (MatchTables(wildcard) is TableGroup matches)
                tables.AddRange(matches.Tables);
            return;
        }

        if (expression is PathSyntax { Member: NameSyntax { IsWildcard: true } star } path && BindNode(path.Left) is Entity entity)
        {
            if (BindEntityMember(entity, star) is TableGroup matches)
                tables.AddRange(matches.Tables);
            return;
        }

        var missing = MissingTables;
        var node = WithRow(null, () =>
        {
            var old = _tabularContext;
            _tabularContext = true;
            var bound = BindNode(expression);
            _tabularContext = old;
            return bound;
        });
        if (_asRun && MissingTables > missing)
            return;
        if (node is TableGroup group)
            tables.AddRange(group.Tables);
        else
            tables.Add(AsTabular(node, expression));
    }

    private BoundNode MatchTables(NameSyntax wildcard)
    {
        var tables = new List<BoundTabular>();
        foreach (var name in _schema.TableNames)
        {
            if (Wildcard.Matches(wildcard.Text, name) && _schema.FindTable(name) is { } table)
                tables.Add(UseTable(table, wildcard.Span, null, null));
        }

        foreach (var (name, symbol) in _scope.Symbols)
        {
            if (symbol is UserFunction { IsView: true } view && Wildcard.Matches(wildcard.Text, name) && BindUserCall(view, [], wildcard.Span, wildcard.Span) is BoundTabular table)
                tables.Add(table);
        }

        if (tables.Count > 0)
            return new TableGroup(tables) { Span = wildcard.Span };
        Error("KQL142", $"No table matches '{wildcard.Text}'.", wildcard.Span);
        return new TableGroup([]) { Span = wildcard.Span };
    }

    private BoundUnion UnionOf(List<BoundTabular> tables, TextSpan span) => MakeUnion(tables, sourceColumn: null, span);

    private static string SourceName(BoundTabular table) => table switch
    {
        BoundTable t => t.Table.Name,
        BoundTabularVariable v => v.Variable.Name,
        BoundTabularBlock b => b.FunctionName,
        BoundPassThrough { Kind: PassThroughKind.As, Variable: { } variable } => variable.Name,
        BoundOperator op => SourceName(op.Input),
        _ => "",
    };

    private BoundUnion MakeUnion(List<BoundTabular> tables, string? sourceColumn, TextSpan span)
    {
        var union = MakeUnion(tables, _cache.ShapeOf(tables, sourceColumn), span);
        return sourceColumn is null ? new BoundUnion(union.Row, union.Inputs, -1) { Span = span } : union;
    }

    // A union whose first column is that of the source.
    private static BoundUnion MakeUnion(List<BoundTabular> tables, UnionShape shape, TextSpan span)
    {
        var inputs = ImmutableArray.CreateBuilder<BoundUnionInput>(tables.Count);
        foreach (var table in tables)
            inputs.Add(new BoundUnionInput(shape.Absorbing is { } types ? Converted(table, types, span) : table, SourceName(table), shape));
        return new BoundUnion(shape.Row, inputs.MoveToImmutable(), 0) { Span = span };
    }

    // The table with the columns of some names converted to given types.
    private static BoundTabular Converted(BoundTabular table, IReadOnlyDictionary<string, KqlType> types, TextSpan span)
    {
        if (table.Row.Columns.All(column => !types.TryGetValue(column.Name, out var type) || type.Kind == column.Type.Kind))
            return table;
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        var expressions = ImmutableArray.CreateBuilder<BoundExpression>();
        for (var i = 0; i < table.Row.Columns.Length; i++)
        {
            var column = table.Row.Columns[i];
            var reference = BoundColumn.Of(i, column);
            var isSame = !types.TryGetValue(column.Name, out var type) || type.Kind == column.Type.Kind;
            columns.Add(isSame ? column : new ColumnSymbol(column.Name, type!, column.Description));
            expressions.Add(isSame ? reference : Convert(reference, type!));
        }

        return new BoundProject(table, new RowType(columns.ToImmutable(), table.Row.IsOpen), expressions.ToImmutable()) { Span = span };
    }

    // ---- search and find

    private sealed record SearchContext(bool CaseSensitive);

    // Set while the predicate of search or find is bound: a lone string there is looked for in every column.
    private SearchContext? _search;

    private BoundExpression AsSearchTerm(BoundExpression value, ExpressionSyntax syntax)
    {
        if (value is not (BoundLiteral { Type.Kind: TypeKind.String or TypeKind.Long or TypeKind.Int or TypeKind.Real or TypeKind.DateTime or TypeKind.Guid }))
            return value;
        var text = value is BoundLiteral { Type.Kind: TypeKind.String } ? value : new BoundLiteral(KqlType.String, BoundConstants.TextOf(((BoundLiteral)value).Value ?? "")) { Span = syntax.Span };
        return AnyColumn(column => new BoundBinary(_search!.CaseSensitive ? OperatorKind.HasCs : OperatorKind.Search, AsText(column), text, KqlType.Bool) { Span = syntax.Span }, syntax.Span);
    }

    private static BoundExpression AsText(BoundColumn column) => column.Type.Kind is TypeKind.String or TypeKind.Dynamic
        ? column
        : new BoundCall(Catalogue.FindFunction("tostring")!, [column], KqlType.String) { Span = column.Span };

    private BoundExpression AnyColumn(Func<BoundColumn, BoundExpression> test, TextSpan span)
    {
        return Row.Columns.IsEmpty ? new BoundLiteral(KqlType.Bool, false) { Span = span } : AnyOf(0, Row.Columns.Length);

        // Halves, not a chain: a workspace has ten thousand columns, and who walks the tree may recurse.
        BoundExpression AnyOf(int first, int end)
        {
            if (end - first == 1)
                return test(new BoundColumn(first, Row.Columns[first]) { Span = span });
            var middle = (first + end + 1) / 2;
            return new BoundBinary(OperatorKind.Or, AnyOf(first, middle), AnyOf(middle, end), KqlType.Bool) { Span = span };
        }
    }

    // * has "x", * == "x": true when any column fits.
    private BoundExpression BindStarOperand(BinarySyntax binary, OperatorKind kind)
    {
        var right = BindOperand(binary.Right);
        if (right is BoundErrorExpression or BoundTabularArgument)
            return new BoundErrorExpression(KqlType.Bool) { Span = binary.Span };
        if (OverloadResolver.TypeOfBinary(kind, KqlType.Dynamic, right.Type) is null)
            Error("KQL106", $"The operator is not defined for {right.Type.Name}.", binary.Operator.Span);
        return AnyColumn(
            column =>
            {
                var left = kind == OperatorKind.Equal && OverloadResolver.TypeOfBinary(kind, column.Type, right.Type) is not null ? column : AsText(column);
                return OverloadResolver.TypeOfBinary(kind, left.Type, right.Type) is null ? new BoundLiteral(KqlType.Bool, false) : new BoundBinary(kind, left, right, KqlType.Bool) { Span = binary.Span };
            },
            binary.Span);
    }

    private List<BoundTabular> SearchTables(ExpressionSyntax[]? operands, BoundTabular? input, TextSpan span)
    {
        var tables = new List<BoundTabular>();
        if (operands is not null)
        {
            foreach (var operand in operands)
                AddUnionTable(operand, tables);
        }
        else if (input is not null)
        {
            tables.Add(input);
        }
        else
        {
            foreach (var name in _schema.TableNames)
            {
                if (_schema.FindTable(name) is { } table)
                    tables.Add(new BoundTable(table, null, null));
            }

            // Views of the query are searched like tables.
            foreach (var (_, symbol) in _scope.Symbols)
            {
                if (symbol is UserFunction { IsView: true } view && BindUserCall(view, [], span, span) is BoundTabular table)
                    tables.Add(table);
            }
        }

        return tables;
    }

    private BoundTabular BindSearch(SearchSyntax syntax, BoundTabular? input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Search);
        var tables = SearchTables(syntax.Tables, input, syntax.Span);
        var caseSensitive = ParameterText(syntax.Parameters, "kind") == "case_sensitive";
        BoundTabular? union = input is not null && syntax.Tables is null ? null : MakeUnion(tables, "$table", syntax.Span);
        BoundTabular source = union ?? WithTableName(input!, syntax.Span);
        _row = source.Row;

        // Names bind against the input's own columns, and case decides how strings are compared.
        _search = new SearchContext(caseSensitive);
        var predicate = BindSearchPredicate(syntax.Condition);
        _search = null;
        return new BoundFilter(source, predicate) { Span = syntax.Span };
    }

    private BoundExpression BindSearchPredicate(ExpressionSyntax condition)
    {
        if (condition is StarSyntax)
            return new BoundLiteral(KqlType.Bool, true) { Span = condition.Span };
        var node = BindNode(condition);
        var value = node is BoundExpression scalar ? scalar : AsScalar(node, condition);
        var predicate = AsSearchTerm(value, condition);
        if (predicate.Type.Kind is not (TypeKind.Bool or TypeKind.Unknown))
            Error("KQL141", "A condition or a text to search for is expected here.", condition.Span);
        return predicate;
    }

    private static BoundProject WithTableName(BoundTabular input, TextSpan span)
    {
        var row = new RowType([new ColumnSymbol("$table", KqlType.String), .. input.Row.Columns], input.Row.IsOpen);
        var expressions = ImmutableArray.CreateBuilder<BoundExpression>();
        expressions.Add(new BoundLiteral(KqlType.String, SourceName(input)) { Span = span });
        for (var i = 0; i < input.Row.Columns.Length; i++)
            expressions.Add(new BoundColumn(i, input.Row.Columns[i]) { Span = span });
        return new BoundProject(input, row, expressions.ToImmutable()) { Span = span };
    }

    private BoundTabular BindFind(FindSyntax syntax, BoundTabular? input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Find);
        var tables = WithCommonTypes(SearchTables(syntax.Tables, null, syntax.Span), syntax.Span);
        var sourceColumn = ParameterText(syntax.Parameters, "withsource", "with_source") ?? "source_";
        var shape = UnionShape.Of(tables, sourceColumn);
        var all = MakeUnion(tables, shape, syntax.Span);
        _row = all.Row;
        _search = new SearchContext(CaseSensitive: false);
        var predicate = BindSearchPredicate(syntax.Condition);
        _search = null;
        var referenced = new ReferencedNames(all.Row);
        referenced.Visit(syntax.Condition, isTerm: true);
        var relevant = tables.Count == 1 || referenced.SearchesAll ? tables : [.. tables.Where(table => table.Row.IsOpen || referenced.Names.Any(name => table.Row.Find(name) is not null))];
        var columns = new List<ColumnSymbol> { all.Row.Columns[0] };
        var expressions = new List<BoundExpression> { new BoundColumn(0, all.Row.Columns[0]) };
        if (syntax.Project is { Length: > 0 } project)
        {
            for (var i = 0; i < project.Length; i++)
            {
                if (project[i] is PackAllSyntax && i < project.Length - 1)
                    Error("KQL185", "pack(*) stands at the end of the list.", project[i].Span);
                else
                    AddFindColumn(project[i], columns, expressions);
            }
        }
        else
        {
            // What all tables have, then what the condition names.
            for (var i = 1; i < all.Row.Columns.Length; i++)
            {
                var column = all.Row.Columns[i];
                if (relevant.Count > 0 && relevant.TrueForAll(table => table.Row.Find(column.Name) is { } own && own.Type.Kind == column.Type.Kind))
                    AddColumn(i);
            }

            foreach (var name in referenced.Names)
            {
                if (all.Row.IndexOf(name) is var i and > 0 && !columns.Contains(all.Row.Columns[i]))
                    AddColumn(i);
            }

            var shown = new HashSet<ColumnSymbol>(columns, ReferenceEqualityComparer.Instance);
            var rest = Enumerable.Range(1, all.Row.Columns.Length - 1).Where(i => !shown.Contains(all.Row.Columns[i])).ToList();
            if (rest.Exists(i => relevant.Exists(table => !table.Row.IsOpen && table.Row.Find(all.Row.Columns[i].Name) is not null)))
            {
                AddPack(columns, expressions);
            }
        }

        if (syntax.ProjectAway is { Length: > 0 } away)
        {
            var names = away.OfType<NameSyntax>().Select(static name => name.Text).ToHashSet();
            var star = away[0] is StarSyntax;
            for (var i = columns.Count - 1; i > 0; i--)
            {
                if (names.Contains(columns[i].Name) || star)
                {
                    columns.RemoveAt(i);
                    expressions.RemoveAt(i);
                }
            }
        }

        // The bag of a row holds what its own table has beyond the other columns, so it is made table by table.
        if (expressions.Exists(expression => expression is BoundColumn { Ordinal: var ordinal } && ordinal == all.Row.Columns.Length))
        {
            var apart = columns.Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
            all = MakeUnion([.. tables.Select(table => WithPack(table, apart, syntax.Span))], shape.With(PackColumn), syntax.Span);
        }

        var filtered = new BoundFilter(all, predicate) { Span = syntax.Span };
        return new BoundProject(filtered, new RowType([.. columns], all.Row.IsOpen && syntax.Project is null), [.. expressions]) { Span = syntax.Span };

        void AddColumn(int ordinal)
        {
            columns.Add(all.Row.Columns[ordinal]);
            expressions.Add(new BoundColumn(ordinal, all.Row.Columns[ordinal]));
        }
    }

    private static readonly ColumnSymbol PackColumn = new("pack_", KqlType.Dynamic);

    // The bag stands behind the columns of the union.
    private void AddPack(List<ColumnSymbol> columns, List<BoundExpression> expressions)
    {
        columns.Add(PackColumn);
        expressions.Add(new BoundColumn(Row.Columns.Length, PackColumn));
    }

    private static BoundProject WithPack(BoundTabular table, HashSet<string> apart, TextSpan span)
    {
        var columns = table.Row.Columns;
        var expressions = ImmutableArray.CreateBuilder<BoundExpression>(columns.Length + 1);
        var pairs = ImmutableArray.CreateBuilder<BoundExpression>();
        for (var i = 0; i < columns.Length; i++)
        {
            expressions.Add(BoundColumn.Of(i, columns[i]));
            if (apart.Contains(columns[i].Name))
                continue;
            pairs.Add(new BoundLiteral(KqlType.String, columns[i].Name) { Span = span });
            pairs.Add(BoundColumn.Of(i, columns[i]));
        }

        expressions.Add(new BoundCall(Catalogue.FindFunction("bag_pack")!, pairs.ToImmutable(), KqlType.Dynamic) { Span = span });
        return new BoundProject(table, new RowType(columns.Add(PackColumn), table.Row.IsOpen), expressions.ToImmutable()) { Span = span };
    }

    // Unlike union, find has one column a name: of the type that all have in common, or dynamic.
    private static List<BoundTabular> WithCommonTypes(List<BoundTabular> tables, TextSpan span)
    {
        var types = new Dictionary<string, KqlType>(StringComparer.Ordinal);
        foreach (var conflict in UnionShape.Conflicts(tables))
        {
            var type = conflict.Types[0];
            foreach (var other in conflict.Types)
                type = TypeRelations.Common(type, other, Conversion.Promotable) ?? KqlType.Dynamic;
            types.Add(conflict.Name, type);
        }

        return types.Count == 0 ? tables : [.. tables.Select(table => Converted(table, types, span))];
    }

    private void AddFindColumn(ExpressionSyntax item, List<ColumnSymbol> columns, List<BoundExpression> expressions)
    {
        switch (item)
        {
            case PackAllSyntax:
                AddPack(columns, expressions);
                break;
            case ColumnDeclarationSyntax typed:
                var type = TypeFromSyntax(typed.Type);
                if (BindColumn(typed.Name) is { } column)
                {
                    columns.Add(new ColumnSymbol(column.Column.Name, type));
                    expressions.Add(column.Type.Kind == type.Kind ? column : Convert(column, type));
                }

                break;
            case NameSyntax name when BindColumn(name) is { } plain:
                columns.Add(plain.Column);
                expressions.Add(plain);
                break;
        }
    }

    private static BoundExpression Convert(BoundExpression value, KqlType type)
    {
        var function = type.Kind switch
        {
            TypeKind.Bool => "tobool",
            TypeKind.Int => "toint",
            TypeKind.Long => "tolong",
            TypeKind.Real => "toreal",
            TypeKind.Decimal => "todecimal",
            TypeKind.DateTime => "todatetime",
            TypeKind.TimeSpan => "totimespan",
            TypeKind.Guid => "toguid",
            TypeKind.Dynamic => "todynamic",
            _ => "tostring",
        };
        return new BoundCall(Catalogue.FindFunction(function)!, [value], type) { Span = value.Span };
    }

    /// <summary>The columns that the condition of find names, and whether it looks into all of them.</summary>
    private sealed class ReferencedNames(RowType row)
    {
        /// <summary>Names in order of appearance.</summary>
        public List<string> Names { get; } = [];

        /// <summary>True when the condition has a star or a text on its own.</summary>
        public bool SearchesAll { get; private set; }

        public void Visit(ExpressionSyntax syntax, bool isTerm = false)
        {
            switch (syntax)
            {
                case StarSyntax:
                    SearchesAll = true;
                    break;
                case LiteralSyntax { Kind: SyntaxKind.StringLiteral }:
                    SearchesAll |= isTerm;
                    break;
                case NameSyntax name:
                    if (row.IndexOf(name.Text) >= 0 && !Names.Contains(name.Text))
                        Names.Add(name.Text);
                    break;
                case BinarySyntax binary:
                    var joins = isTerm && binary.Operator.Kind is SyntaxKind.AndKeyword or SyntaxKind.OrKeyword;
                    Visit(binary.Left, joins);
                    Visit(binary.Right, joins);
                    break;
                case ParenthesizedSyntax parenthesized:
                    Visit(parenthesized.Expression, isTerm);
                    break;
                case UnarySyntax unary:
                    Visit(unary.Operand);
                    break;
                case NamedExpressionSyntax named:
                    Visit(named.Expression);
                    break;
                case InSyntax @in:
                    Visit(@in.Left);
                    foreach (var item in @in.Items)
                        Visit(item);
                    break;
                case BetweenSyntax between:
                    Visit(between.Left);
                    Visit(between.Low);
                    Visit(between.High);
                    break;
                case CallSyntax call:
                    foreach (var argument in call.Arguments)
                        Visit(argument);
                    break;
                case PathSyntax path:
                    Visit(path.Left);
                    break;
                case ElementSyntax element:
                    Visit(element.Left);
                    Visit(element.Index);
                    break;
            }
        }
    }
}
