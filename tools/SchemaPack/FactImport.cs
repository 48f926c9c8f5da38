using System.Text;
using System.Text.Json;

namespace SchemaPack;

/// <summary>Turns gathered facts into the text files of the pack.</summary>
internal static class FactImport
{
    // A strategy can be of a newer version than the list of components beside it.
    private static readonly (string Id, string Name)[] NewerMobileComponents = [("DC0123", "Application State")];

    // Every table of a workspace has these (Microsoft: "Standard columns in Azure Monitor Logs"); sources of schemas often leave them out.
    private static readonly string[] StandardColumns =
        ["TimeGenerated:t", "TenantId", "SourceSystem", "Type", "_ResourceId", "_SubscriptionId", "_ItemId", "_IsBillable", TypeCodes.Column("_BilledSize", "real")];

    /// <summary>tables.txt: one table a line, its columns in the order of the source; <c>:x</c> behind a name is its type, none is string.</summary>
    public static string Tables(string folder)
    {
        var tables = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var fields in Rows(Path.Combine(folder, "tables.tsv")))
        {
            if (!tables.TryGetValue(fields[0], out var columns))
                tables.Add(fields[0], columns = []);
            columns.Add(TypeCodes.Column(fields[1], fields[2]));
        }

        foreach (var columns in tables.Values)
        {
            var names = columns.Select(NameOf).ToHashSet(StringComparer.Ordinal);
            columns.AddRange(StandardColumns.Where(column => !names.Contains(NameOf(column))));
        }

