using System.Collections.Concurrent;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

/// <summary>Parsed bodies of the workspace functions of one schema.</summary>
internal sealed class BindingCache
{
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
        return new UserFunction(declaration.Name, parameters, null, statements, null, isView: false) { Declaration = declaration };
    });

    private static ExpressionSyntax ParseDefault(string text)
    {
        var statements = Parser.ParseQuery(text, []).Statements;
        return statements is [ExpressionStatementSyntax { Expression: { } expression }] ? expression : new LiteralSyntax(0, 0, SyntaxKind.NullKeyword, null);
    }
}
