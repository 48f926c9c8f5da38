using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Content.Kql.Binding;
using Content.Kql.Engine;
using Content.Kql.Symbols;

namespace Content.Testing.Generation;

internal sealed partial class RowSolver
{
    // More rows than this make no test that a person reads.
    private const long MostCopies = 3_000;

    /// <summary>The term behind columns and variables.</summary>
    private static Term Resolve(Term term)
    {
        while (term is ExpressionTerm { Expression: var expression, Scope: var scope })
        {
            switch (expression)
            {
                case BoundColumn column:
                    term = scope.Columns(column.Ordinal);
                    continue;
                case BoundVariable variable when scope.Variables.GetValueOrDefault(variable.Variable) is { } value:
                    term = value;
                    continue;
                case BoundScalarBlock block:
                    term = new ExpressionTerm(block.Result, With(scope, block.Lets));
                    continue;
                case BoundLiteral literal:
                    return new ConstantTerm(literal.Value);
                case BoundCall { Function.Name: "column_ifexists", Arguments: [_, var column] }:
                    term = new ExpressionTerm(column, scope);
                    continue;
                case BoundIndex { Operand: var list } when Resolve(new ExpressionTerm(list, scope)) is ListTerm values:
                    return values.Of is ExpressionTerm ? Resolve(values.Of) : values.Of;
                default:
                    return term;
            }
        }

        return term;
    }

    /// <summary>The slot that a value comes of one to one; null when there is none.</summary>
    private Slot? SlotOf(Term term)
    {
        switch (Resolve(term))
        {
            case SlotTerm slot:
                return slot.Slot.Root;
            case ExpressionTerm { Expression: BoundMember { Operand: BoundCall { Function.Name: "parse_url", Arguments: [var url] }, Name: var part } } member:
                return part == "Host" && SlotOf(new ExpressionTerm(url, member.Scope)) is { } address ? HostOf(address) : null;
            case ExpressionTerm { Expression: BoundMember member } expression:
                return SlotOf(new ExpressionTerm(member.Operand, expression.Scope))?.Member(member.Name, SlotForm.Bag);
            case ExpressionTerm { Expression: BoundIndex { Operand: BoundCall { Function.Name: "split", Arguments: [var text, var by, ..] } split } index } expression:
                var picked = split.Arguments.Length > 2 && TryEvaluate(new ExpressionTerm(split.Arguments[2], expression.Scope), out var only) && only is not null ? SlotValues.Text(only) : null;
                return TryEvaluate(new ExpressionTerm(by, expression.Scope), out var separator) && separator is string { Length: > 0 } characters && (picked ?? IndexOf(index, expression.Scope)) is { } at
                    ? FromEnd(SlotOf(new ExpressionTerm(text, expression.Scope)), characters, at) : null;
            case ExpressionTerm { Expression: BoundIndex index } expression:
                return IndexOf(index, expression.Scope) is { } key ? SlotOf(new ExpressionTerm(index.Operand, expression.Scope))?.Member(key.StartsWith('-') ? "0" : key, char.IsAsciiDigit(key[0]) || key[0] == '-' ? SlotForm.Array : SlotForm.Bag) : null;
            case ExpressionTerm { Expression: BoundCall { Function.Name: "ingestion_time" }, Scope: var place }:
                return place.Row.IndexOf("TimeGenerated") is var time and >= 0 ? SlotOf(place.Columns(time)) : null;
            case ExpressionTerm { Expression: BoundCall call } expression when IsTransparent(call):
                return SlotOf(new ExpressionTerm(call.Arguments[call.Function.Name.StartsWith("trim", StringComparison.Ordinal) ? 1 : 0], expression.Scope));
            case ExpressionTerm { Expression: BoundCall { Function.Name: "extract_json" or "extractjson", Arguments: [var path, var json, ..] } } expression when TryEvaluate(new ExpressionTerm(path, expression.Scope), out var steps) && steps is string written && written.StartsWith("$.", StringComparison.Ordinal):
                var slotAt = SlotOf(new ExpressionTerm(json, expression.Scope));
                foreach (var step in written[2..].Split('.'))
                    slotAt = slotAt?.Member(step, SlotForm.Bag);
                return slotAt;
            default:
                return null;
        }
    }

