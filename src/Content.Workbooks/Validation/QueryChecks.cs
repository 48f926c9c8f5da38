using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Symbols;
using Content.Model.Json;
using Content.Workbooks.Parameters;

namespace Content.Workbooks.Validation;

/// <summary>Binds queries with typical values of their parameters, and holds the columns that settings name against the result.</summary>
internal static partial class QueryChecks
{
    private const int LogsQuery = 0;

    // Workbooks are opened in workspaces with other sources than ours: a step whose table, parser or custom column is not there says so, and
    // the others work. So these are warnings here.
    private const string UnknownName = "KQL142";
    private const string UnknownTable = "KQL204";
    private const string UnknownFunction = "KQL211";

    private static readonly TimeSpan RegexTime = TimeSpan.FromMilliseconds(200);

    // Names that the viewer makes itself: of groups, and what a chart exports of a point.
    private static readonly HashSet<string> Made = new(StringComparer.OrdinalIgnoreCase) { "$gen_group", "$gen_link", "Group", "series", "x", "y", "label", "name", "value", "kind" };

    public static void Look(WorkbookDocument document, WorkbookNames names, ISchema schema, WorkbookFindings findings, CancellationToken cancellationToken)
    {
        foreach (var step in names.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (step.Item.Content is not { } content)
                continue;
            if (step.Item.Type == WorkbookItemType.Query)
            {
                if (Bind(content, names, schema, findings) is { } results && results.All(result => result is { HasErrors: false, Row.IsOpen: false }))
                    Columns(content, [.. results.SelectMany(result => result.Row!.Columns).Select(column => column.Name)], findings);
            }
            else if (step.Item.Type == WorkbookItemType.Parameters)
            {
                foreach (var parameter in content["parameters"]?.Items ?? [])
                    Bind(parameter, names, schema, findings);
            }
        }
    }

    // What is wrong whatever values parameters have is wrong; a value that cannot be guessed must not make a query look broken.
    private static List<BoundQuery>? Bind(JsonElementNode content, WorkbookNames names, ISchema schema, WorkbookFindings findings)
    {
        if ((content.NumberOf("queryType") ?? LogsQuery) != LogsQuery || content["query"] is not { Kind: JsonValueKind.String, Text: { } text } query || string.IsNullOrWhiteSpace(text))
            return null;
        // Of a query that is nothing but a parameter, all is in the value.
        if (string.IsNullOrWhiteSpace(SubstitutedText.Create(text, _ => "").Text))
            return null;
        var results = new List<BoundQuery>();
        Dictionary<(string Code, int Start), Diagnostic>? common = null;
        var variants = ParameterReference.Find(text).Select(reference => names.ValuesOf(reference.Name)?.Values.Length ?? 1).DefaultIfEmpty(1).Max();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var variant = 0; variant < variants; variant++)
        {
            var substituted = SubstitutedText.Create(text, reference => names.ValuesOf(reference.Name)?.InQuery(reference, variant));
            if (!seen.Add(substituted.Text))
                continue;
            var bound = Compilation.Bind(substituted.Text, schema);
            results.Add(bound);
            var isCustom = HasVariedColumns(bound);
            var found = new Dictionary<(string, int), Diagnostic>();
            foreach (var diagnostic in bound.Diagnostics)
            {
                var weighed = diagnostic.Code is UnknownTable or UnknownFunction || isCustom && diagnostic.Code == UnknownName ? diagnostic with { Severity = DiagnosticSeverity.Warning } : diagnostic;
                found.TryAdd((diagnostic.Code, substituted.Map.MapOffset(diagnostic.Span.Start)), substituted.Map.Map(weighed));
            }

            common = common is null ? found : common.Where(pair => found.ContainsKey(pair.Key)).ToDictionary();
        }

        foreach (var diagnostic in common!.Values.OrderBy(diagnostic => diagnostic.Span.Start))
        {
            // The text of a fix would have to be escaped for JSON and YAML; in a file of its own it fits as it is.
            var mapped = query.Map.Map(diagnostic);
            findings.Add(query.Source.Path?.EndsWith(".kql", StringComparison.OrdinalIgnoreCase) == true ? mapped : mapped with { Fix = null });
        }

