using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Workbooks.Evaluation.Generation;

/// <summary>
/// Finds out what a bound query asks of the tables that it reads: for each operator it knows which column of which table stands behind each column
/// of its result, so that a comparison behind projections, functions and joins leads back to the table.
/// </summary>
internal sealed partial class QueryNeeds
{
    private static readonly ColumnNeed?[] None = [];

    private readonly Dictionary<string, TableNeed> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<VariableSymbol, BoundLet> _lets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<VariableSymbol, ColumnNeed?[]> _tabular = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundTabular, ColumnNeed?[]> _inputs = new(ReferenceEqualityComparer.Instance);
    private readonly List<(ColumnNeed Bag, string Prefix)> _unpacked = [];
    private readonly HashSet<VariableSymbol> _visitedScalars = new(ReferenceEqualityComparer.Instance);

    /// <summary>What the query asks of each table, function, watchlist and address, by name.</summary>
    public static IReadOnlyDictionary<string, TableNeed> Of(BoundBody body)
    {
        var needs = new QueryNeeds();
        needs.Declare(body.Lets);
        foreach (var earlier in body.Earlier)
            needs.Walk(earlier);
        if (body.Tabular is { } tabular)
            needs.Walk(tabular);
        if (body.Scalar is { } scalar)
            needs.Visit(scalar, None, false);
        return needs._tables;
    }

    private void Declare(IEnumerable<BoundLet> lets)
    {
        foreach (var let in lets)
            _lets[let.Variable] = let;
    }

    private ColumnNeed?[] Source(string name, RowType row)
    {
        if (!_tables.TryGetValue(name, out var table))
            _tables.Add(name, table = new TableNeed());
        return [.. row.Columns.Select(column => table.Column(column.Name))];
    }

    // The columns of tables behind those of a result; null where one is computed.
    private ColumnNeed?[] Walk(BoundTabular node)
    {
        // A query that deep is not drawn: its rows are made without a look at what it asks.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return new ColumnNeed?[node.Row.Columns.Length];
        switch (node)
        {
            case BoundTable table:
                return Source(table.Table.Name, table.Row);
            case BoundWatchlist watchlist:
                return Source(watchlist.Alias, watchlist.Row);
            case BoundOpaqueFunction function:
                return Source(function.Function.Name, function.Row);
            case BoundExternalData external:
                return Source(external.Uris.FirstOrDefault() ?? "", external.Row);
            case BoundTabularVariable variable:
                return Variable(variable);
            case BoundTabularBlock block:
                Declare(block.Lets);
                return Walk(block.Result);
            case BoundSubqueryInput input:
                return _inputs.GetValueOrDefault(input) ?? new ColumnNeed?[input.Row.Columns.Length];
            case BoundUnion union:
                return Union(union);
            case BoundEvaluate evaluate:
                var evaluated = evaluate.Input is { } of ? Walk(of) : None;
                foreach (var argument in evaluate.Arguments)
                    Visit(argument, evaluated, false);
                if (evaluate.Plugin.Name == "bag_unpack" && evaluate.Arguments is [var bag, ..] && OriginOf(bag, evaluated, 0) is { } unpacked)
                    _unpacked.Add((unpacked, evaluate.Arguments.Length > 1 && evaluate.Arguments[1] is BoundLiteral { Value: string prefix } ? prefix : ""));
                return evaluate.Input is { } source ? ByName(source.Row, evaluated, node.Row) : new ColumnNeed?[node.Row.Columns.Length];
            case BoundOperator @operator:
                return Operator(@operator, Walk(@operator.Input));
            default:
                return new ColumnNeed?[node.Row.Columns.Length];
        }
    }

    private ColumnNeed?[] Variable(BoundTabularVariable variable)
    {
        if (_tabular.TryGetValue(variable.Variable, out var known))
            return known;
        if (!_lets.TryGetValue(variable.Variable, out var let) || let.Tabular is not { } value)
            return new ColumnNeed?[variable.Row.Columns.Length];
        _tabular[variable.Variable] = new ColumnNeed?[variable.Row.Columns.Length];
        return _tabular[variable.Variable] = Walk(value);
    }

