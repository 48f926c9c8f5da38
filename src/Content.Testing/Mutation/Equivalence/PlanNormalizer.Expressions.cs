using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Testing.Mutation.Equivalence;

internal sealed partial class PlanNormalizer
{
    // Beyond so many texts, what a value can be is taken for unknown.
    private const int MostValues = 32;

    private static readonly FrozenSet<string> Random = new[] { "rand", "new_guid" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<OperatorKind, OperatorKind> Mirrored = new Dictionary<OperatorKind, OperatorKind>
    {
        [OperatorKind.GreaterThan] = OperatorKind.LessThan, [OperatorKind.GreaterThanOrEqual] = OperatorKind.LessThanOrEqual,
        [OperatorKind.LessThan] = OperatorKind.GreaterThan, [OperatorKind.LessThanOrEqual] = OperatorKind.GreaterThanOrEqual,
    }.ToFrozenDictionary();

    // Operators that ignore case, and those that look at it: the same where the text has no letter.
    private static readonly FrozenDictionary<OperatorKind, OperatorKind> LookingAtCase = new Dictionary<OperatorKind, OperatorKind>
    {
        [OperatorKind.EqualTilde] = OperatorKind.Equal, [OperatorKind.BangTilde] = OperatorKind.NotEqual, [OperatorKind.Has] = OperatorKind.HasCs, [OperatorKind.NotHas] = OperatorKind.NotHasCs,
        [OperatorKind.HasPrefix] = OperatorKind.HasPrefixCs, [OperatorKind.NotHasPrefix] = OperatorKind.NotHasPrefixCs, [OperatorKind.HasSuffix] = OperatorKind.HasSuffixCs,
        [OperatorKind.NotHasSuffix] = OperatorKind.NotHasSuffixCs, [OperatorKind.Contains] = OperatorKind.ContainsCs, [OperatorKind.NotContains] = OperatorKind.NotContainsCs,
        [OperatorKind.StartsWith] = OperatorKind.StartsWithCs, [OperatorKind.NotStartsWith] = OperatorKind.NotStartsWithCs, [OperatorKind.EndsWith] = OperatorKind.EndsWithCs,
        [OperatorKind.NotEndsWith] = OperatorKind.NotEndsWithCs, [OperatorKind.InTilde] = OperatorKind.In, [OperatorKind.NotInTilde] = OperatorKind.NotIn,
    }.ToFrozenDictionary();

    private Term Value(BoundExpression expression, Func<int, int> columns)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (expression)
        {
            case BoundLiteral literal:
                return terms.Literal(literal.Type, literal.Value);
            case BoundColumn column:
                return terms[columns(column.Ordinal)];
            case BoundVariable variable:
                return terms[Find(_scalars, variable.Variable)];
            case BoundScalarBlock block:
                AddLets(block.Lets, columns);
                return Value(block.Result, columns);
            case BoundCall call:
                return Call(call, columns);
            case BoundUnary unary:
                return Fold(terms.Make("unary", unary.Operator.ToString(), unary.Type, Value(unary.Operand, columns).Id), parts => new BoundUnary(unary.Operator, parts[0], unary.Type));
            case BoundBinary { Operator: OperatorKind.And or OperatorKind.Or } logic:
                return Logic(logic.Operator, Value(logic.Left, columns), Value(logic.Right, columns));
            case BoundBinary binary:
                return Binary(binary.Operator, binary.Type, Value(binary.Left, columns), Value(binary.Right, columns));
            case BoundBetween between:
                return Fold(terms.Make("between", between.Negated.ToString(), KqlType.Bool, Value(between.Operand, columns).Id, Value(between.Low, columns).Id, Value(between.High, columns).Id),
                    parts => new BoundBetween(parts[0], parts[1], parts[2], between.Negated));
            case BoundIn { Table: null } list:
                return In(list, Value(list.Left, columns), [.. list.Items.Select(item => Value(item, columns).Id).Distinct().Order()]);
            case BoundIn { Table: { } table } list:
            {
                var rows = Rows(table);
                var (set, keys) = KeySet(rows.Source, [rows.Column(0)]);
                return terms.Make("in", list.Operator.ToString(), KqlType.Bool, Value(list.Left, columns).Id, set, keys[0]);
            }

            case BoundMember member:
                return terms.Make("member", member.Name, member.Type, Value(member.Operand, columns).Id);
            case BoundIndex index:
                return terms.Make("element", "", index.Type, Value(index.Operand, columns).Id, Value(index.Index, columns).Id);
            case BoundToScalar scalar:
            {
                var rows = Rows(scalar.Query);
                return rows.Width == 0 ? throw new NotProvableException("a query without columns") : terms.Make("scalar", "", scalar.Type, rows.Source, rows.Column(0));
            }

            case BoundTypeLiteral type:
                return terms.Make("type", type.Named.Name + "|" + string.Join(',', type.Columns.Select(column => $"{column.Name}:{column.Type.Name}")), type.Type);
            case BoundTupleItem item:
                return terms.Make("part", Number(item.Index), item.Type, Value(item.Tuple, columns).Id);
            default:
                throw new NotProvableException(NameOf(expression));
        }
    }