    // Counted from the end, the text has as many parts as that takes.
    private static Slot? FromEnd(Slot? whole, string separator, string index)
    {
        if (!int.TryParse(index, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at) || at >= 0)
            return whole?.Between(separator, index);
        whole?.Between(separator, "1");
        return whole?.Between(separator, at == -1 ? "1" : "0");
    }

    private static Slot? HostOf(Slot url)
    {
        if (url.Parts.TryGetValue("Host", out var known))
            return known;
        var host = new Slot("Domain", KqlType.String);
        host.Touch();
        if (!url.Compose([("https://", null), (null, host), ("/path", null)]))
            return null;
        url.Parts["Host"] = host;
        return host;
    }

    private string? IndexOf(BoundIndex index, RowScope scope) =>
        TryEvaluate(new ExpressionTerm(index.Index, scope), out var value) && value is not null && SlotValues.Text(value) is { Length: > 0 } text ? text : null;

    // Functions whose value, as far as conditions look at it, is that of an argument.
    private static bool IsTransparent(BoundCall call) => call.Function.Name is "tostring" or "tolower" or "toupper" or "todynamic" or "parse_json" or "parsejson" or "toobject" or "trim" or "trim_start" or "trim_end"
        or "toint" or "tolong" or "todouble" or "toreal" or "todecimal" or "todatetime" or "totimespan" or "toguid" or "tobool" or "toboolean" or "coalesce" or "bin" or "floor" or "round" or "replace_string" or "replace" or "replace_regex" or "url_decode"
        && call.Arguments.Length > (call.Function.Name.StartsWith("trim", StringComparison.Ordinal) ? 1 : 0);

    private List<Slot> SlotsBelow(Term term)
    {
        var slots = new List<Slot>();
        var next = new Stack<Term>([term]);
        for (var steps = 0; next.TryPop(out var at) && steps < 10_000; steps++)
        {
            if (SlotOf(at) is { } slot)
            {
                slots.Add(slot);
                continue;
            }

            switch (Resolve(at))
            {
                case ListTerm list:
                    next.Push(list.Of);
                    break;
                case ExpressionTerm expression:
                    foreach (var child in Children(expression.Expression))
                        next.Push(new ExpressionTerm(child, expression.Scope));
                    break;
            }
        }

        return slots;
    }

    private static IEnumerable<BoundExpression> Children(BoundExpression expression) => expression switch
    {
        BoundCall call => call.Arguments,
        BoundBinary binary => [binary.Left, binary.Right],
        BoundUnary unary => [unary.Operand],
        BoundBetween between => [between.Operand, between.Low, between.High],
        BoundIn list => [list.Left, .. list.Items],
        BoundMember member => [member.Operand],
        BoundIndex index => [index.Operand, index.Index],
        BoundTupleItem item => [item.Tuple],
        BoundScalarBlock block => [.. block.Lets.Select(let => let.Scalar).OfType<BoundExpression>(), block.Result],
        _ => [],
    };

    /// <summary>The value of a term that depends on nothing open.</summary>
    private bool TryEvaluate(Term term, out object? value, bool made = false)
    {
        value = null;
        switch (Resolve(term))
        {
            case ConstantTerm constant:
                value = constant.Value;
                return true;
            case SlotTerm { Slot: var slot }:
                if (made)
                    value = SlotValues.Make(slot, _usual);
                return made || slot.Root is { Form: SlotForm.Plain, Groups: 1, Different: 1 } && slot.TryGetPinned(out value);
            case ExpressionTerm expression:
                return TryEvaluate(expression, out value, made);
            default:
                return false;
        }
    }

