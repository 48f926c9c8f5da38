using System.Collections.Concurrent;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

/// <summary>What binding queries against one schema makes and later queries can use again: parsed bodies of functions, columns of wide unions.</summary>
internal sealed class BindingCache
{
    // A union of a few tables is made faster than found.
    private const int FewTables = 16;

    // The shape of all tables holds some megabytes; queries of one content rarely differ in more ways than this.
    private const int MostShapes = 8;

    private readonly Lock _shapesLock = new();
    private readonly List<CachedShape> _shapes = [];

    /// <summary>The columns of a union; kept for the next union of the same tables when these are many.</summary>
    public UnionShape ShapeOf(List<BoundTabular> tables, string? sourceColumn)
    {
        // Names that are inferred into an open row belong to one query.
        if (tables.Count < FewTables || tables.Exists(static table => table.Row.IsOpen))
            return UnionShape.Of(tables, sourceColumn);
        lock (_shapesLock)
        {
            foreach (var cached in _shapes)
            {
                if (cached.Fits(tables, sourceColumn))
                    return cached.Shape;
            }
        }

        var shape = UnionShape.Of(tables, sourceColumn);
        var made = new CachedShape([.. tables.Select(static table => table.Row)], sourceColumn, shape);
        lock (_shapesLock)
        {
            if (_shapes.Count == MostShapes)
                _shapes.RemoveAt(0);
            _shapes.Add(made);
        }

        return shape;
    }

    private sealed record CachedShape(RowType[] Rows, string? SourceColumn, UnionShape Shape)
    {
        public bool Fits(List<BoundTabular> tables, string? sourceColumn)
        {
            if (Rows.Length != tables.Count || SourceColumn != sourceColumn)
                return false;
            for (var i = 0; i < Rows.Length; i++)
            {
                if (!ReferenceEquals(Rows[i], tables[i].Row))
                    return false;
            }

            return true;
        }
    }

    private readonly ConcurrentDictionary<WorkspaceFunction, UserFunction> _functions = new(ReferenceEqualityComparer.Instance);

    public UserFunction Get(WorkspaceFunction function) => _functions.GetOrAdd(function, static declaration =>
    {
        var diagnostics = new List<Diagnostic>();
        var statements = declaration.Body is null ? null : Parser.ParseQuery(declaration.Body, diagnostics).Statements;
        var parameters = declaration.Parameters.Select(static parameter => new UserParameter(
            parameter.Name,
            parameter.Row is null ? parameter.Type ?? KqlType.Dynamic : null,
            parameter.Row,
            parameter.Row is { Columns.IsEmpty: true },
            parameter.DefaultValue is null ? null : ParseDefault(parameter.DefaultValue))).ToArray();
        return new UserFunction(declaration.Name, parameters, null, statements, null, isView: false)
        {
            Declaration = declaration, SyntaxError = diagnostics.Find(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error),
        };
    });

    private static ExpressionSyntax ParseDefault(string text)
    {
        var statements = Parser.ParseQuery(text, []).Statements;
        return statements is [ExpressionStatementSyntax { Expression: { } expression }] ? expression : new LiteralSyntax(0, 0, SyntaxKind.NullKeyword, null);
    }
}
