using System.Text.Json.Nodes;
using Content.Kql;
using Content.Kql.Symbols;

namespace Content.Azure.Stub.Service;

/// <summary>What a query can refer to in the workspace at this moment: what it comes with, the custom tables and functions that were stored, and nothing that does not exist.</summary>
internal sealed class WorkspaceSchema : ISchema
{
    private readonly ISchema _below;
    private readonly ISet<string> _unknown;
    private readonly Dictionary<string, TableSymbol> _tables;
    private readonly Dictionary<string, WorkspaceFunction> _functions;

    public WorkspaceSchema(ArmStub service)
    {
        (_below, _unknown) = (service.Queries.Schema, service.UnknownNames);
        _tables = service.Stored("tables").ToDictionary(table => table.Key, Table, StringComparer.Ordinal);
        _functions = service.Stored("savedSearches").Values.Select(search => search["properties"]!).Where(search => Json.Text(search["functionAlias"]) is { Length: > 0 })
            .ToDictionary(search => Json.Text(search["functionAlias"])!, Function, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> TableNames => [.. _below.TableNames.Concat(_tables.Keys).Where(name => !_unknown.Contains(name)).Distinct(StringComparer.Ordinal)];

    public IReadOnlyList<string> FunctionNames => [.. _below.FunctionNames.Concat(_functions.Keys).Where(name => !_unknown.Contains(name)).Distinct(StringComparer.Ordinal)];

    /// <summary>The name for which the service does not run a query; null when it runs, or fails for something else.</summary>
    public string? Misses(string query)
    {
        if (_unknown.Count == 0)
            return null;
        var bound = Compilation.Bind(query, this);
        return bound.Runs ? null : _unknown.FirstOrDefault(name => bound.Diagnostics.Select(found => found.Message).Append(bound.Body.Problem ?? "").Any(text => text.Contains($"'{name}'", StringComparison.Ordinal)));
    }

    public TableSymbol? FindTable(string name) => _unknown.Contains(name) ? null : _tables.GetValueOrDefault(name) ?? _below.FindTable(name);

    public WorkspaceFunction? FindFunction(string name) => _unknown.Contains(name) ? null : _functions.GetValueOrDefault(name) ?? _below.FindFunction(name);

    public RowType? FindWatchlist(string alias) => _below.FindWatchlist(alias);

    private static TableSymbol Table(KeyValuePair<string, JsonObject> table) => new(table.Key, new RowType([.. Json.Items(table.Value["properties"]!["schema"]!["columns"])
        .Select(column => new ColumnSymbol(Json.Text(column["name"])!, KqlType.FromName(Json.Text(column["type"])!.ToLowerInvariant()) ?? KqlType.Bool))]));

    private static WorkspaceFunction Function(JsonNode search) =>
        new(Json.Text(search["functionAlias"])!, [.. Parts(Json.Text(search["functionParameters"]) ?? "").Select(Parameter)]) { Body = Json.Text(search["query"]) };

    private static WorkspaceFunctionParameter Parameter(string text)
    {
        var (colon, equals) = (text.IndexOf(':', StringComparison.Ordinal), text.IndexOf('=', StringComparison.Ordinal));
        var type = text[(colon + 1)..(equals < 0 ? text.Length : equals)].Trim();
        return new WorkspaceFunctionParameter(text[..colon].Trim(), KqlType.FromName(type)) { Row = type.StartsWith('(') ? RowType.Empty : null, DefaultValue = equals < 0 ? null : text[(equals + 1)..].Trim() };
    }

    // Between commas outside of brackets.
    private static IEnumerable<string> Parts(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is ('(' or '['))
                depth++;
            else if (i < text.Length && text[i] is (')' or ']'))
                depth--;
            else if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                if (text[start..i].Trim() is { Length: > 0 } part)
                    yield return part;
                start = i + 1;
            }
        }
    }
}
