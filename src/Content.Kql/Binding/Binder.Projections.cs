using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    private enum ProjectionStyle : byte
    {
        Project,
        Extend,
        Replace,
        Print,
        Summarize,
    }

    // Unnamed columns are numbered through the whole query.
    private int _defaultNames = 1;

    private string DefaultColumnName(bool lookAtRow)
    {
        while (true)
        {
            var name = $"Column{_defaultNames++}";
            if (!(lookAtRow && _row?.IndexOf(name) >= 0) && _scope.Find(name) is null)
                return name;
        }
    }

    // The name that an expression gives its column; null for none. The syntax says it, and the types of what a path goes through.
    private string? NameOf(ExpressionSyntax syntax, BoundExpression? bound) => syntax switch
    {
        ParenthesizedSyntax parenthesized => NameOf(parenthesized.Expression, bound),
        OrderedSyntax ordered => NameOf(ordered.Expression, bound),
        NamedExpressionSyntax { Names: [var name, ..] } => name.Text,
        NameSyntax name => name.Text,
        BracketedSyntax bracketed => TextOfIndex(bracketed.Expression),
        PathSyntax path => NameOfPath(path.Left, NameOf(path.Member, null), bound),
        ElementSyntax element => NameOfPath(element.Left, TextOfIndex(element.Index), bound),
        CallSyntax call => NameOfCall(call, bound),
        _ => null,
    };

    private static string? TextOfIndex(ExpressionSyntax index) =>
        index is LiteralSyntax { Kind: SyntaxKind.StringLiteral or SyntaxKind.LongLiteral or SyntaxKind.IntLiteral, Value: { } value } ? BoundConstants.TextOf(value) : null;

    // Inside a dynamic the whole path makes the name: a.b.c gives a_b_c.
    private string? NameOfPath(ExpressionSyntax left, string? selector, BoundExpression? bound)
    {
        var operand = bound switch
        {
            BoundMember member => member.Operand,
            BoundIndex index => index.Operand,
            BoundErrorExpression error => error.Operand,
            _ => null,
        };
        if (operand is null || operand.Type.Shape == DynamicShape.Primitive || !(operand.Type.IsDynamic || operand.Type.IsUnknown))
            return selector;
        var name = NameOf(left, operand);
        return string.IsNullOrWhiteSpace(name) ? selector : name + "_" + selector;
    }

    private string? NameOfCall(CallSyntax call, BoundExpression? bound)
    {
        // An aggregate: the name is made where the call is bound.
        if (bound is BoundColumn column)
            return column.Column.Name.Length > 0 ? column.Column.Name : null;
        CallableSymbol? function = bound is BoundCall called ? called.Function : _scope.Find(call.Name.Text) is null ? Catalogue.FindFunction(call.Name.Text) : null;
        if (function is null)
            return null;
        var (kind, prefix) = function.ResultNaming;
        switch (kind)
        {
            case ResultNameKind.FirstArgument or ResultNameKind.OnlyArgument when call.Arguments.Length == 1 || (call.Arguments.Length > 1 && kind == ResultNameKind.FirstArgument):
                var name = NameOf(call.Arguments[0], bound switch { BoundCall { Arguments: [var first, ..] } => first, BoundErrorExpression error => error.Operand, _ => null });
                return prefix is null ? name : prefix + "_" + name;
            case ResultNameKind.FirstArgument:
                return prefix is null ? null : prefix + "_";
            case ResultNameKind.Fixed:
                return prefix;
            case ResultNameKind.FirstArgumentValue:
                return bound is BoundCall { Arguments: [var text, ..] } && BoundConstants.TryGetString(text, out var named) && _row?.IndexOf(named) >= 0 ? named : null;
            default:
                return null;
        }
    }

    private void AddDuplicate(string name, TextSpan span) =>
        Error("KQL171", $"The column '{name}' is there already: give this one another name.", span);

    /// <summary>Binds an expression of a column list and adds the columns that it makes.</summary>
    private void AddColumns(ExpressionSyntax syntax, Projection projection, ProjectionStyle style, bool doNotRepeat = false, KqlType? columnType = null, string? defaultName = null)
    {
        var replace = style is ProjectionStyle.Replace or ProjectionStyle.Extend;
        if (syntax is OrderedSyntax ordered)
            syntax = ordered.Expression;
        if (syntax is StarSyntax)
        {
            for (var i = 0; i < Row.Columns.Length; i++)
                projection.Add(Row.Columns[i], new BoundColumn(i, Row.Columns[i]) { Span = syntax.Span }, replace: true, doNotRepeat);
            return;
        }

        var (names, isList, inner) = syntax is NamedExpressionSyntax named ? (named.Names, named.IsList, named.Expression) : ([], false, syntax);
        var bound = AsScalar(BindNode(inner), inner, syntax.Span);
        var tuple = TupleOf(bound);
        if (names.Length > 0 && tuple is { IsEmpty: false } columns)
        {
            AddTuple(bound, columns, names, projection, style, doNotRepeat, columnType);
            return;
        }

        if (names.Length > 0)
        {
            if (isList && names.Length > 1 && !bound.Type.IsUnknown)
                Error("KQL149", "The expression has a single value: give it a single name.", TextSpan.FromBounds(syntax.Start, ((NamedExpressionSyntax)syntax).NamesEnd));
            else if (!names[0].IsMissing)
            {
                var column = new ColumnSymbol(names[0].Text, columnType ?? bound.Type);
                if (!projection.Declare(column, bound, replace || ColumnReference(bound) is not null))
                    AddDuplicate(names[0].Text, names[0].Span);
                if (doNotRepeat && ColumnReference(bound) is { } repeated)
                    projection.Skip(repeated);
            }

            return;
        }

        // An aggregate whose name nothing gives has an empty one: it is numbered below.
        if (ColumnReference(bound) is { Name.Length: > 0 } reference)
        {
            if (columnType is null && bound is BoundColumn && _row is not null && ReferenceEquals(reference, _row.Find(reference.Name)) && projection.IsSkipped(reference) && style != ProjectionStyle.Extend)
                return;
            var column = columnType is null ? reference : new ColumnSymbol(reference.Name, columnType, reference.Description);
            if (!projection.IsSkipped(column) || columnType is not null)
            {
                if (!projection.Declare(column, bound, style == ProjectionStyle.Replace))
                    AddDuplicate(column.Name, syntax.Span);
            }

            if (doNotRepeat)
                projection.Skip(reference);
            return;
        }

        if (tuple is { IsEmpty: false } many && (style != ProjectionStyle.Print || many.Length > 1))
        {
            for (var i = 0; i < many.Length; i++)
                AddTupleColumn(bound, many, i, projection, doNotRepeat, style);
            return;
        }

        var name = style == ProjectionStyle.Print && defaultName is not null && inner is not (CallSyntax) ? defaultName
            : style == ProjectionStyle.Print && defaultName is not null ? defaultName
            : NameOf(inner, bound) ?? defaultName ?? DefaultColumnName(style == ProjectionStyle.Extend);
        if (name.Length == 0)
            return;
        projection.Add(new ColumnSymbol(name, columnType ?? bound.Type), bound, replace && style != ProjectionStyle.Print);
    }

    // The input's column that an expression is; while aggregates are collected there are none, only their outputs.
    private ColumnSymbol? ColumnReference(BoundExpression bound) => _aggregates is null && bound is BoundColumn or BoundCall && _aggregates is null ? BoundConstants.ColumnOf(bound) : null;

    // The columns of an expression with several values: a tuple function, or an aggregate like arg_max.
    private ImmutableArray<ColumnSymbol>? TupleOf(BoundExpression bound)
    {
        if (bound is BoundColumn column && _tupleAggregates is not null && _tupleAggregates.TryGetValue(column, out var aggregate))
            return aggregate;
        if (bound is BoundScalarBlock block)
            return TupleOf(block.Result);
        if (bound is BoundCall call && GivesColumns(call.Function))
        {
            var arguments = new CallArguments(call.Arguments.AsSpan(), _row);
            var resolution = OverloadResolver.Resolve(call.Function, arguments);
            if (resolution.Signature is { } signature && ColumnOutputs.GivesColumns(signature) && ColumnOutputs.TryGet(call.Function, signature, arguments, [], out var columns))
                return columns;
        }

        return null;
    }

    private static bool GivesColumns(CallableSymbol function)
    {
        foreach (var signature in function.SignatureSpan)
        {
            if (ColumnOutputs.GivesColumns(signature))
                return true;
        }

        return false;
    }

    private Dictionary<BoundColumn, ImmutableArray<ColumnSymbol>>? _tupleAggregates;

    private static BoundExpression TupleItem(BoundExpression bound, ImmutableArray<ColumnSymbol> columns, int index) =>
        bound is BoundColumn first ? new BoundColumn(first.Ordinal + index, columns[index]) { Span = bound.Span } : new BoundTupleItem(bound, index, columns[index]) { Span = bound.Span };

    private void AddTuple(BoundExpression bound, ImmutableArray<ColumnSymbol> columns, NameSyntax[] names, Projection projection, ProjectionStyle style, bool doNotRepeat, KqlType? columnType)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (i < names.Length)
            {
                var column = new ColumnSymbol(names[i].Text, columnType ?? columns[i].Type);
                if (!projection.Declare(column, TupleItem(bound, columns, i), names.Length == 1 || style is ProjectionStyle.Replace or ProjectionStyle.Extend))
                    AddDuplicate(column.Name, names[i].Span);
                if (doNotRepeat)
                    projection.Skip(columns[i]);
            }
            else if (style != ProjectionStyle.Print)
            {
                AddTupleColumn(bound, columns, i, projection, doNotRepeat, style);
            }
        }

        for (var i = columns.Length; i < names.Length; i++)
            Error("KQL150", "There is no value for this name.", names[i].Span);
    }

    private void AddTupleColumn(BoundExpression bound, ImmutableArray<ColumnSymbol> columns, int index, Projection projection, bool doNotRepeat, ProjectionStyle style)
    {
        var column = columns[index];
        if (column.Name.Length == 0)
            column = column.Rename(DefaultColumnName(style == ProjectionStyle.Extend));
        projection.Add(column, TupleItem(bound, columns, index), replace: false, doNotRepeat);
    }

    // ---- operators made of column lists

    private BoundTabular BindProject(ListOperatorSyntax op, BoundTabular input)
    {
        var projection = new Projection(op.Expressions.Length);
        foreach (var expression in op.Expressions)
            AddColumns(expression, projection, ProjectionStyle.Project);
        return Finish(input, projection, op);
    }

    private BoundTabular BindExtend(ListOperatorSyntax op, BoundTabular input)
    {
        var projection = Projection.Over(input.Row, op.Expressions.Length);
        foreach (var expression in op.Expressions)
            AddColumns(expression, projection, ProjectionStyle.Extend);
        return Finish(input, projection, op);
    }

    private BoundTabular BindSerialize(ListOperatorSyntax op, BoundTabular input)
    {
        if (op.Expressions.Length == 0)
            return new BoundPassThrough(input, PassThroughKind.Serialize) { Span = op.Span };
        // Unlike extend, a column that is there keeps its name and the new one gets a number.
        var projection = Projection.Over(input.Row, op.Expressions.Length);
        foreach (var expression in op.Expressions)
            AddColumns(expression, projection, ProjectionStyle.Project);
        return Finish(new BoundPassThrough(input, PassThroughKind.Serialize) { Span = op.Span }, projection, op);
    }

    private static BoundProject Finish(BoundTabular input, Projection projection, SyntaxNode op)
    {
        var (row, expressions) = projection.Complete(input.Row.IsOpen);
        return new BoundProject(input, row, expressions) { Span = op.Span };
    }

    private BoundTabular BindProjectAway(ListOperatorSyntax op, BoundTabular input, bool keep)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var expression in op.Expressions)
        {
            foreach (var ordinal in BindColumnPattern(expression))
                named.Add(input.Row.Columns[ordinal].Name);
        }

        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>(input.Row.Columns.Length);
        var expressions = ImmutableArray.CreateBuilder<BoundExpression>(input.Row.Columns.Length);
        for (var i = 0; i < input.Row.Columns.Length; i++)
        {
            if (named.Contains(input.Row.Columns[i].Name) != keep)
                continue;
            columns.Add(input.Row.Columns[i]);
            expressions.Add(BoundColumn.Of(i, input.Row.Columns[i]));
        }

        return new BoundProject(input, new RowType(columns.DrainToImmutable(), input.Row.IsOpen), expressions.DrainToImmutable()) { Span = op.Span };
    }

    // Ordinals of the columns that a name (with stars) stands for; what is no column is reported.
    private List<int> BindColumnPattern(ExpressionSyntax syntax)
    {
        var ordinals = new List<int>();
        if (syntax is NameSyntax { IsWildcard: true } wildcard)
        {
            for (var i = 0; i < Row.Columns.Length; i++)
            {
                if (Wildcard.Matches(wildcard.Text, Row.Columns[i].Name))
                    ordinals.Add(i);
            }

            if (ordinals.Count == 0 && !Row.IsOpen)
                Error("KQL109", $"No column matches '{wildcard.Text}'.", wildcard.Span);
            return ordinals;
        }

        if (BindColumn(syntax) is { } column)
            ordinals.Add(column.Ordinal);
        return ordinals;
    }

    /// <summary>Binds an expression that must be a column of the row.</summary>
    private BoundColumn? BindColumn(ExpressionSyntax syntax)
    {
        // Neither x = a nor (a) is a column.
        var count = _diagnostics.Count;
        var bound = BindNode(syntax);
        if (bound is BoundColumn column && syntax is not (NamedExpressionSyntax or ParenthesizedSyntax))
            return column;
        if (bound is BoundErrorExpression && (Row.IsOpen || _diagnostics.Count > count || syntax is NameSyntax { IsMissing: true }))
            return null;
        if (bound is not BoundErrorTabular)
            Error("KQL109", "The name of a column is expected here.", syntax.Span);
        return null;
    }

    private BoundTabular BindProjectRename(ListOperatorSyntax op, BoundTabular input)
    {
        var projection = Projection.Over(input.Row, op.Expressions.Length);
        projection.DeclareAll();
        foreach (var expression in op.Expressions)
        {
            if (expression is not NamedExpressionSyntax { IsList: false, Names: [var name] } named)
            {
                if (expression is not NameSyntax { IsMissing: true })
                    Error("KQL110", "A renaming is written NewName = OldName.", expression.Span);
                continue;
            }

            if (BindColumn(named.Expression) is { } column && !projection.Rename(column.Column.Name, name.Text))
                AddDuplicate(name.Text, name.Span);
        }

        return Finish(input, projection, op);
    }

    private BoundTabular BindProjectReorder(ListOperatorSyntax op, BoundTabular input)
    {
        var projection = new Projection(input.Row.Columns.Length);
        foreach (var expression in op.Expressions)
        {
            var inner = expression is OrderedSyntax ordered ? ordered.Expression : expression;
            List<int> ordinals;
            if (inner is NameSyntax { IsWildcard: true } wildcard)
            {
                ordinals = [];
                for (var i = 0; i < Row.Columns.Length; i++)
                {
                    if (Wildcard.Matches(wildcard.Text, Row.Columns[i].Name))
                        ordinals.Add(i);
                }

                if (ordinals.Count == 0 && !Row.IsOpen)
                    Error("KQL142", $"No column matches '{wildcard.Text}'.", wildcard.Span);
                if (expression is OrderedSyntax { Direction: var direction })
                    SortByName(ordinals, direction);
            }
            else
            {
                ordinals = BindColumn(inner) is { } column ? [column.Ordinal] : [];
            }

            // A single column, be it behind a star, may be named once.
            if (ordinals is [var only] && !projection.Declare(Row.Columns[only], new BoundColumn(only, Row.Columns[only]) { Span = op.Span }, replace: false))
                AddDuplicate(Row.Columns[only].Name, inner.Span);
            foreach (var ordinal in ordinals)
            {
                if (ordinals.Count > 1)
                    projection.Add(Row.Columns[ordinal], new BoundColumn(ordinal, Row.Columns[ordinal]) { Span = op.Span });
                projection.Skip(Row.Columns[ordinal]);
            }
        }

        for (var i = 0; i < Row.Columns.Length; i++)
            projection.Add(Row.Columns[i], new BoundColumn(i, Row.Columns[i]) { Span = op.Span });
        return Finish(input, projection, op);
    }

    private void SortByName(List<int> ordinals, SyntaxKind direction)
    {
        var row = Row;
        Comparison<int> compare = direction is SyntaxKind.GrannyAscKeyword or SyntaxKind.GrannyDescKeyword
            ? (a, b) => NaturalCompare(row.Columns[a].Name, row.Columns[b].Name)
            : (a, b) => string.CompareOrdinal(row.Columns[a].Name, row.Columns[b].Name);
        var sign = direction is SyntaxKind.DescKeyword or SyntaxKind.GrannyDescKeyword ? -1 : 1;
        ordinals.Sort((a, b) => compare(a, b) is not 0 and var order ? sign * order : a.CompareTo(b));
    }

    // a20 comes after a3: runs of digits compare as numbers.
    private static int NaturalCompare(string left, string right)
    {
        int i = 0, j = 0;
        while (i < left.Length && j < right.Length)
        {
            if (char.IsAsciiDigit(left[i]) && char.IsAsciiDigit(right[j]))
            {
                int starti = i, startj = j;
                while (i < left.Length && char.IsAsciiDigit(left[i]))
                    i++;
                while (j < right.Length && char.IsAsciiDigit(right[j]))
                    j++;
                var a = left.AsSpan(starti, i - starti).TrimStart('0');
                var b = right.AsSpan(startj, j - startj).TrimStart('0');
                var order = a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.CompareTo(b, StringComparison.Ordinal);
                if (order != 0)
                    return order;
            }
            else if (left[i] != right[j])
            {
                return left[i].CompareTo(right[j]);
            }
            else
            {
                i++;
                j++;
            }
        }

        return (left.Length - i).CompareTo(right.Length - j);
    }

    private BoundTabular BindProjectByNames(ListOperatorSyntax op, BoundTabular input)
    {
        var projection = new Projection();
        foreach (var expression in op.Expressions)
        {
            IEnumerable<string> patterns = BindNode(expression) switch
            {
                BoundColumn column => [column.Column.Name],
                BoundCall { Function.Name: "column_names_of", Arguments: [BoundTabularArgument { Table.Row: var named }] } => named.Columns.Select(static column => column.Name),
                BoundExpression bound when BoundConstants.TryGetValue(bound, out var value) => value switch
                {
                    string text => [text],
                    object?[] items => items.OfType<string>(),
                    _ => [],
                },
                _ => [],
            };
            foreach (var pattern in patterns)
            {
                for (var i = 0; i < input.Row.Columns.Length; i++)
                {
                    if (Wildcard.Matches(pattern, input.Row.Columns[i].Name))
                        projection.Add(input.Row.Columns[i], new BoundColumn(i, input.Row.Columns[i]), replace: false, doNotRepeat: true);
                }
            }
        }

        return Finish(input, projection, op);
    }

    private BoundTabular BindDistinct(ListOperatorSyntax op, BoundTabular input)
    {
        var projection = new Projection();
        foreach (var expression in op.Expressions)
        {
            var before = projection.Count;
            AddColumns(expression, projection, ProjectionStyle.Project);
            if (projection.Count > before + 1 && expression is not StarSyntax)
                continue;
            for (var i = before; i < projection.Count; i++)
            {
                if (projection.Columns[i].Type.IsDynamic)
                {
                    Error("KQL116", $"'{projection.Columns[i].Name}' is dynamic and cannot be compared here. Convert it with tostring() first.", expression.Span);
                    break;
                }
            }
        }

        return new BoundDistinct(input, projection.ToRow(input.Row.IsOpen), projection.Expressions) { Span = op.Span };
    }

    private BoundPrint BindPrint(ListOperatorSyntax op)
    {
        var projection = new Projection();
        for (var i = 0; i < op.Expressions.Length; i++)
            AddColumns(op.Expressions[i], projection, ProjectionStyle.Print, defaultName: $"print_{i}");
        return new BoundPrint(projection.ToRow(isOpen: false), projection.ToAssignments()) { Span = op.Span };
    }
}
