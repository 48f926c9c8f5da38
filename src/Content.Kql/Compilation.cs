using System.Runtime.CompilerServices;
using Content.Diagnostics;
using Content.Kql.Binding;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql;

/// <summary>Parses and binds queries.</summary>
public static class Compilation
{
    // Parsed bodies of workspace functions live as long as the schema that declares them.
    private static readonly ConditionalWeakTable<ISchema, BindingCache> Caches = [];

    /// <summary>Parses and binds a query.</summary>
    /// <param name="text">KQL text.</param>
    /// <param name="schema">What it can refer to.</param>
    /// <returns>Always a result; what is wrong is in its diagnostics.</returns>
    public static BoundQuery Bind(string text, ISchema schema)
    {
        var diagnostics = new List<Diagnostic>();
        var syntax = Parser.ParseQuery(text, diagnostics);
        var (body, binder) = Binder.Bind(syntax, schema, diagnostics, Caches.GetValue(schema, static _ => new BindingCache()));
        var source = new SourceText(text);
        if (diagnostics.Count > 1)
        {
            var ordered = diagnostics.Select(static (diagnostic, index) => (diagnostic, index)).OrderBy(static pair => pair.diagnostic.Span.Start).ThenBy(static pair => pair.index);
            diagnostics = [.. ordered.Select(static pair => pair.diagnostic).Distinct()];
        }

        return new BoundQuery(source, syntax, body, diagnostics.Count == 0 ? [] : [.. diagnostics.Select(diagnostic => diagnostic with { Source = source })])
        {
            Tables = binder.Tables,
            Watchlists = binder.Watchlists,
            Functions = binder.Functions,
        };
    }
}
