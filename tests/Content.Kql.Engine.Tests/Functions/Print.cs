using System.Globalization;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tests.Functions;

/// <summary>Evaluates one expression and gives the text of its value.</summary>
internal static class Print
{
    public static readonly DateTimeOffset Now = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    /// <summary>The value as <c>tostring</c> writes it, a bool as the language does, a null as <c>null</c>.</summary>
    public static string Value(string expression, ITableSource? tables = null)
    {
        var result = Run("print x = " + expression, tables);
        Assert.True(result.Success, expression + ": " + result.Error?.Message);
        return Text(result.Table.Chunks[0].Columns[0]!, 0);
    }

    /// <summary>The same over a column: constant folding must not make a difference.</summary>
    public static string ValueOverRows(string expression, string column, string literal)
    {
        var result = Run($"datatable({column})[{literal}] | project x = {expression}", null);
        Assert.True(result.Success, expression + ": " + result.Error?.Message);
        return Text(result.Table.Chunks[0].Columns[0]!, 0);
    }

    /// <summary>The error of an expression that must not give a value.</summary>
    public static QueryError Error(string expression)
    {
        var result = Run("print x = " + expression, null);
        Assert.False(result.Success, expression + " gave a value");
        return result.Error!;
    }

    public static QueryResult Run(string query, ITableSource? tables)
    {
        var bound = Compilation.Bind(query, EmptySchema.Instance);
        Assert.False(bound.HasErrors, query + ": " + string.Join(" ", bound.Diagnostics.Select(d => d.Message)));
        return QueryEngine.Execute(bound.Body, tables ?? EmptyTableSource.Instance, new ExecutionOptions { Now = Now }, TestContext.Current.CancellationToken);
    }

    private static string Text(Vector vector, int row)
    {
        if (vector.IsNull(row))
            return "null";
        return vector switch
        {
            FixedVector<double> reals => reals[row].ToString(CultureInfo.InvariantCulture),
            FixedVector<bool> bools => bools[row] ? "true" : "false",
            _ => vector.AsString().GetString(row),
        };
    }
}
