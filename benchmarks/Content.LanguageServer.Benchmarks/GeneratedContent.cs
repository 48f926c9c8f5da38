using System.Globalization;
using System.Text;

namespace Content.LanguageServer.Benchmarks;

/// <summary>Writes a repository of many rules, the same for the same seed: parsers, watchlists, rules with tests.</summary>
internal static class GeneratedContent
{
    private static readonly (string Table, string[] Columns)[] Tables =
    [
        ("SigninLogs", ["UserPrincipalName", "ResultType", "IPAddress", "AppDisplayName", "Location"]),
        ("CommonSecurityLog", ["DeviceVendor", "DeviceProduct", "SourceIP", "DestinationIP", "Activity"]),
        ("SecurityEvent", ["Account", "Computer", "EventID", "ProcessName", "CommandLine"]),
        ("OfficeActivity", ["UserId", "Operation", "ClientIP", "OfficeWorkload", "ResultStatus"]),
        ("DeviceProcessEvents", ["DeviceName", "FileName", "ProcessCommandLine", "AccountName", "InitiatingProcessFileName"]),
    ];

    public static void Write(string folder, int rules, int seed)
    {
        var random = new Random(seed);
        Save(folder, "sentinel-content.yaml", "version: 1\ncontent: [detections]\n");
        for (var i = 0; i < 20; i++)
            Save(folder, $"detections/parsers/Parser{i}.yaml", Parser(i));
        for (var i = 0; i < 10; i++)
        {
            Save(folder, $"detections/watchlists/List{i}.yaml", $"alias: List{i}\ndisplayName: List {i}\nitemsSearchKey: Name\nsource: List{i}.csv\n");
            Save(folder, $"detections/watchlists/List{i}.csv", "Name,Reason\na,b\nc,d\n");
        }

        for (var i = 0; i < rules; i++)
        {
            Save(folder, $"detections/rules/{i / 100:00}/Rule{i:0000}.yaml", Rule(i, random));
            Save(folder, $"detections/rules/{i / 100:00}/Rule{i:0000}.tests.yaml", Tests(i));
        }
    }

    private static string Parser(int i)
    {
        var (table, columns) = Tables[i % Tables.Length];
        return $"""
            id: {Id(9, i)}
            functionAlias: Parser{i}
            title: Parser {i}
            category: Generated
            functionParameters: least:int=0
            query: |
              {table}
              | where isnotempty({columns[0]}) and strlen(tostring({columns[1]})) >= least
              | extend Actor = tolower(tostring({columns[0]})), Part = tostring(split(tostring({columns[2]}), '.')[0]), Parsed{i} = strcat({columns[3]}, '-', {columns[4]})

            """;
    }

    private static string Rule(int i, Random random)
    {
        var (table, columns) = Tables[random.Next(Tables.Length)];
        var parser = random.Next(20);
        var list = random.Next(10);
        var (_, parsed) = Tables[parser % Tables.Length];
        var query = new StringBuilder();
        query.Append(CultureInfo.InvariantCulture, $"  let threshold = {random.Next(2, 90)};\n  let window = {random.Next(1, 20)}m;\n  let approved = _GetWatchlist('List{list}') | project SearchKey;\n");
        if (random.Next(2) == 0)
            query.Append(CultureInfo.InvariantCulture, $"  Parser{parser}({random.Next(9)})\n  | where Actor !in (approved)\n  | extend Key = strcat(Part, '{i}'), Seen = {parsed[1]}\n");
        else
            query.Append(CultureInfo.InvariantCulture, $"  {table}\n  | where {columns[0]} !in (approved) // rule {i}\n  | extend Actor = tolower(tostring({columns[0]})), Key = strcat({columns[2]}, '{i}'), Seen = {columns[1]}\n");
        query.Append(CultureInfo.InvariantCulture, $"""
              | where Key has_any ('{i}', 'value{random.Next(1000)}') or Actor startswith 'svc{random.Next(1000)}'
              | summarize TimeGenerated = max(TimeGenerated), First = min(TimeGenerated), Total = count(), Keys = make_set(Key, 20), Distinct = dcount(Seen) by Actor, bin(TimeGenerated, window)
              | where Total >= threshold and Distinct > {random.Next(9)}
              | join kind=leftouter (Heartbeat | summarize LastBeat = max(TimeGenerated) by Computer) on $left.Actor == $right.Computer
              | extend Age = datetime_diff('minute', TimeGenerated, First), Level = case(Total > 100, 'high', Total > 50, 'medium', 'low')
              | project TimeGenerated, Actor, Total, Distinct, Keys, Age, Level, LastBeat
            """);
        return $"""
            id: {Id(1, i)}
            name: Generated rule {i}
            description: Finds generated behaviour number {i}.
            severity: Medium
            requiredDataConnectors: []
            queryFrequency: 1h
            queryPeriod: 1h
            triggerOperator: gt
            triggerThreshold: 0
            tactics: [InitialAccess]
            relevantTechniques: [T1078]
            query: |
            {query}
            entityMappings:
              - entityType: Account
                fieldMappings:
                  - identifier: Name
                    columnName: Actor
            customDetails:
              Total: Total
            version: 1.0.0
            kind: Scheduled

            """;
    }

    private static string Tests(int i) => $"""
        cases:
          - name: nothing happened {i}
            now: 2026-03-02T12:00:00Z
            tables:
              SigninLogs: []
            expect:
              alerts: 0

        """;

    private static string Id(int kind, int i) => $"{kind:00000000}-0000-4000-8000-{i:000000000000}";

    private static void Save(string folder, string path, string text)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