    private ColumnNeed?[] Union(BoundUnion union)
    {
        var result = new ColumnNeed?[union.Row.Columns.Length];
        foreach (var input in union.Inputs.Take(64))
        {
            var columns = Walk(input.Query);
            // Columns of the result that come from several tables have their values in common.
            for (var i = 0; i < result.Length && i < input.Columns.Length; i++)
            {
                if (input.Columns[i] < 0 || input.Columns[i] >= columns.Length || columns[input.Columns[i]] is not { } need)
                    continue;
                if (result[i] is { } first)
                    first.Join(need);
                else
                    result[i] = need;
            }
        }

        return result;
    }

    private ColumnNeed?[] Operator(BoundOperator node, ColumnNeed?[] input)
    {
        switch (node)
        {
            case BoundFilter filter:
                Visit(filter.Predicate, input, true);
                return input;
            case BoundProject project:
                return Values(project.Expressions, input);
            case BoundDistinct distinct:
                return Values(distinct.Expressions, input);
            case BoundSummarize summarize:
                var keys = summarize.Keys.ToDictionary(key => key.Column.Name, key => Value(key.Expression, input), StringComparer.Ordinal);
                foreach (var aggregate in summarize.Aggregates)
                {
                    var of = Values(aggregate.Arguments, input);
                    // The values of a list, the row of the latest: they are those of the column.
                    foreach (var (output, i) in aggregate.Outputs.Select((output, i) => (output, i)))
                        keys.TryAdd(output.Name, i < of.Length && aggregate.Function.Name is "arg_max" or "arg_min" or "any" or "take_any" or "max" or "min" ? ByOutput(aggregate, output, of) : null);
                }

                return [.. node.Row.Columns.Select(column => keys.GetValueOrDefault(column.Name))];
            case BoundJoin join:
                return Join(join, input);
            case BoundMvExpand expand:
                return Expand(expand, input);
            case BoundMvApply apply:
                Operator(apply.Expand, input);
                _inputs[apply.SubqueryInput] = ByName(apply.Expand.Row, Operator(apply.Expand, input), apply.SubqueryInput.Row);
                var applied = Walk(apply.Subquery);
                return Merge(ByName(apply.Input.Row, input, node.Row), ByName(apply.Subquery.Row, applied, node.Row));
            case BoundPartition partition:
                _inputs[partition.SubqueryInput] = ByName(partition.Input.Row, input, partition.SubqueryInput.Row);
                return ByName(partition.Subquery.Row, Walk(partition.Subquery), node.Row);
            case BoundParse parse:
                Visit(parse.Source, input, false);
                if (Value(parse.Source, input) is { } text && parse.Kind != ParseKind.Regex)
                    text.Pieces ??= [.. parse.Parts.Where(part => !part.IsStar).Select(part => part.Text)];
                return ByName(parse.Input.Row, input, node.Row);
            case BoundParseKv pairs:
                if (Value(pairs.Source, input) is { } list)
                {
                    foreach (var key in pairs.Keys)
                        list.Pairs.TryAdd(key.Name + "=", new ColumnNeed(key.Name));
                }

                return ByName(pairs.Input.Row, input, node.Row);
            case BoundMakeSeries series:
                Visit(series.Axis.Expression, input, false);
                foreach (var aggregate in series.AllAggregates)
                    Values(aggregate.Arguments, input);
                var axes = series.Keys.ToDictionary(key => key.Column.Name, key => Value(key.Expression, input), StringComparer.Ordinal);
                return [.. node.Row.Columns.Select(column => axes.GetValueOrDefault(column.Name))];
            case BoundTop top:
                foreach (var key in top.Keys)
                    Visit(key.Expression, input, false);
                return input;
            default:
                return ByName(node.Input.Row, input, node.Row);
        }
    }

    private static ColumnNeed? ByOutput(BoundAggregate aggregate, ColumnSymbol output, ColumnNeed?[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (aggregate.Arguments[i] is BoundColumn column && (column.Column.Name == output.Name || output.Name.EndsWith("_" + column.Column.Name, StringComparison.Ordinal)))
                return arguments[i];
        }

        return aggregate.Function.Name is "max" or "min" or "any" or "take_any" ? arguments.FirstOrDefault() : null;
    }

