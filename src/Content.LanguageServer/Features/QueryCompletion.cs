using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Language;
using Content.Kql.Semantics;
using Content.Kql.Symbols;
using Content.Kql.Syntax;
using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;

namespace Content.LanguageServer.Features;

/// <summary>What can be written at a place of a query.</summary>
internal static class QueryCompletion
{
    // What is being written needs a name for the query to be read; nobody has one like this.
    private const string Placeholder = "name_to_be_written";

    private static readonly string[] Starts = ["datatable", "externaldata", "find", "print", "range", "search", "union"];
    private static readonly string[] Words =
    [
        "and", "or", "in", "!in", "in~", "!in~", "has", "!has", "has_cs", "has_any", "has_all", "hasprefix", "hassuffix", "contains", "!contains", "contains_cs", "startswith", "!startswith",
        "endswith", "!endswith", "matches regex", "between", "!between", "by", "on", "asc", "desc", "true", "false", "typeof", "dynamic", "datetime", "timespan",
    ];

    public static CompletionList Find(Workspace workspace, ContentFile file, QueryRegion region, int offset)
    {
        var text = region.Model.Query.Source.Content;
        var at = region.ToQuery(offset);
        int start = at, end = at;
        while (start > region.Offset && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_'))
            start--;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_'))
            end++;

        // With nothing written yet the query lacks a name, and reading it would take the next word for it.
        var model = start == end ? region.With(Placeholder, at, at) : region.Model;
        var scope = model.ScopeAt(start == end ? at + 1 : at);
        if (scope.ExpectsOperator)
        {
            while (start > region.Offset && text[start - 1] is '-' or (>= 'a' and <= 'z'))
                start--;
        }

        var prefix = text[start..at];
        var items = new CompletionItems(prefix, workspace.RangeOf(file.Source, TextSpan.FromBounds(offset - (at - start), offset + (end - at))));
        if (scope.IsText)
        {
            if (scope.IsWatchlistAlias)
                AddWatchlists(items, region.Schema);
            return items.ToList();
        }

        if (start > region.Offset && text[start - 1] == '.')
        {
            AddMembers(items, scope, text.AsSpan(0, start - 1));
            return items.ToList();
        }

        if (scope.ExpectsOperator)
        {
            foreach (var name in OperatorSummaries.Keywords)
                items.Add(name, CompletionItemKind.Operator, 'a', documentation: OperatorSummaries.Find(name));
            return items.ToList();
        }

        foreach (var variable in scope.Variables)
            items.Add(variable.Name, variable.Kind == QuerySymbolKind.LetFunction ? CompletionItemKind.Function : CompletionItemKind.Variable, 'b', variable.Type?.Name ?? "let", HoverFeature.Describe(variable));
        if (scope.ExpectsTable)
            AddTables(items, file, region.Schema);
        else
            AddExpressions(items, scope, region.Schema);
        return items.ToList();
    }

    private static void AddMembers(CompletionItems items, QueryScope scope, ReadOnlySpan<char> before)
    {
        var row = before.EndsWith("$left") ? scope.Row : before.EndsWith("$right") ? scope.RightRow : null;
        AddColumns(items, row);
    }

    private static void AddWatchlists(CompletionItems items, ISchema schema)
    {
        foreach (var alias in schema.WatchlistAliases)
            items.Add(alias, CompletionItemKind.Struct, 'a', "watchlist");
    }

    private static void AddTables(CompletionItems items, ContentFile file, ISchema schema)
    {
        foreach (var parser in file.Repository.Parsers)
            items.Add(parser.Alias.Value, CompletionItemKind.Function, 'a', SignatureFeature.TextOf(parser.Function), parser.Function.Description);
        foreach (var table in file.Repository.Tables)
            items.Add(table.Name.Value, CompletionItemKind.Class, 'a', "table", table.Description?.Value);
        foreach (var word in Starts)
            items.Add(word, CompletionItemKind.Keyword, 'c', documentation: OperatorSummaries.Find(word));
        foreach (var name in schema.TableNames)
            items.Add(name, CompletionItemKind.Class, 'd', "table", insert: Written(name));
        foreach (var name in schema.FunctionNames)
            items.Add(name, CompletionItemKind.Function, 'e', "function");
        items.Add("let", CompletionItemKind.Keyword, 'f', insert: "let ${1:name} = ", isSnippet: true);
    }

    private static void AddColumns(CompletionItems items, RowType? row)
    {
        foreach (var column in row?.Columns ?? [])
            items.Add(column.Name, CompletionItemKind.Field, 'a', column.Type.Name, column.Description, Written(column.Name));
    }

    private static void AddExpressions(CompletionItems items, QueryScope scope, ISchema schema)
    {
        AddColumns(items, scope.Row);
        AddColumns(items, scope.RightRow);
        if (scope.RightRow is not null)
        {
            items.Add("$left", CompletionItemKind.Variable, 'b', "the table before the join");
            items.Add("$right", CompletionItemKind.Variable, 'b', "the table that is joined");
        }

        if (ParametersOf(scope.Operator) is { } parameters)
        {
            foreach (var parameter in parameters)
            {
                if (parameter.Name.StartsWith('_'))
                    continue;
                if (parameter.Values.Length == 0)
                    items.Add(parameter.Name + "=", CompletionItemKind.Property, 'h');
                foreach (var value in parameter.Values)
                    items.Add(parameter.Name + "=" + value, CompletionItemKind.Property, 'h');
            }
        }

        if (scope.AllowsAggregates)
            AddCallables(items, Catalogue.Aggregates, 'c', "aggregate");
        if (scope.Operator == "evaluate")
            AddCallables(items, Catalogue.Plugins, 'a', "plugin");
        AddCallables(items, Catalogue.Functions, 'd', "function");
        foreach (var word in Words)
            items.Add(word, CompletionItemKind.Keyword, 'e');
        if (scope.Operator == "render")
        {
            foreach (var chart in OperatorParameters.Charts)
                items.Add(chart, CompletionItemKind.EnumMember, 'a', documentation: OperatorSummaries.FindChart(chart));
        }

        foreach (var alias in schema.FunctionNames)
        {
            if (schema.FindFunction(alias) is { Body: not null } function)
                items.Add(alias, CompletionItemKind.Function, 'f', SignatureFeature.TextOf(function), function.Description);
        }
    }

    private static OperatorParameter[]? ParametersOf(string op) => op switch
    {
        "join" => OperatorParameters.Join,
        "lookup" => OperatorParameters.Lookup,
        "union" => OperatorParameters.Union,
        "mv-expand" => OperatorParameters.MvExpand,
        "parse" or "parse-where" => OperatorParameters.Parse,
        "make-series" => OperatorParameters.MakeSeries,
        "search" => OperatorParameters.Search,
        "scan" => OperatorParameters.Scan,
        _ => null,
    };

    private static void AddCallables(CompletionItems items, IEnumerable<CallableSymbol> callables, char group, string what)
    {
        foreach (var callable in callables)
        {
            if (callable.IsHidden || callable.ObsoleteAlternative is not null || callable.OnlyInGraph || callable.Signatures.Count == 0)
                continue;
            items.Add(callable.Name, CompletionItemKind.Function, group, what, $"`{callable.Signatures[0].Text}`\n\n{callable.Summary}", Snippet(callable), isSnippet: true);
        }
    }

    // A place to fill in for each argument that is needed.
    private static string Snippet(CallableSymbol callable)
    {
        var needed = callable.Signatures[0].Parameters.Where(parameter => !parameter.IsOptional).Select((parameter, i) => $"${{{i + 1}:{parameter.Name}}}").ToArray();
        return needed.Length == 0 && callable.MaxCount > 0 ? $"{callable.Name}($1)$0" : $"{callable.Name}({string.Join(", ", needed)})$0";
    }

    private static string Written(string name) => SyntaxFacts.IsPlainName(name) ? name : $"['{name}']";
}
