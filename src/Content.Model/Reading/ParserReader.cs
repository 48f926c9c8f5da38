using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads parser functions of all three formats.</summary>
internal static class ParserReader
{
    private const string What = "a parser";

    public static ParserFunction? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, What, diagnostics);
        var parser = node.Has("ParserName") || node.Has("ParserQuery") ? Asim(source, node, reader)
            : node.Has("FunctionName") || node.Has("FunctionQuery") ? Legacy(source, node, reader)
            : Community(source, node, reader);
        if (parser is not null && !IsIdentifier(parser.Alias.Value))
            diagnostics.Error(DiagnosticCodes.BadValue, parser.Alias, $"'{parser.Alias.Value}' is no name that a query can call.", "Use letters, digits and underscores, and no digit first.");
        return parser;
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static ParserFunction? Legacy(SourceText source, YamlMapping node, MappingReader reader)
    {
        var id = reader.Guid("id");
        var name = reader.Text("FunctionName", node.Has("FunctionAlias") ? Need.Optional : Need.Required);
        var alias = reader.Text("FunctionAlias") ?? name;
        var query = reader.Text("FunctionQuery", Need.Required);
        var header = reader.Child("Function", "the function's header");
        var list = ParameterList(reader, "FunctionParams");
        var text = reader.Text("FunctionParameters");
        var result = alias is null || query is null ? null : new ParserFunction(source, node, ParserFormat.Legacy, alias, query, text is null ? list : ParameterText.Read(text, reader.Diagnostics))
        {
            Id = id,
            Name = name,
            Title = header?.Text("Title"),
            Version = header?.Text("Version"),
            Category = reader.Text("Category"),
            Description = reader.Text("Description"),
            EquivalentBuiltIn = reader.Text("EquivalentBuiltInFunction"),
        };
        header?.Ignore("Title", "Version", "LastUpdated");
        header?.Done();
        reader.Ignore("Category", "Description", "EquivalentBuiltInFunction", "References", "Product", "Schema", "Include", "Fields", "IgnoreTimespanOnDimensionTables", "tags", "metadata");
        reader.Done();
        return result;
    }

    private static ParserFunction? Asim(SourceText source, YamlMapping node, MappingReader reader)
    {
        var name = reader.Text("ParserName", Need.Required);
        var query = reader.Text("ParserQuery", Need.Required);
        var parameters = ParameterList(reader, "ParserParams");
        var header = reader.Child("Parser", "the parser's header", Need.Recommended);
        var normalization = reader.Child("Normalization", "the normalization");
        var result = name is null || query is null ? null : new ParserFunction(source, node, ParserFormat.Asim, name, query, parameters)
        {
            Name = name,
            Title = header?.Text("Title"),
            Version = header?.Text("Version"),
            Description = reader.Text("Description"),
            NormalizedSchema = normalization?.Text("Schema"),
            EquivalentBuiltIn = reader.Text("EquivalentBuiltInParser"),
        };
        header?.Ignore("Title", "Version", "LastUpdated");
        header?.Done();
        normalization?.Ignore("Schema", "Version");
        normalization?.Done();
        reader.Ignore("Description", "EquivalentBuiltInParser", "Product", "References", "Parsers", "tags", "metadata");
        reader.Done();
        return result;
    }

    private static ParserFunction? Community(SourceText source, YamlMapping node, MappingReader reader)
    {
        var id = reader.Text("id");
        var name = reader.Text("name");
        var alias = reader.Text("functionAlias", Need.Required);
        var query = reader.Text("query", Need.Required);
        var text = reader.Text("functionParameters");
        var result = alias is null || query is null ? null : new ParserFunction(source, node, ParserFormat.Community, alias, query, text is null ? [] : ParameterText.Read(text, reader.Diagnostics))
        {
            Id = id,
            Name = name,
            Description = reader.Text("description"),
            Category = reader.Text("category"),
            Version = reader.Text("version"),
        };
        reader.Ignore("description", "category", "version", "tags");
        reader.Done();
        return result;
    }

    private static ImmutableArray<ParserParameter> ParameterList(MappingReader reader, string key)
    {
        var parameters = ImmutableArray.CreateBuilder<ParserParameter>();
        foreach (var item in reader.Maps(key, "a parameter"))
        {
            var name = item.Text("Name", Need.Required);
            var type = item.Text("Type", Need.Required);
            var value = DefaultOf(item);
            if (name is not null && type is not null)
                parameters.Add(new ParserParameter(name, Symbol(name.Value.Trim(), type, value, reader.Diagnostics)));
            item.Done();
        }

        return parameters.ToImmutable();
    }

    // "Default: *" and "Default: ''" are texts; a key with nothing behind it is no default.
    private static Located<string>? DefaultOf(MappingReader item)
    {
        item.Ignore("Default", "DefaultValue", "Description");
        var entry = item.Mapping.FindAnyCase("Default") ?? item.Mapping.FindAnyCase("DefaultValue");
        return entry?.Value switch
        {
            YamlScalar { IsNull: true } or null => null,
            YamlScalar scalar => new Located<string>(scalar.Value, scalar),
            var other => Report(item, other),
        };
    }

    private static Located<string>? Report(MappingReader item, YamlNode node)
    {
        item.WrongType("Default", node, "a text", help: "Quote it: Default: \"dynamic([])\".");
        return null;
    }

    private static WorkspaceFunctionParameter Symbol(string name, Located<string> type, Located<string>? value, DiagnosticBag diagnostics)
    {
        var text = type.Value.Trim();
        if (text.StartsWith("table:", StringComparison.OrdinalIgnoreCase))
            text = text["table:".Length..].Trim();
        if (text.StartsWith('('))
            return new WorkspaceFunctionParameter(name, null) { Row = ParameterText.ReadRow(text, type, diagnostics) };
        var symbol = ParameterText.TypeOf(text, type, diagnostics);
        return new WorkspaceFunctionParameter(name, symbol) { DefaultValue = value is null ? null : Literal(value.Value, symbol) };
    }

    // The files give the default of a string as bare text; KQL wants a literal.
    private static string Literal(string value, KqlType type)
    {
        var trimmed = value.Trim();
        if (type.Kind == TypeKind.Bool)
            return trimmed.ToLowerInvariant();
        if (type.Kind != TypeKind.String || (trimmed.Length >= 2 && trimmed[0] is '\'' or '"' && trimmed[^1] == trimmed[0]))
            return trimmed;
        return "'" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
    }
}