    private ColumnNeed?[] Join(BoundJoin join, ColumnNeed?[] left)
    {
        var right = Walk(join.Right);
        for (var i = 0; i < join.LeftKeys.Length && i < join.RightKeys.Length; i++)
        {
            if (Value(join.LeftKeys[i], left) is { } one && Value(join.RightKeys[i], right) is { } other)
                one.Join(other);
        }

        var result = new ColumnNeed?[join.Row.Columns.Length];
        for (var i = 0; i < result.Length && i < join.Outputs.Length; i++)
        {
            var from = join.Outputs[i];
            result[i] = from >= 0 && from < left.Length ? left[from] : from >= left.Length && from - left.Length < right.Length ? right[from - left.Length] : null;
        }

        return result;
    }

    private ColumnNeed?[] Expand(BoundMvExpand expand, ColumnNeed?[] input)
    {
        var result = new ColumnNeed?[expand.Row.Columns.Length];
        for (var i = 0; i < result.Length && i < expand.Columns.Length; i++)
            result[i] = expand.Columns[i] >= 0 && expand.Columns[i] < input.Length ? input[expand.Columns[i]] : null;
        foreach (var expansion in expand.Expansions)
        {
            if (expansion.Output >= 0 && expansion.Output < result.Length)
                result[expansion.Output] = Value(expansion.Expression, input)?.ElementNeed();
        }

        return result;
    }

    private static ColumnNeed?[] ByName(RowType from, ColumnNeed?[] needs, RowType to) =>
        [.. to.Columns.Select(column => from.IndexOf(column.Name) is var index and >= 0 && index < needs.Length ? needs[index] : null)];

    private static ColumnNeed?[] Merge(ColumnNeed?[] one, ColumnNeed?[] other) => [.. one.Select((need, i) => need ?? (i < other.Length ? other[i] : null))];

    private ColumnNeed?[] Values(IEnumerable<BoundExpression> expressions, ColumnNeed?[] input) => [.. expressions.Select(expression => Value(expression, input))];

    // Looks at what an expression compares, and says which column it is, through conversions and paths.
    private ColumnNeed? Value(BoundExpression expression, ColumnNeed?[] input)
    {
        Visit(expression, input, false);
        return OriginOf(expression, input, 0);
    }

    private ColumnNeed? OriginOf(BoundExpression expression, ColumnNeed?[] input, int depth)
    {
        if (depth > 64)
            return null;
        switch (expression)
        {
            case BoundColumn column:
                return column.Ordinal < input.Length ? input[column.Ordinal] : null;
            case BoundVariable { Variable: { } variable }:
                return _lets.TryGetValue(variable, out var let) && let.Scalar is { } scalar ? OriginOf(scalar, input, depth + 1) : null;
            case BoundOpenColumn open:
                return Unpacked(open.Column.Name);
            case BoundScalarBlock block:
                Declare(block.Lets);
                return OriginOf(block.Result, input, depth + 1);
            case BoundMember member:
                return OriginOf(member.Operand, input, depth + 1)?.Member(member.Name);
            case BoundIndex { Index: BoundLiteral { Value: string key } } index:
                return OriginOf(index.Operand, input, depth + 1)?.Member(key);
            case BoundIndex { Operand: BoundCall { Function.Name: "split" } }:
                return null;
            case BoundIndex index:
                return OriginOf(index.Operand, input, depth + 1)?.ElementNeed();
            case BoundToScalar query:
                return Walk(query.Query).FirstOrDefault();
            case BoundCall call:
                return OfCall(call, input, depth);
            default:
                return null;
        }
    }

