using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Content.Catalog;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Workbooks.Evaluation.Generation;

/// <summary>
/// Binds a query whose tables, functions or columns the schema does not know: they are taken for what the query makes of them, so that rows can
/// be made. What a column holds follows from its name and from how it is used.
/// </summary>
internal static partial class InferredSchema
{
    private const string UnknownName = "KQL142";
    private const string UnknownTable = "KQL204";
    private const string UnknownFunction = "KQL211";
    private const int Attempts = 24;

    /// <summary>Binds a query.</summary>
    public static BoundQuery Bind(string query, ISchema schema)
    {
        var bound = Compilation.Bind(query, schema);
        var tables = new Dictionary<string, Dictionary<string, KqlType>>(StringComparer.Ordinal);
        var functions = new Dictionary<string, Dictionary<string, KqlType>>(StringComparer.Ordinal);
        var tried = new HashSet<(string, TypeKind)>();
        for (var attempt = 0; attempt < Attempts && bound.HasErrors; attempt++)
        {
            if (!Learn(bound, schema, tables, functions) && !Retype(bound, tables, functions, tried))
                break;
            bound = Compilation.Bind(query, new OverlaySchema(schema,
                tables.Select(table => new TableSymbol(table.Key, Row(schema.FindTable(table.Key)?.Row, table.Value))),
                functions.Select(function => new WorkspaceFunction(function.Key, ParametersOf(function.Key, query)) { Result = Row(schema.FindFunction(function.Key)?.Result, function.Value) })));
        }

        return bound;
    }

    private static bool Learn(BoundQuery bound, ISchema schema, Dictionary<string, Dictionary<string, KqlType>> tables, Dictionary<string, Dictionary<string, KqlType>> functions)
    {
        var isNew = false;
        var columns = new List<string>();
        foreach (var finding in bound.Diagnostics)
        {
            var name = TextOf(bound, finding).Trim('[', ']', '\'', '"');
            if (name.Length == 0)
                continue;
            if (finding.Code == UnknownTable)
                isNew |= tables.TryAdd(name, []);
            else if (finding.Code == UnknownFunction)
                isNew |= functions.TryAdd(name, []);
            else if (finding.Code == UnknownName)
                columns.Add(name);
        }

        if (isNew || columns.Count == 0)
            return isNew;
        // Whose column it is cannot be told: of those tables whose columns are not fixed, if there are any.
        var targets = tables.Values.Concat(functions.Values).ToList();
        if (targets.Count == 0)
        {
            var custom = bound.Tables.Where(table => table.Name.EndsWith("_CL", StringComparison.Ordinal) || table.Name == "AzureDiagnostics").Select(table => table.Name).ToArray();
            foreach (var name in custom.Length > 0 ? custom : bound.Functions.IsEmpty ? bound.Tables.Select(table => table.Name) : [])
                targets.Add(tables[name] = []);
            foreach (var function in custom.Length > 0 ? [] : bound.Functions)
            {
                targets.Add(functions[function.Name] = []);
                foreach (var column in Compilation.Bind(function.Name, schema).Row?.Columns ?? [])
                    functions[function.Name].TryAdd(column.Name, column.Type);
            }
        }

        foreach (var column in columns)
        {
            foreach (var target in targets)
                isNew |= target.TryAdd(column, Guess(column, bound.Source.Content));
        }

        return isNew;
    }

    // A column in an error is of another type, then.
    private static bool Retype(BoundQuery bound, Dictionary<string, Dictionary<string, KqlType>> tables, Dictionary<string, Dictionary<string, KqlType>> functions, HashSet<(string, TypeKind)> tried)
    {
        foreach (var finding in bound.Diagnostics.Where(finding => finding.Severity == DiagnosticSeverity.Error))
        {
            // An operator alone is about what stands beside it.
            var place = TextOf(bound, finding) is var text && WordPattern().IsMatch(text) ? text : Around(bound, finding);
            foreach (Match word in WordPattern().Matches(place))
            {
                foreach (var type in new[] { KqlType.Dynamic, KqlType.Real, KqlType.DateTime, KqlType.String, KqlType.Bool })
                {
                    if (!tables.Values.Concat(functions.Values).Any(columns => columns.ContainsKey(word.Value)) || !tried.Add((word.Value, type.Kind)))
                        continue;
                    foreach (var columns in tables.Values.Concat(functions.Values).Where(columns => columns.ContainsKey(word.Value)))
                        columns[word.Value] = type;
                    return true;
                }
            }
        }

        return false;
    }