    private bool TryEvaluate(ExpressionTerm term, out object? value, bool made)
    {
        value = null;
        var scope = term.Scope;
        var columns = new Dictionary<int, object?>();
        var lets = new List<BoundLet>();
        var known = new HashSet<VariableSymbol>(ReferenceEqualityComparer.Instance);
        var asksTables = false;
        var next = new Stack<BoundExpression>([term.Expression]);
        while (next.TryPop(out var at))
        {
            switch (at)
            {
                case BoundColumn column when !columns.ContainsKey(column.Ordinal):
                    if (!TryEvaluate(scope.Columns(column.Ordinal), out var cell, made))
                        return false;
                    columns[column.Ordinal] = cell;
                    break;
                case BoundScalarBlock block:
                    known.UnionWith(block.Lets.Select(let => let.Variable));
                    break;
                case BoundVariable variable when !known.Contains(variable.Variable) && scope.Variables.GetValueOrDefault(variable.Variable) is { } behind:
                    if (!TryEvaluate(behind, out var meant, made))
                        return false;
                    lets.Add(new BoundLet(variable.Variable, new BoundLiteral(variable.Type, meant), null));
                    known.Add(variable.Variable);
                    break;
                case BoundToScalar or BoundIn { Table: not null }:
                    asksTables = true;
                    break;
                case BoundCall { Function.Name: "ingestion_time" or "rand" or "new_guid" or "row_number" or "prev" or "next" }:
                    return false;
                case BoundStar or BoundStepColumn or BoundOpenColumn or BoundErrorExpression:
                    return false;
            }

            foreach (var child in Children(at))
                next.Push(child);
        }

        // A list that a table gives is looked up in the table, which is not made yet.
        if (asksTables && columns.Count > 0)
            return false;
        var declared = asksTables ? scope.Lets : [.. lets];
        BoundBody body;
        if (columns.Count == 0)
            body = new BoundBody([.. declared], null, term.Expression);
        else
        {
            var cells = scope.Row.Columns.Select((column, i) => (BoundExpression)new BoundLiteral(column.Type, columns.TryGetValue(i, out var cell) ? Fit(cell, column.Type) : null)).ToImmutableArray();
            var row = new RowType([new ColumnSymbol("value", term.Expression.Type)]);
            body = new BoundBody([.. declared], new BoundProject(new BoundDataTable(scope.Row, cells), row, [term.Expression]), null);
        }

        var result = QueryEngine.Execute(body, _fixed, _options, _cancellationToken);
        if (!result.Success || result.RowCount == 0)
            return false;
        value = result.Rows.First()[0];
        return !asksTables || value is not (null or "" or object?[] { Length: 0 });
    }

    /// <summary>A value as a column of a type has it.</summary>
    internal static object? Fit(object? value, KqlType type) => (type.Kind, value) switch
    {
        (_, null) => null,
        (TypeKind.String, string) => value,
        (TypeKind.String, _) => SlotValues.Text(value),
        (TypeKind.Int, not int) => SlotValues.Numeric(value) is { } number ? (int)number : null,
        (TypeKind.Long, not long) => SlotValues.Numeric(value) is { } number ? (long)number : null,
        (TypeKind.Real, not double) => SlotValues.Numeric(value),
        (TypeKind.Decimal, not decimal) => SlotValues.Numeric(value) is { } number ? (decimal)number : null,
        (TypeKind.Bool, string text) => bool.TryParse(text, out var flag) ? flag : null,
        (TypeKind.Bool, not bool) => SlotValues.Numeric(value) is { } number ? number != 0 : null,
        (TypeKind.DateTime, string text) => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null,
        (TypeKind.DateTime, not DateTime) => null,
        (TypeKind.TimeSpan, not TimeSpan) => null,
        (TypeKind.Guid, string text) => Guid.TryParse(text, out var guid) ? guid : null,
        (TypeKind.Guid, not Guid) => null,
        _ => value,
    };

    // Fixes everything that a value depends on.
    private bool TryFix(Term term, out object? value)
    {
        foreach (var slot in SlotsBelow(term))
            slot.Pin(_usual);
        return TryEvaluate(term, out value, made: true);
    }