    private Term Call(BoundCall call, Func<int, int> columns)
    {
        var name = call.Function.Name;
        if (Random.Contains(name))
            throw new NotProvableException(name);
        var arguments = call.Arguments.Select(argument => Value(argument, columns)).ToArray();
        switch (name)
        {
            case "iff" or "iif":
                return Choice(call.Type, arguments);
            case "case":
                return Choice(call.Type, arguments);
            case "coalesce":
                arguments = Coalesced(arguments);
                if (arguments.Length == 1 && arguments[0].Type == call.Type)
                    return arguments[0];
                break;
            case "not" when arguments is [{ Operator: "one of", Values: null } set]:
            {
                var left = terms[set.Children[0]];
                return OneOf(left, left.Values!.Except(ValuesOf(set)));
            }

            case "isempty" or "isnotempty" when arguments is [{ Type.Kind: TypeKind.String } text]:
                return Binary(name == "isempty" ? OperatorKind.Equal : OperatorKind.NotEqual, KqlType.Bool, text, terms.Literal(KqlType.String, ""));
        }

        var term = terms.Make("call", name, call.Type, [.. arguments.Select(argument => argument.Id)]);
        if (name is "strlen" or "array_length" or "countof" && term.Least is null && name != "array_length")
            term = terms.Note(term, least: 0);
        if (call.Type.Kind == TypeKind.String && arguments is [{ Values: { } values }] && call.Function.ConstantFoldable && !term.IsLiteral && term.Values is null)
            term = terms.Note(term, Mapped(values, value => new BoundCall(call.Function, [ConstantFolder.Literal(KqlType.String, value)], call.Type)));
        return call.Function.ConstantFoldable ? Fold(term, parts => new BoundCall(call.Function, parts, call.Type)) : term;
    }

    private static ImmutableSortedSet<string>? Mapped(ImmutableSortedSet<string> values, Func<string, BoundExpression> make)
    {
        var mapped = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (!ConstantFolder.TryCompute(make(value), out var result) || result is not string text)
                return null;
            mapped.Add(text);
        }

