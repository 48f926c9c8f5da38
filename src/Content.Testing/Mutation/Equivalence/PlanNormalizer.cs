using System.Globalization;
using Content.Kql;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Testing.Mutation.Equivalence;

/// <summary>
/// Brings bound queries into a normal form. Two queries with the same form give the same rows for all data, up to orders that Kusto does
/// not promise; <c>docs/mutation.md</c> lists what the form takes for the same. What it knows nothing of is never taken for the same.
/// </summary>
internal sealed partial class PlanNormalizer(TermTable terms)
{
    private readonly Dictionary<VariableSymbol, int> _scalars = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<VariableSymbol, Relation> _tables = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<VariableSymbol, string> _obstacles = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundSubqueryInput, Relation> _inputs = new(ReferenceEqualityComparer.Instance);

    /// <summary>The normal form of a query's result; null when there is something in it that nothing is known of.</summary>
    public static int? Normalize(BoundQuery query, TermTable terms) => Normalize(query, terms, out _);

    /// <summary>As above, and what nothing is known of.</summary>
    public static int? Normalize(BoundQuery query, TermTable terms, out string? obstacle)
    {
        obstacle = null;
        if (query.HasErrors || query.Body is not { Tabular: { } tabular, Earlier.IsEmpty: true, BindAgain: null })
        {
            obstacle = "more than one result, or columns that only the data gives";
            return null;
        }

        try
        {
            var normalizer = new PlanNormalizer(terms);
            normalizer.AddLets(query.Body.Lets, NoColumns);
            var relation = normalizer.Rows(tabular);
            var columns = new int[relation.Width + 1];
            columns[0] = relation.Source;
            for (var i = 0; i < relation.Width; i++)
                columns[i + 1] = relation.Column(i);
            return terms.Make("result", string.Join(',', tabular.Row.Columns.Select(column => $"{column.Name}:{column.Type.Name}")), null, columns).Id;
        }
        catch (NotProvableException exception)
        {
            obstacle = exception.Message;
            return null;
        }
        catch (InsufficientExecutionStackException)
        {
            obstacle = "a query nested so deeply";
            return null;
        }
    }

    private static int NoColumns(int ordinal) => throw new NotProvableException("a column outside of a row");

    private void AddLets(IEnumerable<BoundLet> lets, Func<int, int> columns)
    {
        foreach (var let in lets)
        {
            // A variable that is not used need not be provable.
            if (let.Scalar is { } scalar)
                TryAdd(_scalars, let.Variable, () => Value(scalar, columns).Id);
            else if (let.Tabular is { } tabular)
                TryAdd(_tables, let.Variable, () => Rows(tabular));
        }
    }

    private void TryAdd<T>(Dictionary<VariableSymbol, T> values, VariableSymbol variable, Func<T> make)
    {
        try
        {
            values[variable] = make();
        }
        catch (NotProvableException exception)
        {
            values.Remove(variable);
            _obstacles[variable] = exception.Message;
        }
    }

    private T Find<T>(Dictionary<VariableSymbol, T> values, VariableSymbol variable) =>
        values.TryGetValue(variable, out var value) ? value : throw new NotProvableException(_obstacles.GetValueOrDefault(variable, variable.Name));

    // BoundMakeSeries is the operator's name with Bound before it.
    private static string NameOf(BoundNode node) => node.GetType().Name["Bound".Length..];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