    private bool Require(Term term, Relation relation, object? value, BoundNode node)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (Resolve(term))
        {
            case ConstantTerm constant:
                return SlotValues.Holds(constant.Value, relation, value);
            case SlotTerm { Slot: var slot }:
                return Ask(slot.Root, relation, value, node);
            case CountTerm count:
                return RequireCount(count, relation, value, node);
            case DistinctTerm distinct:
                return RequireDistinct(distinct, relation, value, node);
            case ListTerm list:
                return value is object?[] or null ? Skip(node) : Require(list.Of, relation, value, node);
            case ExpressionTerm expression:
                return SlotOf(expression) is { } behind ? Ask(behind, relation, value, node) : RequireExpression(expression, relation, value, node);
            default:
                return Skip(node);
        }
    }

    private bool Ask(Slot slot, Relation relation, object? value, BoundNode node)
    {
        if (slot.Form != SlotForm.Plain)
        {
            // What is searched for in a whole is put into a part of it.
            if (relation is Relation.Has or Relation.Contains && slot.Parts.Values.FirstOrDefault(part => !part.TryGetPinned(out _) && part.Root.Form == SlotForm.Plain) is { } part)
                return part.Ask(relation, value);
            return relation is Relation.NotEqual or Relation.NotHas or Relation.NotContains || Skip(node);
        }

        if (slot.Type.Kind == TypeKind.String && relation == Relation.Equal && value is not (string or null))
            value = SlotValues.Text(value);
        else if (slot.Type.Kind is TypeKind.DateTime or TypeKind.Guid or TypeKind.Bool && value is string or long or int or double && relation is Relation.Equal or Relation.NotEqual)
            value = Fit(value, slot.Type) ?? value;
        else if (slot.Type.Kind == TypeKind.String && relation == Relation.NotEqual && value is null)
            value = "";
        return slot.Ask(relation, value);
    }

    private bool RequireCount(CountTerm count, Relation relation, object? value, BoundNode node)
    {
        if (value is null || SlotValues.Numeric(value) is not { } number)
            return Skip(node);
        var (least, most) = Range(relation, number);
        if (count.Condition is ExpressionTerm condition)
        {
            if (most < 1)
                return Satisfy(condition.Expression, condition.Scope, false);
            if (least > 0 && !Satisfy(condition.Expression, condition.Scope, true))
                return false;
        }
        else if (most < 1)
            return false;
        return AtLeast(count.Group, least) && AtMost(count.Group, most);
    }

    private static (long Least, long Most) Range(Relation relation, double number) => relation switch
    {
        Relation.Greater => ((long)Math.Floor(number) + 1, long.MaxValue),
        Relation.GreaterOrEqual => ((long)Math.Ceiling(number), long.MaxValue),
        Relation.Less => (0, (long)Math.Ceiling(number) - 1),
        Relation.LessOrEqual => (0, (long)Math.Floor(number)),
        Relation.Equal => ((long)number, (long)number),
        Relation.NotEqual => (number == 1 ? 2 : 0, long.MaxValue),
        _ => (0, long.MaxValue),
    };

    private bool AtLeast(RowGroup group, long count)
    {
        if (count <= 1)
            return true;
        if (count > MostCopies || group.Rows.IsEmpty)
        {
            Unsolved.Add((Nowhere, count > MostCopies ? $"it takes {count} rows" : "no table gives rows"));
            return false;
        }

        if (!group.Keys.IsEmpty)
            return group.Keys.Any(key => SlotsBelow(key) is { Count: > 0 } slots && slots.Any(slot => slot.Differ(count, groups: true)));
        var row = group.Rows[0];
        row.Copies = Math.Max(row.Copies, count);
        return row.Copies <= row.MostCopies;
    }

    private bool AtMost(RowGroup group, long count)
    {
        if (count == long.MaxValue || group.Rows.IsEmpty)
            return true;
        if (count < 1)
            return false;
        if (!group.Keys.IsEmpty)
            return !group.Keys.Any(key => SlotsBelow(key).Exists(slot => slot.Root.Groups > count));
        var row = group.Rows[0];
        row.MostCopies = Math.Min(row.MostCopies, count);
        if (_isBreaking && count <= MostCopies)
            row.Copies = Math.Max(row.Copies, count);
        return row.Copies <= row.MostCopies;
    }

    private bool RequireDistinct(DistinctTerm distinct, Relation relation, object? value, BoundNode node)
    {
        if (value is null || SlotValues.Numeric(value) is not { } number)
            return Skip(node);
        var (least, most) = Range(relation, number);
        if (most < 1)
            return false;
        var slots = SlotsBelow(distinct.Of);
        if (slots.Exists(slot => slot.Different > most))
            return false;
        if (_isBreaking && most is > 1 and <= MostCopies)
            least = Math.Max(least, most);
        if (least > MostCopies)
            return false;
        return least <= 1 || slots.Any(slot => slot.Differ(least));
    }

    private bool RequireExpression(ExpressionTerm term, Relation relation, object? value, BoundNode node)
    {
        var scope = term.Scope;
        Term Sub(BoundExpression expression) => new ExpressionTerm(expression, scope);
        if (term.Expression.Type.Kind == TypeKind.Bool && value is bool flag && relation is Relation.Equal or Relation.NotEqual && term.Expression is BoundBinary or BoundBetween or BoundIn or BoundCall { Function.Name: "not" or "isempty" or "isnotempty" or "isnull" or "isnotnull" })
            return Satisfy(term.Expression, scope, (bool)value! == (relation == Relation.Equal));
        switch (term.Expression)
        {
            case BoundUnary { Operator: OperatorKind.UnaryMinus } minus when value is not null && SlotValues.Numeric(value) is { } number && relation.Mirror() is { } mirrored:
                return Require(Sub(minus.Operand), mirrored, -number, node);
            case BoundBinary arithmetic:
                return RequireArithmetic(arithmetic, scope, relation, value, node);
            case BoundCall call:
                return RequireCall(call, scope, relation, value, node);
            default:
                return Skip(node);
        }
    }

    private bool RequireArithmetic(BoundBinary node, RowScope scope, Relation relation, object? value, BoundNode place)
    {
        var (left, right) = (new ExpressionTerm(node.Left, scope), new ExpressionTerm(node.Right, scope));
        if (node.Operator is OperatorKind.Multiply or OperatorKind.Divide)
        {
            if (value is null || SlotValues.Numeric(value) is not { } target)
                return Skip(place);
            if (TryEvaluate(right, out var factor) && factor is not null && SlotValues.Numeric(factor) is { } by and > 0)
                return Require(left, relation, node.Operator == OperatorKind.Multiply ? target / by : target * by, place);
            if (node.Operator == OperatorKind.Divide && relation.IsOrder())
            {
                // A share: something of something, or nothing of something.
                return Require(right, Relation.GreaterOrEqual, 1L, place)
                    && (relation is Relation.Less or Relation.LessOrEqual ? Require(left, Relation.LessOrEqual, 0L, place) : Require(left, Relation.GreaterOrEqual, (long)Math.Max(1, Math.Ceiling(target)), place));
            }

            return node.Operator == OperatorKind.Multiply && TryEvaluate(left, out factor) && factor is not null && SlotValues.Numeric(factor) is { } times and > 0 ? Require(right, relation, target / times, place) : Skip(place);
        }

        if (node.Operator is not (OperatorKind.Add or OperatorKind.Subtract))
            return Skip(place);
        var subtracts = node.Operator == OperatorKind.Subtract;
        if (TryEvaluate(right, out var other) && Plus(value, other, subtracts ? 1 : -1) is { } moved)
            return Require(left, relation, moved, place);
        if (TryEvaluate(left, out other) && (subtracts ? Plus(other, value, -1) : Plus(value, other, -1)) is { } rest && (subtracts ? relation.Mirror() : relation) is { } turned)
            return Require(right, turned, rest, place);

        // Both are open: one is fixed and the other follows.
        SlotOf(left)?.Touch();
        SlotOf(right)?.Touch();
        if (_choices.Among(2) == 0)
            _later.Add(() => Check(TryFix(right, out var there) && Plus(value, there, subtracts ? 1 : -1) is { } wanted ? Require(left, relation, wanted, place) : Skip(place)));
        else
        {
            _later.Add(() => Check(TryFix(left, out var there) && (subtracts ? Plus(there, value, -1) : Plus(value, there, -1)) is { } wanted && (subtracts ? relation.Mirror() : relation) is { } turned
                ? Require(right, turned, wanted, place) : Skip(place)));
        }

        return true;
    }

    private static object? Plus(object? value, object? other, int sign)
    {
        try
        {
            return (value, other) switch
            {
                (DateTime time, TimeSpan span) => time + sign * span,
                (TimeSpan span, DateTime time) when sign > 0 => time + span,
                (DateTime a, DateTime b) when sign < 0 => a - b,
                (TimeSpan a, TimeSpan b) => a + sign * b,
                (long or int, long or int) => Convert.ToInt64(value, CultureInfo.InvariantCulture) + sign * Convert.ToInt64(other, CultureInfo.InvariantCulture),
                ({ } a, { } b) when SlotValues.Numeric(a) is { } x && SlotValues.Numeric(b) is { } y => x + sign * y,
                _ => null,
            };
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }
}