        return mapped.ToImmutable();
    }

    // iff and case: branches that cannot be taken are left out. A null condition is not true.
    private Term Choice(KqlType type, Term[] arguments)
    {
        var kept = new List<Term>();
        var last = arguments[^1];
        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            if (arguments[i].IsFalse || arguments[i] is { IsLiteral: true, Literal: null })
                continue;
            if (arguments[i].IsTrue)
            {
                last = arguments[i + 1];
                break;
            }

            kept.Add(arguments[i]);
            kept.Add(arguments[i + 1]);
        }

        while (kept.Count > 0 && kept[^1].Id == last.Id)
            kept.RemoveRange(kept.Count - 2, 2);
        if (kept.Count == 0 && last.Type == type)
            return last;
        kept.Add(last);
        var term = terms.Make("choice", "", type, [.. kept.Select(part => part.Id)]);
        ImmutableSortedSet<string>? values = [];
        for (var i = 0; i < kept.Count; i++)
        {
            if (i % 2 == 1 || i == kept.Count - 1)
                values = values is null || kept[i].Values is not { } more ? null : values.Union(more);
        }

        return terms.Note(term, values is { Count: <= MostValues } ? values : null);
    }

    // What comes after a value that is never null, or an empty text that is one, is not reached.
    private static Term[] Coalesced(Term[] arguments)
    {
        var kept = new List<Term>();
        foreach (var argument in arguments)
        {
            if (argument is { IsLiteral: true, Literal: null or "" } && kept.Count + 1 < arguments.Length && !ReferenceEquals(argument, arguments[^1]))
                continue;
            kept.Add(argument);
            if (argument is { IsLiteral: true, Literal: not (null or "") })
                break;
        }

        return [.. kept];
    }

    private Term Logic(OperatorKind @operator, Term left, Term right)
    {
        var isAnd = @operator == OperatorKind.And;
        foreach (var (one, other) in new[] { (left, right), (right, left) })
        {
            if (isAnd ? one.IsFalse : one.IsTrue)
                return one;
            if (isAnd ? one.IsTrue : one.IsFalse)
                return other;
        }

        var parts = new SortedSet<int>();
        foreach (var part in new[] { left, right })
        {
            if (part.Operator == (isAnd ? "and" : "or"))
                parts.UnionWith(part.Children);
            else
                parts.Add(part.Id);
        }

        return parts.Count == 1 ? terms[parts.Min] : terms.Make(isAnd ? "and" : "or", "", KqlType.Bool, [.. parts]);
    }

    private Term Binary(OperatorKind @operator, KqlType type, Term left, Term right)
    {
        if (Mirrored.TryGetValue(@operator, out var mirrored) && (left.IsLiteral ? !right.IsLiteral : !right.IsLiteral && @operator is OperatorKind.GreaterThan or OperatorKind.GreaterThanOrEqual))
            (@operator, left, right) = (mirrored, right, left);
        if (LookingAtCase.TryGetValue(@operator, out var sharp) && right.Literal is string { } text && right.IsLiteral && HasNoLetter(text))
            @operator = sharp;
        if (@operator is OperatorKind.Equal or OperatorKind.NotEqual or OperatorKind.EqualTilde or OperatorKind.BangTilde
            || (@operator is OperatorKind.Add or OperatorKind.Multiply && type.Kind is TypeKind.Int or TypeKind.Long))
        {
            if (left.IsLiteral ? !right.IsLiteral || left.Id > right.Id : !right.IsLiteral && left.Id > right.Id)
                (left, right) = (right, left);
        }

        if (Integers(@operator, left, right) is { } compared)
            return compared;
        var term = terms.Make("binary", @operator.ToString(), type, left.Id, right.Id);
        var kind = @operator;
        return type.Kind == TypeKind.Bool ? Decided(term, parts => new BoundBinary(kind, parts[0], parts[1], type)) : Fold(term, parts => new BoundBinary(kind, parts[0], parts[1], type));
    }

    // x > 2 is x >= 3 for integers; what is never less than 0 is always >= 0, and != 0 where it is >= 1.
    private Term? Integers(OperatorKind @operator, Term left, Term right)
    {
        if (left.IsLiteral || left.Type?.Kind is not (TypeKind.Int or TypeKind.Long) || !right.IsLiteral)
            return null;
        long? number = right.Literal switch { int small => small, long whole => whole, _ => null };
        if (number is not { } value || value is long.MaxValue or long.MinValue)
            return null;
        (@operator, value) = @operator switch
        {
            OperatorKind.GreaterThan => (OperatorKind.GreaterThanOrEqual, value + 1),
            OperatorKind.LessThan => (OperatorKind.LessThanOrEqual, value - 1),
            OperatorKind.NotEqual when left.Least == value => (OperatorKind.GreaterThanOrEqual, value + 1),
            OperatorKind.Equal when left.Least == value => (OperatorKind.LessThanOrEqual, value),
            _ => (@operator, value),
        };
        if (@operator == OperatorKind.GreaterThanOrEqual && left.Least >= value)
            return terms.Literal(KqlType.Bool, true);
        if (@operator == OperatorKind.LessThanOrEqual && left.Least > value)
            return terms.Literal(KqlType.Bool, false);
        return @operator is OperatorKind.GreaterThanOrEqual or OperatorKind.LessThanOrEqual
            ? terms.Make("binary", @operator.ToString(), KqlType.Bool, left.Id, terms.Literal(KqlType.Long, value).Id) : null;
    }

    private Term In(BoundIn list, Term left, int[] items)
    {
        var @operator = list.Operator;
        if (LookingAtCase.TryGetValue(@operator, out var sharp) && items.All(item => terms[item] is { IsLiteral: true, Literal: string text } && HasNoLetter(text)))
            @operator = sharp;
        return Decided(terms.Make("in list", @operator.ToString(), KqlType.Bool, [left.Id, .. items]), parts => new BoundIn(@operator, parts[0], parts[1..], null));
    }

    private static bool HasNoLetter(string text) => text.All(c => c < 128 && !char.IsAsciiLetter(c));

    // A condition on one value that can be few texts only is the set of those that meet it, however it is written.
    private Term Decided(Term term, Func<ImmutableArray<BoundExpression>, BoundExpression> make)
    {
        var folded = Fold(term, make);
        if (folded.IsLiteral)
            return folded;
        var open = term.Children.Where(id => !terms[id].IsLiteral).Distinct().ToList();
        if (open.Count != 1 || terms[open[0]].Values is not { } values)
            return term;
        var met = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            var parts = term.Children.Select(id => (BoundExpression)(id == open[0] ? ConstantFolder.Literal(KqlType.String, value) : ConstantFolder.Literal(terms[id].Type!, terms[id].Literal))).ToImmutableArray();
            if (!ConstantFolder.TryCompute(make(parts), out var result) || result is not bool holds)
                return term;
            if (holds)
                met.Add(value);
        }

        return OneOf(terms[open[0]], met.ToImmutable());
    }

    private Term OneOf(Term value, ImmutableSortedSet<string> allowed) =>
        allowed.Count == 0 ? terms.Literal(KqlType.Bool, false)
        : allowed.Count == value.Values!.Count ? terms.Literal(KqlType.Bool, true)
        : terms.Make("one of", "", KqlType.Bool, [value.Id, .. allowed.Select(text => terms.Literal(KqlType.String, text).Id)]);

    private IEnumerable<string> ValuesOf(Term set) => set.Children.Skip(1).Select(id => (string)terms[id].Literal!);

    private Term Fold(Term term, Func<ImmutableArray<BoundExpression>, BoundExpression> make)
    {
        if (term.Children.IsEmpty || !term.Children.All(id => terms[id] is { IsLiteral: true, Type: not null }))
            return term;
        var parts = term.Children.Select(id => (BoundExpression)ConstantFolder.Literal(terms[id].Type!, terms[id].Literal)).ToImmutableArray();
        return ConstantFolder.TryCompute(make(parts), out var value) && term.Type is { Kind: not TypeKind.Dynamic } type ? terms.Literal(type, value) : term;
    }

    // In a where, null is as good as false.
    private Term Condition(BoundExpression predicate, Func<int, int> columns)
    {
        var term = Value(predicate, columns);
        return term is { IsLiteral: true, Literal: null } ? terms.Literal(KqlType.Bool, false) : term;
    }

    private void AddConjuncts(Term term, SortedSet<int> conjuncts)
    {
        if (term.Operator == "and")
        {
            foreach (var part in term.Children)
                AddConjuncts(terms[part], conjuncts);
        }
        else if (term is { Operator: "call", Data: "coalesce", Children: [var first, var second] } && terms[second].IsFalse)
            AddConjuncts(terms[first], conjuncts);
        else
            conjuncts.Add(term.Id);
    }

    // Whether a condition is not true wherever the right side of an outer join is missing.
    private bool RejectsNull(Term condition, int join) => condition switch
    {
        { Operator: "binary", Data: nameof(OperatorKind.LessThan) or nameof(OperatorKind.LessThanOrEqual) or nameof(OperatorKind.GreaterThan) or nameof(OperatorKind.GreaterThanOrEqual) } =>
            condition.Children.Any(part => IsNullWithout(terms[part], join)),
        { Operator: "and" } => condition.Children.Any(part => RejectsNull(terms[part], join)),
        { Operator: "call", Data: "isnotnull" } => IsNullWithout(terms[condition.Children[0]], join),
        { Operator: "right", Type.Kind: TypeKind.Bool } => condition.Children[0] == join,
        _ => false,
    };

    private bool IsNullWithout(Term value, int join) => value switch
    {
        { Operator: "right", Type.Kind: not (TypeKind.String or TypeKind.Dynamic) } => value.Children[0] == join,
        { Operator: "binary", Data: nameof(OperatorKind.Add) or nameof(OperatorKind.Subtract), Type.Kind: not (TypeKind.String or TypeKind.Dynamic) } =>
            value.Children.Any(part => IsNullWithout(terms[part], join)),
        _ => false,
    };
}
