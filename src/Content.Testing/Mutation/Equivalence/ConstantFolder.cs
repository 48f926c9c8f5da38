using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Testing.Mutation.Equivalence;

/// <summary>Computes expressions of constants by the engine itself.</summary>
internal sealed class ConstantFolder
{
    private static readonly ExecutionOptions Options = new() { Now = DateTimeOffset.UnixEpoch, Threads = 1, MaxRows = 1 };

    /// <summary>The value; false when the engine gives none.</summary>
    public static bool TryCompute(BoundExpression expression, out object? value)
    {
        var result = QueryEngine.Execute(new BoundBody([], null, expression), NoTables.Instance, Options);
        value = result.Success ? result.Rows.First()[0] : null;
        return result.Success;
    }

    /// <summary>A literal expression.</summary>
    public static BoundLiteral Literal(KqlType type, object? value) => new(type, value);

    private sealed class NoTables : ITableSource
    {
        public static readonly NoTables Instance = new();

        public ColumnarTable? FindTable(TableRequest request) => null;

        public ColumnarTable? FindWatchlist(TableRequest request) => null;

        public ColumnarTable? FindFunction(TableRequest request) => null;

        public ColumnarTable? FindExternalData(TableRequest request) => null;
    }
}
