using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Testing.Mutation.Equivalence;

internal sealed partial class PlanNormalizer
{
    private Relation Rows(BoundTabular node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case BoundTable { OpenNumber: < 0 } table:
                return Source("table", $"{table.Cluster}|{table.Database}|{table.Table.Name}", table.Row, byName: true);
            case BoundWatchlist { OpenNumber: < 0 } watchlist:
                return Source("watchlist", watchlist.Alias, watchlist.Row, byName: true);
            case BoundOpaqueFunction function:
                return Source("function", function.Function.Name, function.Row, byName: true, [.. function.Arguments.Select(argument => Value(argument, NoColumns).Id)]);
            case BoundDataTable table:
                return Source("datatable", string.Join(',', table.Row.Columns.Select(column => column.Type.Name)), table.Row, byName: false, [.. table.Values.Select(value => Value(value, NoColumns).Id)]);
            case BoundRange range:
                return Source("range", "", range.Row, byName: false, Value(range.From, NoColumns).Id, Value(range.To, NoColumns).Id, Value(range.Step, NoColumns).Id);
            case BoundPrint print:
                return new Relation(terms.Make("one row", "", null).Id, print.Columns.Length, i => Value(print.Columns[i].Expression, NoColumns).Id);
            case BoundTabularVariable variable:
                return Find(_tables, variable.Variable);
            case BoundTabularBlock block:
                AddLets(block.Lets, NoColumns);
                return Rows(block.Result);
            case BoundSubqueryInput input:
                return _inputs.TryGetValue(input, out var rows) ? rows : throw new NotProvableException("a subquery");
            case BoundFilter filter:
                return Filter(Rows(filter.Input), filter.Predicate);
            case BoundProject project:
                return Project(Rows(project.Input), project.Expressions);
            case BoundDistinct distinct:
                return Distinct(distinct);
            case BoundSummarize summarize:
                return Summarize(summarize);
            case BoundJoin join:
                return Join(join);
            case BoundUnion union:
                return Union(union);
            case BoundSort sort:
                return Ordered("sort", Rows(sort.Input), sort.Keys, null);
            case BoundTop top:
                return Ordered("top", Rows(top.Input), top.Keys, top.Count);
            case BoundTake take:
                return Limited("take", Rows(take.Input), take.Count);
            case BoundCount count:
                return Source("count", "", count.Row, byName: false, Rows(count.Input).Source);
            case BoundPassThrough { Kind: not PassThroughKind.AssertSchema } pass:
                var passed = Rows(pass.Input);
                if (pass.Variable is { } name)
                    _tables[name] = passed;
                return passed;
            case BoundMvExpand expand:
                return Expand(expand);
            case BoundMvApply apply:
                return Apply(apply);
            case BoundParse parse:
                return Parse(parse);
            case BoundParseKv parse:
                return ParseKv(parse);
            default:
                throw new NotProvableException(NameOf(node));
        }
    }

    private Relation Source(string kind, string name, RowType row, bool byName, params ReadOnlySpan<int> parts)
    {
        var source = terms.Make(kind, name, null, parts).Id;
        return new Relation(source, row.Columns.Length, i => terms.Make("column", byName ? row.Columns[i].Name : Number(i), row.Columns[i].Type, source).Id);
    }

    private static Relation Same(Relation input, int source) => new(source, input.Width, input.Column);

    private Relation Project(Relation input, ImmutableArray<BoundExpression> expressions) => new(input.Source, expressions.Length, i => Value(expressions[i], input.Column).Id)
    {
        Outer = input.Outer,
        WithoutUnmatched = input.WithoutUnmatched is null ? null : () => Project(input.WithoutUnmatched(), expressions),
    };

    // Filters one after another are one. A filter that no row without match passes makes an inner join of an outer one.
    private Relation Filter(Relation input, BoundExpression predicate)
    {
        var conjuncts = new SortedSet<int>();
        AddConjuncts(Condition(predicate, input.Column), conjuncts);
        if (input.Outer >= 0 && conjuncts.Any(id => RejectsNull(terms[id], input.Outer)))
            return Filter(input.WithoutUnmatched!(), predicate);
        conjuncts.RemoveWhere(id => terms[id].IsTrue);
        var filtered = terms[input.Source];
        var source = input.Source;
        if (filtered.Operator == "where")
        {
            source = filtered.Children[0];
            conjuncts.UnionWith(filtered.Children.Skip(1));
        }

        source = conjuncts.Count == 0 ? source
            : conjuncts.Any(id => terms[id].IsFalse) ? terms.Make("no rows", "", null, source).Id
            : terms.Make("where", "", null, [source, .. conjuncts]).Id;
        return new Relation(source, input.Width, input.Column)
        {
            Outer = input.Outer,
            WithoutUnmatched = input.WithoutUnmatched is null ? null : () => Filter(input.WithoutUnmatched(), predicate),
        };
    }

    private Relation Distinct(BoundDistinct distinct)
    {
        var input = Rows(distinct.Input);
        var keys = distinct.Expressions.Select(expression => Value(expression, input.Column).Id).ToArray();
        var group = Group(input, keys);
        return new Relation(group, keys.Length, i => KeyOf(group, keys[i]));
    }

    // Groups do not depend on what is computed of them: an aggregate that nothing reads is not part of the form.
    private Relation Summarize(BoundSummarize summarize)
    {
        var input = Rows(summarize.Input);
        var keys = summarize.Keys.Select(key => Value(key.Expression, input.Column).Id).ToArray();
        var group = Group(input, keys);
        var inner = new List<Func<int>>();
        foreach (var key in keys)
            inner.Add(() => KeyOf(group, key));
        foreach (var aggregate in summarize.Aggregates)
        {
            for (var output = 0; output < aggregate.Outputs.Length; output++)
            {
                var number = output;
                inner.Add(() => Aggregate(aggregate, number, group, keys.Length > 0, input));
            }
        }

        return new Relation(group, summarize.Outputs.Length, i => Value(summarize.Outputs[i], ordinal => inner[ordinal]()).Id);
    }

    private int Group(Relation input, int[] keys) =>
        terms.Make(keys.Length == 0 ? "one group" : "groups", "", null, [input.Source, .. keys.Where(key => !terms[key].IsLiteral).Distinct().Order()]).Id;

    private int KeyOf(int group, int key)
    {
        var term = terms[key];
        return term.IsLiteral ? key : terms.Note(terms.Make("key", "", term.Type, group, key), term.Values, term.Least).Id;
    }

    private int Aggregate(BoundAggregate aggregate, int output, int group, bool keyed, Relation input)
    {
        var arguments = aggregate.Arguments.Select(argument => Value(argument, input.Column).Id).ToArray();
        var name = aggregate.Function.Name;
        var term = terms.Make("aggregate", $"{name}|{output}", aggregate.Outputs[output].Type, [group, .. arguments]);
        long? least = name switch
        {
            "count" => keyed ? 1 : 0,
            "countif" or "dcount" or "dcountif" or "count_distinct" or "count_distinctif" => 0,
            _ => null,
        };
        return least is null ? term.Id : terms.Note(term, least: least).Id;
    }

    private Relation Join(BoundJoin join)
    {
        if (join.HasPredicate)
            throw new NotProvableException("a join by a condition");
        return Join(join, Rows(join.Input), Rows(join.Right), join.Kind);
    }

    private Relation Join(BoundJoin join, Relation left, Relation right, JoinKind kind)
    {
        var leftKeys = join.LeftKeys.Select(key => Value(key, left.Column).Id).ToArray();
        var rightKeys = join.RightKeys.Select(key => Value(key, right.Column).Id).ToArray();
        if (kind is JoinKind.LeftSemi or JoinKind.LeftAnti)
        {
            var (set, keys) = KeySet(right.Source, rightKeys);
            var semi = terms.Make("join", kind.ToString(), null, [left.Source, set, .. Pairs(leftKeys, keys)]).Id;
            return new Relation(semi, join.Outputs.Length, i => left.Column(join.Outputs[i]));
        }

        // The default kind keeps one left row a key: where there is but one, it is an inner join.
        if (kind == JoinKind.InnerUnique && IsUnique(left.Source, leftKeys))
            kind = JoinKind.Inner;
        var source = terms.Make("join", kind.ToString(), null, [left.Source, right.Source, .. Pairs(leftKeys, rightKeys)]).Id;
        return new Relation(source, join.Outputs.Length, i => Joined(source, kind, join.Outputs[i], left, right))
        {
            Outer = kind == JoinKind.LeftOuter ? source : -1,
            WithoutUnmatched = kind == JoinKind.LeftOuter ? () => Join(join, left, right, JoinKind.Inner) : null,
        };
    }

    private int Joined(int source, JoinKind kind, int output, Relation left, Relation right)
    {
        var isLeft = output < left.Width;
        var term = terms[isLeft ? left.Column(output) : right.Column(output - left.Width)];
        var mayBeMissing = kind is JoinKind.FullOuter || (isLeft ? kind is JoinKind.RightOuter : kind is JoinKind.LeftOuter);
        if (term.IsLiteral && !mayBeMissing)
            return term.Id;
        return terms.Note(terms.Make(isLeft ? "left" : "right", "", term.Type, source, term.Id), mayBeMissing ? term.Values?.Add("") : term.Values, mayBeMissing ? null : term.Least).Id;
    }

    private static int[] Pairs(int[] left, int[] right) => [.. left.Zip(right).Distinct().OrderBy(pair => pair.First).ThenBy(pair => pair.Second).SelectMany(pair => (int[])[pair.First, pair.Second])];

    // Which values there are does not depend on how often: a distinct over them changes nothing.
    private (int Source, int[] Keys) KeySet(int source, int[] keys)
    {
        while (terms[source] is { Operator: "groups" } group && Array.TrueForAll(keys, key => terms[key] is { IsLiteral: true } || (terms[key] is { Operator: "key" } term && term.Children[0] == source)))
        {
            keys = [.. keys.Select(key => terms[key].IsLiteral ? key : terms[key].Children[1])];
            source = group.Children[0];
        }

        return (source, keys);
    }

    // Groups are unique by their keys, and stay so under filters.
    private bool IsUnique(int source, int[] keys)
    {
        while (terms[source].Operator == "where")
            source = terms[source].Children[0];
        var group = terms[source];
        return group.Operator == "groups" && group.Children.Skip(1).All(key => keys.Any(given => terms[given] is { Operator: "key" } term && term.Children[0] == source && term.Children[1] == key));
    }

    // An input without rows gives columns alone, which are in the row of the union: what a fuzzy union is left with when nothing else exists.
    private Relation Union(BoundUnion union)
    {
        var withRows = union.Inputs.Where(static input => input.Query is not BoundDataTable { Values.IsEmpty: true }).ToArray();
        if (withRows.Length == 0)
            withRows = [.. union.Inputs];
        var inputs = withRows.Select(input => Rows(input.Query)).ToArray();
        var source = inputs.Length == 1 ? inputs[0].Source : terms.Make("union", "", null, [.. inputs.Select(input => input.Source)]).Id;
        return new Relation(source, union.Row.Columns.Length, i =>
        {
            var type = union.Row.Columns[i].Type;
            var parts = new int[inputs.Length];
            for (var n = 0; n < inputs.Length; n++)
            {
                parts[n] = i == union.SourceOrdinal ? terms.Literal(KqlType.String, withRows[n].SourceName).Id
                    : withRows[n].Columns[i] is var column and >= 0 ? inputs[n].Column(column)
                    : terms.Literal(type, null).Id;
            }

            if (inputs.Length == 1 || (parts.Distinct().Count() == 1 && terms[parts[0]] is { IsLiteral: true } literal && literal.Type == type))
                return parts[0];
            ImmutableSortedSet<string>? values = [];
            foreach (var part in parts)
                values = values is null || terms[part].Values is not { } more ? null : values.Union(more);
            return terms.Note(terms.Make("either", "", type, [source, .. parts]), values is { Count: <= MostValues } ? values : null).Id;
        });
    }

    private Relation Ordered(string kind, Relation input, ImmutableArray<BoundSortKey> keys, BoundExpression? count)
    {
        var parts = new List<int> { input.Source };
        if (count is not null)
            parts.Add(Value(count, NoColumns).Id);
        parts.AddRange(keys.Select(key => Value(key.Expression, input.Column).Id));
        return Same(input, terms.Make(kind, string.Join(',', keys.Select(key => $"{key.Descending}{key.NullsFirst}")), null, [.. parts]).Id);
    }

    private Relation Limited(string kind, Relation input, BoundExpression count) =>
        Same(input, terms.Make(kind, "", null, input.Source, Value(count, NoColumns).Id).Id);

    private Relation Expand(BoundMvExpand expand)
    {
        var input = Rows(expand.Input);
        var parts = expand.Expansions.Select(item => Value(item.Expression, input.Column).Id).ToList();
        if (expand.Limit is { } limit)
            parts.Add(Value(limit, NoColumns).Id);
        var kinds = string.Join(',', expand.Expansions.Select(item => item.ToType?.Name ?? ""));
        var source = terms.Make("expand", $"{expand.BagAsArray}|{expand.Limit is not null}|{kinds}", null, [input.Source, .. parts]).Id;
        return new Relation(source, expand.Row.Columns.Length, i => expand.Columns[i] >= 0 ? input.Column(expand.Columns[i])
            : terms.Make("item", i == expand.ItemIndexOrdinal ? "index" : Number(expand.Expansions.TakeWhile(item => item.Output != i).Count()), expand.Row.Columns[i].Type, source).Id);
    }

    private Relation Apply(BoundMvApply apply)
    {
        var input = Rows(apply.Input);
        var expanded = Expand(apply.Expand);
        _inputs[apply.SubqueryInput] = Same(expanded, terms.Make("rows of one", "", null, expanded.Source).Id);
        var subquery = Rows(apply.Subquery);
        var source = terms.Make("apply", "", null, input.Source, expanded.Source, subquery.Source).Id;
        return new Relation(source, apply.Row.Columns.Length, i => apply.InputColumns[i] >= 0 ? input.Column(apply.InputColumns[i])
            : terms.Make("applied", "", apply.Row.Columns[i].Type, source, subquery.Column(apply.SubqueryColumns[i])).Id);
    }

    private Relation Parse(BoundParse parse)
    {
        var input = Rows(parse.Input);
        var pattern = string.Join('|', parse.Parts.Select(part => part.IsStar ? "*" : part.Text is { } text ? $"'{text.Length}:{text}" : $"{part.Output}:{part.Type?.Name}"));
        var parsed = terms.Make("parse", $"{parse.Kind}|{parse.RegexFlags}|{pattern}", null, Value(parse.Source, input.Column).Id).Id;
        var source = parse.DropUnmatched ? terms.Make("parsed", "", null, input.Source, parsed).Id : input.Source;
        return new Relation(source, parse.Row.Columns.Length, i => parse.Columns[i] >= 0 ? input.Column(parse.Columns[i])
            : terms.Make("part", Number(i), parse.Row.Columns[i].Type, parsed).Id);
    }

    private Relation ParseKv(BoundParseKv parse)
    {
        var input = Rows(parse.Input);
        var shape = string.Join('|', parse.Keys.Select(key => $"{key.Name}:{key.Type.Name}").Concat(parse.Properties.Select(property => $"{property.Key}={ValueFormat.Cell(property.Value)}")));
        var parsed = terms.Make("parse-kv", shape, null, Value(parse.Source, input.Column).Id).Id;
        return new Relation(input.Source, parse.Row.Columns.Length, i => parse.Columns[i] >= 0 ? input.Column(parse.Columns[i])
            : terms.Make("part", Number(~parse.Columns[i]), parse.Row.Columns[i].Type, parsed).Id);
    }
}
