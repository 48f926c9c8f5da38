using System.Text;
using System.Text.Json;
using Content.Catalog;
using Content.Kql.Symbols;

namespace Content.Kql.Benchmarks;

/// <summary>Queries and the schema that they refer to.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Queries">The queries.</param>
public sealed record Workload(ISchema Schema, IReadOnlyList<string> Queries)
{
    /// <summary>Queries of the shipped content, on the built-in schema.</summary>
    public static Workload Shipped()
    {
        var queries = new List<string>();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Root, "detections"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var lines = File.ReadAllLines(path);
            var start = Array.FindIndex(lines, static line => line.StartsWith("query: |", StringComparison.Ordinal));
            if (start >= 0)
                queries.Add(string.Join('\n', lines.Skip(start + 1).TakeWhile(static line => line.Length == 0 || line[0] == ' ')));
        }

        return new Workload(SentinelSchema.Instance, queries);
    }

    /// <summary>Made-up queries of the sort that detections are made of, always the same.</summary>
    /// <param name="count">How many.</param>
    public static Workload Generated(int count)
    {
        var random = new Random(4711);
        var schema = SentinelSchema.Instance;
        string[] tables = ["SigninLogs", "SecurityEvent", "DeviceProcessEvents", "CommonSecurityLog", "AuditLogs", "OfficeActivity"];
        var queries = new string[count];
        for (var i = 0; i < count; i++)
        {
            var table = tables[random.Next(tables.Length)];
            var columns = schema.FindTable(table)!.Row.Columns.Where(static column => column.Type == KqlType.String).Select(static column => column.Name).ToArray();
            string Column() => columns[random.Next(columns.Length)];
            var query = new StringBuilder($"let lookback = {random.Next(1, 14)}d;\nlet terms = dynamic(['alpha', 'beta', 'gamma']);\n{table}\n| where TimeGenerated > ago(lookback)\n");
            for (var line = random.Next(1, 5); line > 0; line--)
                query.Append($"| where {Column()} has_any (terms) and {Column()} !contains 'x{line}' or isnotempty({Column()})\n");
            query.Append($"| extend Key = tolower(strcat({Column()}, '|', {Column()})), Hour = bin(TimeGenerated, 1h), Parts = split({Column()}, ',')\n");
            if (random.Next(3) == 0)
                query.Append($"| join kind=inner ({table} | summarize Last = max(TimeGenerated) by Key = tolower({Column()})) on Key\n");
            query.Append($"| summarize Count = count(), Values = make_set({Column()}, 100), First = min(TimeGenerated), arg_max(TimeGenerated, *) by Key, Hour\n| where Count > {random.Next(1, 50)}\n| project-away Parts\n| sort by Count desc");
            queries[i] = query.ToString();
        }

        return new Workload(schema, queries);
    }

    /// <summary>One long query that is a multiple of another in size, to see that time grows with it and no faster.</summary>
    /// <param name="size">Number of conditions, columns and list items.</param>
    public static string Long(int size)
    {
        var query = new StringBuilder("SigninLogs | where UserPrincipalName in (");
        query.AppendJoin(", ", Enumerable.Range(0, size).Select(static i => $"'user{i}@contoso.com'"));
        query.Append(")\n");
        for (var i = 0; i < size / 10; i++)
            query.Append($"| where AppDisplayName != 'app{i}' and ResultType has 'code{i}'\n");
        query.Append("| project ").AppendJoin(", ", Enumerable.Range(0, size).Select(static i => $"c{i} = strcat(UserPrincipalName, '{i}')"));
        return query.ToString();
    }

    /// <summary>The conformance samples; null where they are not beside the checkout.</summary>
    public static Workload? Conformance()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Root)!, "shared", "conformance");
        if (!Directory.Exists(folder))
            return null;
        var queries = File.ReadLines(Path.Combine(folder, "verdicts.ndjson")).Select(static line =>
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty("query").GetString()!;
        });
        return new Workload(JsonSchemaFile.Read(File.ReadAllBytes(Path.Combine(folder, "schema.json"))), [.. queries]);
    }

    /// <summary>Root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Content.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The benchmarks run in a checkout.");
    }
}