    private ColumnNeed? OfCall(BoundCall call, ColumnNeed?[] input, int depth)
    {
        switch (call.Function.Name)
        {
            case "tostring" or "tolower" or "toupper" or "parse_json" or "todynamic" or "parsejson" or "trim_start" or "trim_end" or "toguid" or "materialize" or "bin" or "floor" or "startofday" or "round" or "url_decode" or "toscalar"
                when call.Arguments.Length > 0:
                return OriginOf(call.Arguments[0], input, depth + 1);
            case "trim" when call.Arguments.Length > 1:
                return OriginOf(call.Arguments[1], input, depth + 1);
            case "toint" or "tolong" or "toreal" or "todouble" or "todecimal" when call.Arguments.Length > 0:
                var number = OriginOf(call.Arguments[0], input, depth + 1);
                if (number is not null)
                    number.IsNumber = true;
                return number;
            case "todatetime" when call.Arguments.Length > 0:
                var time = OriginOf(call.Arguments[0], input, depth + 1);
                if (time is not null)
                    time.IsTime = true;
                return time;
            case "iff" or "iif" when call.Arguments.Length > 2:
                return OriginOf(call.Arguments[1], input, depth + 1) ?? OriginOf(call.Arguments[2], input, depth + 1);
            case "column_ifexists" or "columnifexists" when call.Arguments is [BoundLiteral { Value: string open }, ..]:
                return Unpacked(open);
            case "coalesce" or "column_ifexists" or "columnifexists" or "case":
                return call.Arguments.Select(argument => OriginOf(argument, input, depth + 1)).FirstOrDefault(origin => origin is not null);
            case "extract" when call.Arguments is [BoundLiteral { Value: string pattern }, _, var source, ..]:
                return Extract(pattern, OriginOf(source, input, depth + 1));
            case "extract_json" or "extractjson" when call.Arguments is [BoundLiteral { Value: string path }, var text, ..]:
                var at = OriginOf(text, input, depth + 1);
                foreach (var part in path.TrimStart('$').Split('.', StringSplitOptions.RemoveEmptyEntries))
                    at = at?.Member(part.Trim('[', ']', '\'', '"'));
                return at;
            default:
                return null;
        }
    }

    // A column that bag_unpack made.
    private ColumnNeed? Unpacked(string name)
    {
        var (bag, prefix) = _unpacked.LastOrDefault(each => name.StartsWith(each.Prefix, StringComparison.Ordinal));
        return bag?.Member(name[prefix.Length..]);
    }

    // key=([^;]+) and "key":"([^"]+)": what stands before the group makes a pair.
    private static ColumnNeed? Extract(string pattern, ColumnNeed? source)
    {
        if (source is null || PairPattern().Match(pattern) is not { Success: true } match)
            return null;
        var key = Regex.Unescape(match.Groups["key"].Value.Replace("\\s*", "", StringComparison.Ordinal).Replace("\\s", " ", StringComparison.Ordinal).Replace(".*", "", StringComparison.Ordinal).Replace("?", "", StringComparison.Ordinal));
        if (!source.Pairs.TryGetValue(key, out var pair))
            source.Pairs.Add(key, pair = new ColumnNeed(key.Trim('=', ':', ' ', '"')) { IsNumber = match.Groups["of"].Value.Contains("\\d", StringComparison.Ordinal) || match.Groups["of"].Value.Contains("0-9", StringComparison.Ordinal) });
        return pair;
    }

    [GeneratedRegex(@"^\^?(?<key>[^()\[\]*+|]*?(\\s\*|\.\*)?[^()\[\]*+|]*)\((?<of>.*?)\)", RegexOptions.CultureInvariant)]
    private static partial Regex PairPattern();

