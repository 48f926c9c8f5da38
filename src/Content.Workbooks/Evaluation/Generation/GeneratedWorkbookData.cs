using System.Text.RegularExpressions;
using Content.Catalog;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Engine;
using Content.Kql.Symbols;

namespace Content.Workbooks.Evaluation.Generation;

/// <summary>
/// Rows where there are none: a query that finds nothing in the data below runs on rows that are made for it, of the tables that it reads and with the
/// values that it compares with. Tables and columns that no schema knows are taken for what the query makes of them, and so are the answers of
/// Resource Graph and ARM. The same query gives the same rows every time.
/// </summary>
/// <param name="below">The data that come first.</param>
/// <param name="schema">What queries can refer to.</param>
/// <param name="options">Clock and limits.</param>
public sealed partial class GeneratedWorkbookData(IWorkbookData below, ISchema schema, ExecutionOptions options) : IWorkbookData
{
    private static readonly (int Rows, ValueChoice Choice)[] Attempts = [(240, ValueChoice.Spread), (240, ValueChoice.First), (240, ValueChoice.Last), (3_000, ValueChoice.Spread)];

    // Tables of Azure Resource Graph have these columns (Resource Graph's documentation); their names are in any case.
    private static readonly RowType ResourceRow = new([.. "id name type tenantId kind location resourceGroup subscriptionId managedBy sku:dynamic plan:dynamic properties:dynamic tags:dynamic identity:dynamic zones:dynamic extendedLocation:dynamic"
        .Split(' ').Select(column => column.Split(':')).Select(parts => new ColumnSymbol(parts[0], parts.Length > 1 ? KqlType.Dynamic : KqlType.String))]);

    private static readonly ISchema ResourceSchema = new OverlaySchema(EmptySchema.Instance, from name in (string[])["resources", "resourcecontainers", "securityresources", "advisorresources", "alertsmanagementresources", "policyresources"]
                                                                                             select new TableSymbol(name, ResourceRow));

    /// <inheritdoc/>
    public DateTime Now => below.Now;

    /// <inheritdoc/>
    public async Task<WorkbookRows> QueryLogsAsync(string query, TimeRangeValue? range, CancellationToken cancellationToken)
    {
        var real = await below.QueryLogsAsync(query, range, cancellationToken).ConfigureAwait(false);
        if (real.Error is null && real.Table.Rows.Count > 0)
            return real;
        var made = await Task.Run(() => Make(query, range, schema, cancellationToken), cancellationToken).ConfigureAwait(false);
        return made.Table.Rows.Count > 0 || real.Error is not null && made.Error is null ? made : real;
    }

    /// <inheritdoc/>
    public WorkbookTable? Recorded(int queryType, string query) => Recorded("", queryType, query);

    /// <inheritdoc/>
    public WorkbookTable? Recorded(string owner, int queryType, string query)
    {
        if (below.Recorded(owner, queryType, query) is { } recorded)
            return recorded;
        return queryType switch
        {
            WorkbookQueryTypes.ResourceGraph when !string.IsNullOrWhiteSpace(query) => Resources(query),
            WorkbookQueryTypes.Arm => Response(query),
            _ => null,
        };
    }

    private WorkbookRows Make(string query, TimeRangeValue? range, ISchema known, CancellationToken cancellationToken)
    {
        var bound = InferredSchema.Bind(query, known);
        if (bound.Diagnostics.FirstOrDefault(finding => finding.Severity == DiagnosticSeverity.Error) is { } error)
            return new WorkbookRows(WorkbookTable.Empty, $"{error.Code} at {error.Start}: {error.Message}", false);
        var needs = QueryNeeds.Of(bound.Body);
        var (start, end) = TimeRanges.Of(range ?? new TimeRangeValue(TimeSpan.FromDays(14), null), Now);
        WorkbookRows? last = null;
        foreach (var (rows, choice) in Attempts)
        {
            var result = QueryEngine.Execute(bound.Body, new GeneratedTables(needs, new ValueMaker(start, end, rows, choice)), options, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            last = result.Error is { } failure ? new WorkbookRows(WorkbookTable.Empty, failure.Message, failure.Kind is QueryErrorKind.Unsupported or QueryErrorKind.MissingData) : new WorkbookRows(LocalWorkbookData.TableOf(result), null, false);
            if (last.Error is not null || last.Table.Rows.Count > 0)
                break;
        }

        return last!;
    }

    private WorkbookTable? Resources(string query)
    {
        // A query of Resource Graph may leave the table out.
        var text = TableFirst().Match(query) is { Success: true } table && !OperatorFirst().IsMatch(query)
            ? string.Concat(table.Groups["name"].Value.ToLowerInvariant(), query.AsSpan(table.Index + table.Length))
            : "resources | " + query;
        var made = Make(text, null, ResourceSchema, CancellationToken.None);
        return made.Error is null ? made.Table : null;
    }

    // What the transformers of a query take out of a response, as if there had been one.
    private WorkbookTable? Response(string query)
    {
        if (!ValueText.TryParse(query, out var root) || root is not IReadOnlyDictionary<string, object?> bag
            || (bag.GetValueOrDefault("transformers") as object?[] ?? []).OfType<IReadOnlyDictionary<string, object?>>().FirstOrDefault(each => each.GetValueOrDefault("type") is "jsonpath")?.GetValueOrDefault("settings") is not IReadOnlyDictionary<string, object?> settings)
            return null;
        var names = (settings.GetValueOrDefault("columns") as object?[] ?? []).OfType<IReadOnlyDictionary<string, object?>>()
            .Select(column => (Name: column.GetValueOrDefault("columnid") as string ?? "value", Type: column.GetValueOrDefault("columnType") as string, Path: column.GetValueOrDefault("path") as string ?? "")).ToArray();
        if (names.Length == 0)
            names = [("value", null, settings.GetValueOrDefault("tablePath") as string ?? "")];
        var columns = names.Select(column => new ColumnSymbol(column.Name, column.Type == "datetime" || TimeName().IsMatch(column.Path) ? KqlType.DateTime : NumberName().IsMatch(column.Path) ? KqlType.Long : KqlType.String)).ToArray();
        var maker = new ValueMaker(Now.AddDays(-30), Now, 8, ValueChoice.Spread);
        var needs = columns.Select(column => new ColumnNeed(column.Name)).ToArray();
        return new WorkbookTable([.. columns], [.. Enumerable.Range(0, names is [{ Name: "value" }] ? 1 : 8).Select(row => columns.Select((column, i) => maker.Value(needs[i], column.Type, row)).ToArray())]);
    }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z]+)(?=\s*(\||$))", RegexOptions.CultureInvariant)]
    private static partial Regex TableFirst();

    [GeneratedRegex(@"^\s*(count|getschema)\b", RegexOptions.CultureInvariant)]
    private static partial Regex OperatorFirst();

    [GeneratedRegex("(date|time)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TimeName();

    [GeneratedRegex("days$|count$|size$|quota|period$|bytes$|limit$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NumberName();
}
