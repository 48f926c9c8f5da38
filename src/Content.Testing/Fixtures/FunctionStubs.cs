using System.Collections.Immutable;
using Content.Kql;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Testing.Fixtures;

/// <summary>Puts rows or other bodies in the place of functions. Queries are bound again with them.</summary>
internal static class FunctionStubs
{
    /// <summary>The query with the functions that a case replaces; the same when it replaces none.</summary>
    public static BoundQuery Apply(BoundQuery query, ISchema schema, ImmutableArray<FunctionStub> stubs) =>
        stubs.IsEmpty ? query : Compilation.Bind(query.Source.Content, SchemaWith(schema, stubs));

    /// <summary>A schema with the functions that a case replaces.</summary>
    public static ISchema SchemaWith(ISchema schema, ImmutableArray<FunctionStub> stubs)
    {
        var functions = new Dictionary<string, WorkspaceFunction>(StringComparer.Ordinal);
        foreach (var stub in stubs)
        {
            var name = stub.Name.Value;
            var function = schema.FindFunction(name) ?? new WorkspaceFunction(name, []);
            if (stub.Query is { } query)
                functions[name] = function with { Body = query.Value, Result = null };
            else if (RowOf(schema, name) is { } row)
                functions[name] = function with { Body = null, Result = row };
        }

        return new StubbedSchema(schema, functions);
    }

    /// <summary>The columns that a function gives; null when there is no such function, or they are not known.</summary>
    public static RowType? RowOf(ISchema schema, string name)
    {
        if (schema.FindFunction(name) is not { } function)
            return null;
        if (function.Result is { } declared)
            return declared;
        // Only arguments without a default are needed, and only their types matter.
        var arguments = function.Parameters.Where(parameter => parameter.DefaultValue is null).Select(parameter => parameter.Type is { } type ? $"{type.Name}(null)" : "(print 1)");
        var bound = Compilation.Bind($"{name}({string.Join(", ", arguments).Replace("string(null)", "\"\"", StringComparison.Ordinal)})", schema);
        return bound.HasErrors || bound.Row is not { IsOpen: false } row ? null : row;
    }

    private sealed class StubbedSchema(ISchema below, Dictionary<string, WorkspaceFunction> functions) : ISchema
    {
        public IReadOnlyList<string> TableNames => below.TableNames;
        public IReadOnlyList<string> FunctionNames => below.FunctionNames;
        public IReadOnlyList<string> WatchlistAliases => below.WatchlistAliases;
        public TableSymbol? FindTable(string name) => below.FindTable(name);
        public WorkspaceFunction? FindFunction(string name) => functions.GetValueOrDefault(name) ?? below.FindFunction(name);
        public RowType? FindWatchlist(string alias) => below.FindWatchlist(alias);
    }
}
