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
    public static BoundQuery Bind(string text, ISchema schema) => Bind(text, schema, null);

    /// <summary>The same, with a trace of what binding met.</summary>
    internal static BoundQuery Bind(string text, ISchema schema, BindingTrace? trace)
    {
        var diagnostics = new List<Diagnostic>();
        var syntax = Parser.ParseQuery(text, diagnostics);
        var syntaxErrors = diagnostics.Count;
        var cache = Caches.GetValue(schema, static _ => new BindingCache());
        var (body, binder) = Binder.Bind(syntax, schema, diagnostics, cache, trace: trace);
        var row = body.Tabular?.Row;
        var runs = !HasErrors(diagnostics);
        var isReadable = diagnostics.FindIndex(0, syntaxErrors, static found => found.Severity == DiagnosticSeverity.Error) < 0;
        if (binder.NamesMissing ? isReadable : binder.DiffersAsRun && runs)
        {
            body = AsRun(syntax, schema, cache, body);
            runs = body.Problem is null;
        }

        var source = new SourceText(text);

        // Of a query that was given up half way, binding knows half: what it misses says nothing.
        if (diagnostics.Count > syntaxErrors && diagnostics.FindIndex(0, syntaxErrors, static found => found.Code == KqlCodes.TooDeep) >= 0)
            diagnostics.RemoveRange(syntaxErrors, diagnostics.Count - syntaxErrors);
        if (diagnostics.Count > 1)
            diagnostics = InOrder(diagnostics, syntaxErrors);
        return new BoundQuery(source, syntax, body, diagnostics.Count == 0 ? [] : [.. diagnostics.Select(diagnostic => diagnostic with { Source = source })])
        {
            Row = row,
            Runs = runs,
            Tables = binder.Tables,
            Watchlists = binder.Watchlists,
            Functions = binder.Functions,
        };
    }

    // A union with isfuzzy=true keeps the place of a table that does not exist: nothing is known of its columns, so nothing after it can be
    // wrong about them. What runs is the union of the others; that can leave names without a column, or nothing at all.
    private static BoundBody AsRun(QuerySyntax syntax, ISchema schema, BindingCache cache, BoundBody read)
    {
        var diagnostics = new List<Diagnostic>();
        var (body, binder) = Binder.Bind(syntax, schema, diagnostics, cache, asRun: true);
        if (body.Problem is not null)
            return read with { Problem = body.Problem };
        if (diagnostics.Find(static found => found.Severity == DiagnosticSeverity.Error) is not { } error)
            return body;
        return binder.NamesMissing ? read with { Problem = error.Message } : read;
    }

    private static bool HasErrors(List<Diagnostic> diagnostics) => diagnostics.Exists(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    // By place. Where two start together: what the parser says in its own order; then the one about the greater part (f(x) is no condition,
    // then: there is no f). What is about more than the token at which something is missing comes before that too.
    private static List<Diagnostic> InOrder(List<Diagnostic> diagnostics, int syntaxErrors)
    {
        Dictionary<int, int>? missingAt = null;
        for (var i = 0; i < syntaxErrors; i++)
            (missingAt ??= []).TryAdd(diagnostics[i].Span.Start, diagnostics[i].Span.Length);
        return
        [
            .. diagnostics.Select(static (diagnostic, index) => (diagnostic, index))
                .OrderBy(static pair => pair.diagnostic.Span.Start)
                .ThenBy(pair => Rank(pair.diagnostic, pair.index))
                .ThenByDescending(pair => pair.index < syntaxErrors ? 0 : pair.diagnostic.Span.Length)
                .ThenBy(static pair => pair.index)
                .Select(static pair => pair.diagnostic)
                .Distinct(),
        ];

        int Rank(Diagnostic diagnostic, int index) => index < syntaxErrors ? 1
            : missingAt is not null && missingAt.TryGetValue(diagnostic.Span.Start, out var length) && (length == 0 || length >= diagnostic.Span.Length) ? 2 : 0;
    }
}