    // The parameters that the first call of a function has: named ones by their names.
    private static ImmutableArray<WorkspaceFunctionParameter> ParametersOf(string name, string query)
    {
        var tokens = Lexer.Scan(query, []);
        var call = Array.FindIndex(tokens, token => token.Kind != SyntaxKind.EndOfText && query.AsSpan(token.Start, token.Length).SequenceEqual(name));
        var parameters = ImmutableArray.CreateBuilder<WorkspaceFunctionParameter>();
        if (call < 0 || call + 2 >= tokens.Length || tokens[call + 1].Kind != SyntaxKind.OpenParen || tokens[call + 2].Kind == SyntaxKind.CloseParen)
            return [];
        var depth = 0;
        for (var i = call + 1; i + 2 < tokens.Length; i++)
        {
            depth += tokens[i].Kind switch { SyntaxKind.OpenParen => 1, SyntaxKind.CloseParen => -1, _ => 0 };
            if (depth == 0)
                break;
            if (depth != 1 || tokens[i].Kind is not (SyntaxKind.OpenParen or SyntaxKind.Comma))
                continue;
            var isNamed = tokens[i + 2].Kind == SyntaxKind.Equal;
            var value = tokens[isNamed && i + 3 < tokens.Length ? i + 3 : i + 1];
            var type = char.IsAsciiDigit(query.AsSpan(value.Start, value.Length) is [var first, ..] ? first : ' ') ? KqlType.Long : KqlType.String;
            parameters.Add(new WorkspaceFunctionParameter(isNamed ? query.Substring(tokens[i + 1].Start, tokens[i + 1].Length) : $"p{parameters.Count + 1}", type) { DefaultValue = type == KqlType.Long ? "0" : "''" });
        }

        return parameters.ToImmutable();
    }

    private static RowType Row(RowType? known, Dictionary<string, KqlType> columns)
    {
        var row = known?.Columns.ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal) ?? new Dictionary<string, KqlType>(StringComparer.Ordinal) { ["TimeGenerated"] = KqlType.DateTime };
        foreach (var (name, type) in columns)
            row[name] = type;
        return new RowType([.. row.Select(column => new ColumnSymbol(column.Key, column.Value))]);
    }

    private static KqlType Guess(string name, string query)
    {
        if (Regex.IsMatch(query, $@"\b{Regex.Escape(name)}(\.[A-Za-z_]|\[[^\]]*\])", RegexOptions.CultureInvariant))
            return KqlType.Dynamic;
        return name switch
        {
            _ when name.EndsWith("_s", StringComparison.Ordinal) || name.EndsWith("_g", StringComparison.Ordinal) => KqlType.String,
            _ when name.EndsWith("_d", StringComparison.Ordinal) => KqlType.Real,
            _ when name.EndsWith("_b", StringComparison.Ordinal) => KqlType.Bool,
            _ when name.EndsWith("_t", StringComparison.Ordinal) || TimePattern().IsMatch(name) => KqlType.DateTime,
            _ when NumberPattern().IsMatch(name) => KqlType.Real,
            _ => KqlType.String,
        };
    }

    private static string TextOf(BoundQuery bound, Diagnostic finding) => bound.Source.Content.Substring(finding.Span.Start, Math.Min(finding.Span.Length, bound.Source.Content.Length - finding.Span.Start));

    // The names beside a place.
    private static string Around(BoundQuery bound, Diagnostic finding)
    {
        var query = bound.Source.Content;
        var before = WordPattern().Matches(query[Math.Max(0, finding.Span.Start - 64)..finding.Span.Start]);
        var end = Math.Min(query.Length, finding.Span.Start + finding.Span.Length);
        return (before.Count > 0 ? before[^1].Value : "") + " " + WordPattern().Match(query[end..Math.Min(query.Length, end + 64)]).Value;
    }

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*", RegexOptions.CultureInvariant)]
    private static partial Regex WordPattern();

    [GeneratedRegex("(Time|Date|Timestamp)(Utc|UTC)?$|_(at|time|date|timestamp)$|^timestamp$", RegexOptions.CultureInvariant)]
    private static partial Regex TimePattern();

    [GeneratedRegex("(Bytes|Count|Size|Score|Duration|Total|Quantity)$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
