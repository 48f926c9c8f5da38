using System.Runtime.CompilerServices;
using Content.Kql;
using Content.Kql.Binding;

namespace Content.Testing.Backtesting;

/// <summary>
/// Queries that look at each event by itself: filters, computed columns, parsing, unions and look-ups in watchlists, without the clock. The rows
/// that such a query gives for a window are those of a longer time whose event lies in the window, so one query answers many runs.
/// </summary>
public static class RowWise
{
    private const string TimeGenerated = "TimeGenerated";

    // What gives something else at another time, or depends on other rows.
    private static readonly HashSet<string> Unstable = new(
        ["now", "ago", "ingestion_time", "rand", "new_guid", "cursor_after", "cursor_before_or_at", "cursor_current", "current_cursor", "extent_id", "extent_tags",
         "prev", "next", "row_number", "row_cumsum", "row_rank", "row_rank_dense", "row_rank_min", "row_window_session"], StringComparer.Ordinal);

    /// <summary>The name of the column of the result that has each row's own TimeGenerated; null when the query is not proved to be row-wise.</summary>
    public static string? TimeColumn(BoundQuery query)
    {
        if (query.HasErrors || query.Body is not { Tabular: { } tabular, Earlier.IsEmpty: true } body)
            return null;
        var walk = new Walk();
        return walk.Declare(body.Lets) && walk.TimeOf(tabular) is >= 0 and var ordinal ? tabular.Row.Columns[ordinal].Name : null;
    }

    private sealed class Walk
    {
        private readonly Dictionary<VariableSymbol, BoundTabular> _values = [];

        // False when a scalar depends on more than constants.
        public bool Declare(IEnumerable<BoundLet> lets)
        {
            foreach (var let in lets)
            {
                if (let.Tabular is not null)
                    _values[let.Variable] = let.Tabular;
                else if (let.Scalar is not null && !IsPure(let.Scalar))
                    return false;
            }

            return true;
        }

        // The ordinal of the event's own time; -1 when the rows are no events of their own.
        public int TimeOf(BoundTabular node)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return node switch
            {
                BoundTable { Cluster: null, Database: null } table => table.Row.IndexOf(TimeGenerated),
                BoundTabularVariable variable => _values.TryGetValue(variable.Variable, out var value) ? TimeOf(value) : -1,
                BoundTabularBlock block => Declare(block.Lets) ? TimeOf(block.Result) : -1,
                BoundFilter filter => IsPure(filter.Predicate) ? TimeOf(filter.Input) : -1,
                BoundProject project => project.Expressions.All(IsPure) ? Through(TimeOf(project.Input), project) : -1,
                BoundParse parse => IsPure(parse.Source) ? Kept(TimeOf(parse.Input), [.. parse.Columns]) : -1,
                BoundParseKv parse => IsPure(parse.Source) ? Kept(TimeOf(parse.Input), [.. parse.Columns]) : -1,
                BoundMvExpand expand => expand.Limit is null && expand.Expansions.All(expansion => IsPure(expansion.Expression)) ? Kept(TimeOf(expand.Input), [.. expand.Columns]) : -1,
                BoundPassThrough { Kind: PassThroughKind.Materialize or PassThroughKind.As or PassThroughKind.Render } pass => pass.Row.Columns.Length == pass.Input.Row.Columns.Length ? TimeOf(pass.Input) : -1,
                BoundUnion union => Union(union),
                BoundJoin { Kind: JoinKind.LeftOuter or JoinKind.Inner or JoinKind.LeftSemi or JoinKind.LeftAnti } join => join.LeftKeys.All(IsPure) && join.RightKeys.All(IsPure) && IsConstant(join.Right) ? Kept(TimeOf(join.Input), [.. join.Outputs]) : -1,
                _ => -1,
            };
        }

        private int Union(BoundUnion union)
        {
            // One without rows only says which columns there are.
            var inputs = union.Inputs.Where(input => input.Query is not BoundDataTable { Values.IsEmpty: true }).ToArray();
            var times = inputs.Select(input => TimeOf(input.Query)).ToArray();
            if (times.Length == 0 || times.Any(time => time < 0))
                return -1;
            for (var i = 0; i < union.Row.Columns.Length; i++)
            {
                if (i != union.SourceOrdinal && inputs.Select((input, k) => input.Columns[i] == times[k]).All(isTime => isTime))
                    return i;
            }

            return -1;
        }

        private static int Through(int time, BoundProject project)
        {
            for (var i = 0; time >= 0 && i < project.Expressions.Length; i++)
            {
                if (project.Expressions[i] is BoundColumn column && column.Ordinal == time)
                    return i;
            }

            return -1;
        }

        private static int Kept(int time, int[] inputs) => time < 0 ? -1 : Array.IndexOf(inputs, time);

        // What is the same for every window: watchlists and values that the query has in itself.
        private bool IsConstant(BoundTabular node)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return node switch
            {
                BoundWatchlist => true,
                BoundDataTable data => data.Values.All(IsPure),
                BoundTabularVariable variable => _values.TryGetValue(variable.Variable, out var value) && IsConstant(value),
                BoundTabularBlock block => Declare(block.Lets) && IsConstant(block.Result),
                BoundFilter filter => IsPure(filter.Predicate) && IsConstant(filter.Input),
                BoundProject project => project.Expressions.All(IsPure) && IsConstant(project.Input),
                BoundDistinct distinct => distinct.Expressions.All(IsPure) && IsConstant(distinct.Input),
                BoundPassThrough { Kind: PassThroughKind.Materialize } pass => IsConstant(pass.Input),
                BoundUnion union => union.Inputs.All(input => IsConstant(input.Query)),
                _ => false,
            };
        }

        private bool IsPure(BoundExpression expression)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return expression switch
            {
                BoundLiteral or BoundColumn or BoundVariable or BoundTypeLiteral => true,
                BoundCall call => !Unstable.Contains(call.Function.Name) && call.Arguments.All(IsPure),
                BoundUnary unary => IsPure(unary.Operand),
                BoundBinary binary => IsPure(binary.Left) && IsPure(binary.Right),
                BoundBetween between => IsPure(between.Operand) && IsPure(between.Low) && IsPure(between.High),
                BoundIn list => IsPure(list.Left) && list.Items.All(IsPure) && (list.Table is null || IsConstant(list.Table)),
                BoundMember member => IsPure(member.Operand),
                BoundIndex index => IsPure(index.Operand) && IsPure(index.Index),
                BoundScalarBlock block => Declare(block.Lets) && IsPure(block.Result),
                _ => false,
            };
        }
    }
}