        return results;
    }

    // Columns of custom tables and of AzureDiagnostics are those of the data that came in, and functions are the workspace's own.
    private static bool HasVariedColumns(BoundQuery query) => !query.Functions.IsEmpty
        || query.Tables.Any(table => table.Name == "AzureDiagnostics" || table.Name.EndsWith("_CL", StringComparison.Ordinal))
        || query.Diagnostics.Any(diagnostic => diagnostic.Code is UnknownTable or UnknownFunction);

    private static void Columns(JsonElementNode content, ImmutableHashSet<string> columns, WorkbookFindings findings)
    {
        var grid = content["gridSettings"];
        foreach (var formatter in Items(grid?["formatters"]))
        {
            Column(formatter["columnMatch"], "formatter", isPattern: true);
            Column(formatter["formatOptions"]?["linkColumn"], "link", isPattern: false);
            foreach (var part in Items(formatter["formatOptions"]?["compositeBarSettings"]?["columnSettings"]))
                Column(part["columnName"], "composite bar", isPattern: false);
        }

        foreach (var label in Items(grid?["labelSettings"]))
            Column(label["columnId"], "label", isPattern: false);
        foreach (var sort in Items(grid?["sortBy"]))
            Column(sort["itemKey"], "sorting", isPattern: false);
        foreach (var group in Items(grid?["hierarchySettings"]?["groupBy"]))
            Column(group, "grouping", isPattern: false);
        foreach (var key in new[] { "idColumn", "parentColumn", "expanderColumn" })
            Column(grid?["hierarchySettings"]?[key], "tree", isPattern: false);
        foreach (var part in new[] { "titleContent", "subtitleContent", "leftContent", "rightContent", "secondaryContent" })
            Column(content["tileSettings"]?[part]?["columnMatch"], "tile", isPattern: true);
        foreach (var key in new[] { "nodeIdField", "sourceIdField", "targetIdField" })
            Column(content["graphSettings"]?[key], "graph", isPattern: false);
        Column(content["chartSettings"]?["xAxis"], "chart", isPattern: false);
        Column(content["chartSettings"]?["group"], "chart", isPattern: false);
        foreach (var axis in Items(content["chartSettings"]?["yAxis"]))
            Column(axis, "chart", isPattern: false);
        Column(content["exportFieldName"], "export", isPattern: false);
        foreach (var export in Items(content["exportedParameters"]))
            Column(export["fieldName"], "export", isPattern: false);

        void Column(JsonElementNode? place, string what, bool isPattern)
        {
            if (place is not { Kind: JsonValueKind.String, Text: { Length: > 0 } name } || Made.Contains(name) || ParameterReference.Find(name).Any())
                return;
            var plain = Generated().Replace(name, "");
            if (columns.Contains(name) || columns.Contains(plain) || isPattern && columns.Any(column => Matches(name, column)))
                return;
            var meant = NameSuggestion.Find(plain, columns);
            var message = $"The query has no column '{plain}', so this {what} has no effect." + (meant is null ? "" : $" Did you mean '{meant}'?");
            var help = $"Its columns are {string.Join(", ", columns.Order(StringComparer.Ordinal).Take(20))}.";
            // The editor keeps formats of columns that were there once. They do no harm; a misspelt name does.
            if (isPattern && meant is null)
                findings.Hint(WorkbookCodes.UnknownColumn, place, message, help);
            else
                findings.Warning(WorkbookCodes.UnknownColumn, place, message, help);
        }
    }

    private static bool Matches(string pattern, string column)
    {
        try
        {
            return Regex.IsMatch(column, pattern, RegexOptions.CultureInvariant, RegexTime);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            // No pattern, then: the exact name was looked for already.
            return false;
        }
    }

    private static ImmutableArray<JsonElementNode> Items(JsonElementNode? list) => list is { Kind: JsonValueKind.Array } ? list.Items : [];

    // Sorting names a column by its renderer: $gen_bar_Total_1.
    [GeneratedRegex(@"^\$gen_[a-zA-Z]+_|(?<=^\$gen_.*)_[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Generated();
}
