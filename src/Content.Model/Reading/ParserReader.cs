using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads parser functions of all three formats.</summary>
internal static class ParserReader
{
    public static ParserFunction? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var parser = HasAny(node, ParserFields.AsimSigns) ? Asim(source, node, new MappingReader(node, ParserFields.Asim, diagnostics))
            : HasAny(node, ParserFields.LegacySigns) ? Legacy(source, node, new MappingReader(node, ParserFields.Legacy, diagnostics))
            : Community(source, node, new MappingReader(node, ParserFields.Short, diagnostics));
        if (parser is not null && !IsIdentifier(parser.Alias.Value))
            diagnostics.Error(DiagnosticCodes.BadValue, parser.Alias, $"'{parser.Alias.Value}' is no name that a query can call.", "Use letters, digits and underscores, and no digit first.");
        return parser;
    }

    private static bool HasAny(YamlMapping node, string[] keys)
    {
        foreach (var key in keys)
        {
            if (node.Has(key))
                return true;
        }

        return false;
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static ParserFunction? Legacy(SourceText source, YamlMapping node, MappingReader reader)
    {
        var id = reader.Text(ParserFields.Id);
        var name = reader.Text(ParserFields.FunctionName, node.Has(ParserFields.FunctionAlias.Key) ? Need.Optional : Need.Required);
        var alias = reader.Text(ParserFields.FunctionAlias) ?? name;
        var query = reader.Text(ParserFields.FunctionQuery);
        var header = reader.Child(ParserFields.FunctionHeader);
        var list = ParameterList(reader, ParserFields.FunctionParams);
        var text = reader.Text(ParserFields.FunctionParameters);
        return alias is null || query is null ? null : new ParserFunction(source, node, ParserFormat.Legacy, alias, query, text is null ? list : ParameterText.Read(text, reader.Diagnostics))
        {
            Id = id,
            Name = name,
            Title = header?.Text(ParserFields.Title),
            Version = header?.Text(ParserFields.Version),
            LastUpdated = header?.Text(ParserFields.LastUpdated),
            Category = reader.Text(ParserFields.Category),
            Description = reader.Text(ParserFields.Description),
            EquivalentBuiltIn = reader.Text(ParserFields.EquivalentBuiltInFunction),
            Product = reader.Child(ParserFields.Product)?.Text(ParserFields.ProductName),
            References = References(reader),
            Tags = SharedReader.Tags(reader),
            Ownership = SharedReader.Ownership(reader),
        };
    }

    private static ParserFunction? Asim(SourceText source, YamlMapping node, MappingReader reader)
    {
        var name = reader.Text(ParserFields.ParserName);
        var query = reader.Text(ParserFields.ParserQuery);
        var parameters = ParameterList(reader, ParserFields.ParserParams);
        var header = reader.Child(ParserFields.ParserHeader);
        var normalization = reader.Child(ParserFields.Normalization);
        return name is null || query is null ? null : new ParserFunction(source, node, ParserFormat.Asim, name, query, parameters)
        {
            Name = name,
            Title = header?.Text(ParserFields.Title),
            Version = header?.Text(ParserFields.Version),
            LastUpdated = header?.Text(ParserFields.LastUpdated),
            Description = reader.Text(ParserFields.Description),
            NormalizedSchema = normalization?.Text(ParserFields.Schema),
            NormalizedSchemaVersion = normalization?.Text(ParserFields.SchemaVersion),
            EquivalentBuiltIn = reader.Text(ParserFields.EquivalentBuiltInParser),
            SubParsers = reader.Texts(ParserFields.SubParsers),
            Product = reader.Child(ParserFields.Product)?.Text(ParserFields.ProductName),
            References = References(reader),
            Tags = SharedReader.Tags(reader),
            Ownership = SharedReader.Ownership(reader),
        };
    }

    private static ParserFunction? Community(SourceText source, YamlMapping node, MappingReader reader)
    {
        var id = reader.Text(ParserFields.ShortId);
        var name = reader.Text(ParserFields.Name);
        var alias = reader.Text(ParserFields.Alias);
        var query = reader.Text(ParserFields.Query);
        var text = reader.Text(ParserFields.ShortParameters);
        return alias is null || query is null ? null : new ParserFunction(source, node, ParserFormat.Community, alias, query, text is null ? [] : ParameterText.Read(text, reader.Diagnostics))
        {
            Id = id,
            Name = name,
            Description = reader.Text(ParserFields.ShortDescription),
            Category = reader.Text(ParserFields.ShortCategory),
            Version = reader.Text(ParserFields.ShortVersion),
            Tags = SharedReader.Tags(reader),
            Ownership = SharedReader.Ownership(reader),
        };
    }

    /// <summary>Reads a description of an ASIM schema.</summary>
    public static AsimSchema ReadSchema(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, ParserFields.AsimSchema, diagnostics);
        var header = reader.Child(ParserFields.SchemaHeader);
        var fields = ImmutableArray.CreateBuilder<AsimField>();
        foreach (var field in reader.Maps(ParserFields.Fields))
        {
            if (field.Text(ParserFields.FieldName) is { } name)
                fields.Add(new AsimField(name, field.Text(ParserFields.FieldType), field.Text(ParserFields.FieldClass), field.Text(ParserFields.FieldDescription)));
        }

        return new AsimSchema(source, node, fields.ToImmutable()) { Name = header?.Text(ParserFields.Schema), Version = header?.Text(ParserFields.SchemaVersion) };
    }

    private static ImmutableArray<ContentReference> References(MappingReader reader)
    {
        var references = ImmutableArray.CreateBuilder<ContentReference>();
        foreach (var item in reader.Maps(ParserFields.References))
            references.Add(new ContentReference(item.Text(ParserFields.ReferenceTitle), item.Text(ParserFields.Link)));
        return references.ToImmutable();
    }

    private static ImmutableArray<ParserParameter> ParameterList(MappingReader reader, RecordsField field)
    {
        var parameters = ImmutableArray.CreateBuilder<ParserParameter>();
        foreach (var item in reader.Maps(field))
        {
            var name = item.Text(ParserFields.ParameterName);
            var type = item.Text(ParserFields.ParameterType);
            var value = DefaultOf(item);
            if (name is not null && type is not null)
                parameters.Add(new ParserParameter(name, Symbol(name.Value.Trim(), type, value, reader.Diagnostics)));
        }

        return parameters.ToImmutable();
    }

    // "Default: *" and "Default: ''" are texts; a key with nothing behind it is no default.
    private static Located<string>? DefaultOf(MappingReader item)
    {
        switch (item.Node(ParserFields.Default) ?? item.Node(ParserFields.DefaultValue))
        {
            case null:
                return null;
            case YamlScalar scalar:
                return new Located<string>(scalar.Value, scalar);
            case var other:
                item.WrongType(ParserFields.Default.Key, other, "a text", help: "Quote it: Default: \"dynamic([])\".");
                return null;
        }
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