        var text = new StringBuilder("# Tables: name, then its columns. A type letter follows a column that is no string: " + TypeCodes.Legend + "\n");
        foreach (var (name, columns) in tables)
            text.Append(name).Append(' ').AppendJoin(' ', columns).Append('\n');
        return text.ToString();
    }

    private static string NameOf(string column) => column.Split(':')[0];

    /// <summary>functions.txt: row types (<c>@name columns</c>), then functions (<c>name @row parameter…</c>, separated by tabs).</summary>
    public static string Functions(string folder)
    {
        var rows = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var fields = Rows(Path.Combine(folder, "asim-fields.tsv")).ToList();
        var common = fields.Where(row => row[0] == "Common").ToList();
        foreach (var schema in fields.GroupBy(row => row[0]).Where(group => group.Key != "Common"))
        {
            var known = schema.Select(row => row[1]).ToHashSet();
            var all = schema.Concat(common.Where(row => !known.Contains(row[1]))).OrderBy(row => row[1] == "TimeGenerated" ? "" : row[1], StringComparer.Ordinal);
            rows[schema.Key] = [.. all.Select(row => TypeCodes.Column(row[1], row[2])).Distinct()];
        }

        var functions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in Rows(Path.Combine(folder, "asim-functions.tsv")))
        {
            if (row[0].Contains(' '))
                continue;
            // One schema goes by two spellings in the source.
            var schema = row[1] == "NetworkSessions" ? "NetworkSession" : row[1];
            functions[row[0]] = "@" + schema + string.Concat(Parameters(row[2]).Select(parameter => "\t" + parameter));
        }

        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "solution-functions.json")));
        foreach (var function in document.RootElement.EnumerateArray())
        {
            var name = function.GetProperty("name").GetString()!;
            if (functions.ContainsKey(name))
                continue;
            var columns = function.GetProperty("columns").EnumerateArray().Select(column => TypeCodes.Column(column[0].GetString()!, column[1].GetString()!)).Distinct().ToList();
            if (!columns.Contains("TimeGenerated:t"))
                columns.Insert(0, "TimeGenerated:t");
            if (!columns.Contains("Type"))
                columns.Add("Type");
            rows[name] = columns;
            var parameters = function.GetProperty("parameters").EnumerateArray().Select(parameter =>
            {
                var type = TypeCodes.Normalize(parameter.GetProperty("type").GetString()!);
                return $"\t{parameter.GetProperty("name").GetString()}:{type}={NullOf(type)}";
            });
            functions[name] = "@" + name + string.Concat(parameters);
        }

        var text = new StringBuilder("# Functions that Sentinel and its solutions add. First result rows (@name columns, as in tables.txt),\n"
            + "# then functions: name, result row, parameters (name:type=default), separated by tabs.\n");
        foreach (var (name, columns) in rows)
            text.Append('@').Append(name).Append(' ').AppendJoin(' ', columns).Append('\n');
        foreach (var (name, rest) in functions)
            text.Append(name).Append('\t').Append(rest).Append('\n');
        return text.ToString();
    }

    /// <summary>attack.txt: a section a matrix, one technique, strategy, analytic or component a line, fields separated by tabs.</summary>
    public static string Attack(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "attack.json")));
        var text = new StringBuilder("# MITRE ATT&CK: tactics (TA id, name), data components (DC id, name), techniques (T id, name, tactics, platforms, status when not active),\n"
            + "# detection strategies (DET id, name, techniques, version when another) with their analytics (AN id, platforms, component=log source, tunable elements).\n"
            + "# (c) The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.\n");
        text.Append("version\t").Append(document.RootElement.GetProperty("attackVersion").GetString()).Append('\n');
        foreach (var domain in document.RootElement.GetProperty("domains").EnumerateObject())
        {
            text.Append("domain\t").Append(domain.Name).Append('\n');
            var tacticIds = new Dictionary<string, string>();
            foreach (var tactic in domain.Value.GetProperty("tactics").EnumerateArray())
            {
                tacticIds[Text(tactic, "shortName")] = Text(tactic, "id");
                Line(text, Text(tactic, "id"), Text(tactic, "name"));
            }

            var components = domain.Value.GetProperty("dataComponents").EnumerateArray().Select(item => (Id: Text(item, "id"), Name: Text(item, "name")));
            if (domain.Name == "mobile-attack")
                components = components.Concat(NewerMobileComponents);
            foreach (var (id, name) in components.DistinctBy(component => component.Id).OrderBy(component => component.Id, StringComparer.Ordinal))
                Line(text, id, name);
            foreach (var technique in domain.Value.GetProperty("techniques").EnumerateArray())
            {
                var status = Text(technique, "status");
                Line(text, Text(technique, "id"), Text(technique, "name"), string.Join(',', List(technique, "tactics").Select(name => tacticIds[name])),
                    string.Join(',', List(technique, "platforms")), status == "active" ? "" : status);
            }

            foreach (var strategy in domain.Value.GetProperty("detectionStrategies").EnumerateArray().OrderBy(item => Text(item, "id"), StringComparer.Ordinal))
            {
                Line(text, Text(strategy, "id"), Text(strategy, "name"), string.Join(',', List(strategy, "techniques")), strategy.TryGetProperty("asOf", out var asOf) ? asOf.GetString()! : "");
                foreach (var analytic in strategy.GetProperty("analytics").EnumerateArray())
                {
                    var sources = analytic.GetProperty("logSources").EnumerateArray().Select(source => Text(source, "component") + "=" + Text(source, "name"));
                    Line(text, Text(analytic, "id"), string.Join(',', List(analytic, "platforms")), string.Join('|', sources), string.Join(',', List(analytic, "mutableElements")));
                }
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, params string[] fields) => text.Append(string.Join('\t', fields).TrimEnd('\t')).Append('\n');

    private static string Text(JsonElement element, string name) => (element.GetProperty(name).GetString() ?? "").Trim();

    private static IEnumerable<string> List(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? list.EnumerateArray().Select(item => item.GetString()!.Trim()) : [];

    private static IEnumerable<string[]> Rows(string path) =>
        File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'));

    // Defaults stand as the YAML files have them: text without quotes, "False". The pack holds KQL literals.
    private static IEnumerable<string> Parameters(string list)
    {
        foreach (var parameter in list.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = parameter.IndexOf(':');
            var equals = parameter.IndexOf('=', colon);
            var type = TypeCodes.Normalize(parameter[(colon + 1)..equals]);
            var value = parameter[(equals + 1)..];
            yield return $"{parameter[..colon]}:{type}=" + type switch
            {
                "string" => "'" + value.Trim('\'') + "'",
                "bool" when value.Length > 0 => value.ToLowerInvariant(),
                _ => value.Length > 0 ? value : NullOf(type),
            };
        }
    }

    private static string NullOf(string type) => type == "string" ? "''" : type + "(null)";
}
