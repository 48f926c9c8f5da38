using System.Runtime.CompilerServices;
using Content.Kql;
using Content.Kql.Binding;

namespace Content.Azure.Readiness;

/// <summary>
/// Whether a query can give any row when some of what it reads has none. An operator that is not known here passes on what comes in.
/// </summary>
/// <param name="hasRows">Whether a table or function has rows.</param>
/// <param name="watchlistHasRows">Whether a watchlist has rows.</param>
internal sealed class QueryLiveness(Func<string, bool> hasRows, Func<string, bool> watchlistHasRows)
{
    private readonly Dictionary<VariableSymbol, BoundTabular> _values = [];
    private readonly Dictionary<VariableSymbol, bool> _variables = [];

    /// <summary>Whether the query can give a row.</summary>
    public bool CanGiveRows(BoundQuery query)
    {
        Declare(query.Body.Lets);
        return query.Body.Tabular is null || Gives(query.Body.Tabular);
    }

    private void Declare(IEnumerable<BoundLet> lets)
    {
        foreach (var let in lets)
        {
            if (let.Tabular is not null)
                _values[let.Variable] = let.Tabular;
        }
    }

    private bool Gives(BoundTabular node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case BoundTable table: return table is { Cluster: null, Database: null } ? hasRows(table.Table.Name) : true;
            case BoundOpaqueFunction function: return hasRows(function.Function.Name);
            case BoundWatchlist watchlist: return watchlistHasRows(watchlist.Alias);
            case BoundDataTable table: return !table.Values.IsEmpty;
            case BoundTabularVariable variable:
                if (!_variables.TryGetValue(variable.Variable, out var known))
                    _variables[variable.Variable] = known = !_values.TryGetValue(variable.Variable, out var value) || Gives(value);
                return known;
            case BoundTabularBlock block:
                Declare(block.Lets);
                return Gives(block.Result);
            case BoundUnion union: return union.Inputs.Any(input => Gives(input.Query));
            case BoundJoin join: return Gives(join);
            // One row comes out of an empty table too.
            case BoundCount or BoundSummarize { HasKeys: false }: return true;
            case BoundMakeSeries { Keys.IsEmpty: true }: return true;
            case BoundOperator operation: return Gives(operation.Input);
            default: return true;
        }
    }

    private bool Gives(BoundJoin join) => join.Kind switch
    {
        JoinKind.LeftOuter or JoinKind.LeftAnti => Gives(join.Input),
        JoinKind.RightOuter or JoinKind.RightAnti => Gives(join.Right),
        JoinKind.FullOuter => Gives(join.Input) || Gives(join.Right),
        _ => Gives(join.Input) && Gives(join.Right),
    };
}