    private void Visit(BoundExpression expression, ColumnNeed?[] input, bool isFilter)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return;
        switch (expression)
        {
            case BoundBinary { Operator: OperatorKind.And or OperatorKind.Or } both:
                Visit(both.Left, input, isFilter);
                Visit(both.Right, input, isFilter);
                break;
            case BoundBinary binary:
                Visit(binary.Left, input, false);
                Visit(binary.Right, input, false);
                Compare(binary, input, isFilter);
                break;
            case BoundIn { Table: { } table } among:
                Visit(among.Left, input, false);
                if (Walk(table).FirstOrDefault() is { } column && OriginOf(among.Left, input, 0) is { } own)
                    own.Join(column);
                break;
            case BoundIn among:
                Visit(among.Left, input, false);
                if (among.Operator is OperatorKind.In or OperatorKind.InTilde or OperatorKind.HasAny or OperatorKind.HasAll && OriginOf(among.Left, input, 0) is { } origin)
                {
                    foreach (var literal in among.Items.SelectMany(item => Constants(item)))
                    {
                        if (among.Operator is OperatorKind.HasAny or OperatorKind.HasAll)
                            origin.Values.Add(TextPlace.Anywhere, ValueText.Of(literal), isFilter);
                        else
                            origin.Values.Add(literal, isFilter);
                    }
                }

                break;
            case BoundBetween between:
                Visit(between.Operand, input, false);
                if (!between.Negated && OriginOf(between.Operand, input, 0) is { } ranged && Number(between.Low) is { } low && Number(between.High) is { } high)
                    ranged.Values.Add((low + high) / 2, isFilter);
                break;
            case BoundCall call:
                // What not() refuses is no value to look for.
                foreach (var argument in call.Function.Name == "not" ? [] : call.Arguments)
                    Visit(argument, input, false);
                OriginOf(call, input, 0);
                break;
            case BoundVariable { Variable: { } variable } when _lets.TryGetValue(variable, out var let) && let.Scalar is { } scalar && _visitedScalars.Add(variable):
                Visit(scalar, input, false);
                break;
            case BoundScalarBlock block:
                Declare(block.Lets);
                Visit(block.Result, input, isFilter);
                break;
            case BoundToScalar query:
                Walk(query.Query);
                break;
            case BoundTabularArgument argument:
                Walk(argument.Table);
                break;
            case BoundMember or BoundIndex:
                OriginOf(expression, input, 0);
                break;
            case BoundUnary unary:
                Visit(unary.Operand, input, false);
                break;
        }
    }

    private void Compare(BoundBinary binary, ColumnNeed?[] input, bool isFilter)
    {
        var (left, right, @operator) = (binary.Left, binary.Right, binary.Operator);
        if (Constants(left).Any())
        {
            (left, right) = (right, left);
            @operator = @operator switch
            {
                OperatorKind.LessThan => OperatorKind.GreaterThan,
                OperatorKind.LessThanOrEqual => OperatorKind.GreaterThanOrEqual,
                OperatorKind.GreaterThan => OperatorKind.LessThan,
                OperatorKind.GreaterThanOrEqual => OperatorKind.LessThanOrEqual,
                _ => @operator,
            };
        }

        if (OriginOf(left, input, 0) is not { } origin)
            return;
        if (right is BoundCall { Function.Name: "now" } && @operator is OperatorKind.GreaterThan or OperatorKind.GreaterThanOrEqual)
        {
            origin.IsAhead = true;
            return;
        }

        if (Constants(right).FirstOrDefault() is not { } literal)
        {
            if (@operator is OperatorKind.Equal or OperatorKind.EqualTilde && OriginOf(right, input, 0) is { } other)
                origin.Join(other);
            return;
        }

        switch (@operator)
        {
            case OperatorKind.Equal or OperatorKind.EqualTilde:
                origin.Values.Add(literal, isFilter);
                break;
            case OperatorKind.Has or OperatorKind.HasCs or OperatorKind.Contains or OperatorKind.ContainsCs or OperatorKind.Search:
                origin.Values.Add(TextPlace.Anywhere, ValueText.Of(literal), isFilter);
                break;
            case OperatorKind.StartsWith or OperatorKind.StartsWithCs or OperatorKind.HasPrefix or OperatorKind.HasPrefixCs:
                origin.Values.Add(TextPlace.Start, ValueText.Of(literal), isFilter);
                break;
            case OperatorKind.EndsWith or OperatorKind.EndsWithCs or OperatorKind.HasSuffix or OperatorKind.HasSuffixCs:
                origin.Values.Add(TextPlace.End, ValueText.Of(literal), isFilter);
                break;
            case OperatorKind.GreaterThan or OperatorKind.GreaterThanOrEqual or OperatorKind.LessThan or OperatorKind.LessThanOrEqual when Number(right) is { } number:
                origin.Values.Add(@operator switch { OperatorKind.GreaterThan => number + 1, OperatorKind.LessThan => number - 1, _ => number }, isFilter);
                break;
        }
    }

    private double? Number(BoundExpression expression) => Constants(expression).FirstOrDefault() switch { int number => number, long number => number, double number => number, decimal number => (double)number, _ => null };

    private IEnumerable<object> Constants(BoundExpression expression)
    {
        object? value = expression switch
        {
            BoundLiteral literal => literal.Value,
            BoundVariable { Variable.Literal: { } literal } => literal.Value,
            BoundVariable { Variable: { } variable } when _lets.TryGetValue(variable, out var let) && let.Scalar is BoundLiteral literal => literal.Value,
            BoundCall { Function.Name: "dynamic" or "todynamic" or "parse_json", Arguments: [BoundLiteral literal] } => literal.Value,
            _ => null,
        };
        return value switch { null or KeyValuePair<string, object?>[] => [], object?[] list => list.OfType<object>(), _ => [value] };
    }
}
