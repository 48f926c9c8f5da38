using System.Runtime.CompilerServices;
using Content.Kql;
using Content.Kql.Binding;

namespace Content.Azure.Readiness;

/// <summary>
/// Whether a query can give any row when some of what it reads has none, and whether it runs at all when some of it does not exist. Both are
/// conservative: an operator that is not known here passes on what comes in.
/// </summary>
/// <param name="hasRows">Whether a table or function has rows.</param>
/// <param name="watchlistHasRows">Whether a watchlist has rows.</param>
/// <param name="exists">Whether a table or function exists.</param>
internal sealed class QueryLiveness(Func<string, bool> hasRows, Func<string, bool> watchlistHasRows, Func<string, bool> exists)
{
    private readonly Dictionary<VariableSymbol, BoundTabular> _values = [];
    private readonly Dictionary<VariableSymbol, bool> _variables = [];
    private readonly SortedSet<string> _unresolved = new(StringComparer.Ordinal);

    /// <summary>Whether the query can give a row.</summary>
    public bool CanGiveRows(BoundQuery query)
    {
        Declare(query.Body.Lets);
        return query.Body.Tabular is null || Gives(query.Body.Tabular);
    }

    /// <summary>Tables and functions that do not exist and make the query fail; those that a fuzzy union leaves out do not.</summary>
    public IReadOnlyCollection<string> Unresolved(BoundQuery query)
    {
        foreach (var let in query.Body.Lets)
            Resolve(let, false);
        if (query.Body.Tabular is { } tabular)
            Resolve(tabular, false);
        return _unresolved;
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

    private void Resolve(BoundLet let, bool isFuzzy)
    {
        if (let.Tabular is not null)
            Resolve(let.Tabular, isFuzzy);
    }

    private void Resolve(BoundTabular node, bool isFuzzy)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case BoundTable { Cluster: null, Database: null } table when !isFuzzy && !exists(table.Table.Name): _unresolved.Add(table.Table.Name); break;
            case BoundOpaqueFunction function when !isFuzzy && !exists(function.Function.Name): _unresolved.Add(function.Function.Name); break;
            case BoundTabularBlock block:
                foreach (var let in block.Lets)
                    Resolve(let, isFuzzy);
                Resolve(block.Result, isFuzzy);
                break;
            case BoundUnion union:
                foreach (var input in union.Inputs)
                    Resolve(input.Query, isFuzzy || union.IsFuzzy);
                break;
            case BoundJoin join:
                Resolve(join.Input, isFuzzy);
                Resolve(join.Right, isFuzzy);
                break;
            case BoundOperator operation: Resolve(operation.Input, isFuzzy); break;
        }
    }
}
