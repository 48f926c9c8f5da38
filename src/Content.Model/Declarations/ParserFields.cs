namespace Content.Model.Declarations;

/// <summary>Keys of parsers and functions: the saved-function format, the ASIM format, and the short one.</summary>
internal static class ParserFields
{
    public static readonly TextField Title = new("Title", "Title for people.");
    public static readonly TextField Version = new("Version", "Version, a.b.c.");
    public static readonly TextField LastUpdated = new("LastUpdated", "Date of the last change.");
    public static readonly TextField ParameterName = new("Name", "Name of the parameter.") { Need = Need.Required };
    public static readonly TextField ParameterType = new("Type", "KQL type, or table:(*) or table:(Column:type, …).") { Need = Need.Required };
    public static readonly NodeField Default = new("Default", "Value when the caller gives none; a text stands as it is, without quotes.", TextShape.Any);
    public static readonly NodeField DefaultValue = new("DefaultValue", "The same as Default.", TextShape.Any);
    public static readonly TextField ParameterDescription = new("Description", "What the parameter is for.");
    public static readonly RecordShape Parameter = new("a parameter", ParameterName, ParameterType, Default, DefaultValue, ParameterDescription);
    public static readonly TextField ReferenceTitle = new("Title", "Title of the page.");
    public static readonly TextField Link = new("Link", "Address of the page.");
    public static readonly RecordsField References = new("References", "Pages to read.", new RecordShape("a reference", ReferenceTitle, Link));
    public static readonly TextField ProductName = new("Name", "Name of the product.");
    public static readonly RecordField Product = new("Product", "Product whose events are parsed.", new RecordShape("a product", ProductName));
    public static readonly TextField Description = new("Description", "What the function gives.");

    public static readonly TextField Id = new("id", "GUID; the name of the deployed function.", TextShape.Guid);
    public static readonly RecordField FunctionHeader = new("Function", "Title and version of the function.", new RecordShape("the function's header", Title, Version, LastUpdated));
    public static readonly TextField Category = new("Category", "Category of the saved search.");
    public static readonly TextField FunctionName = new("FunctionName", "Name of the saved search.");
    public static readonly TextField FunctionAlias = new("FunctionAlias", "Name that queries call it by.") { Default = "FunctionName" };
    public static readonly RecordsField FunctionParams = new("FunctionParams", "Parameters.", Parameter);
    public static readonly TextField FunctionParameters = new("FunctionParameters", "Parameters as KQL has them: name:type=default, ….");
    public static readonly TextField FunctionQuery = new("FunctionQuery", "KQL text of the body.", TextShape.AnyQuery) { Need = Need.Required };
    public static readonly TextField EquivalentBuiltInFunction = new("EquivalentBuiltInFunction", "Built-in function that does the same.");

    public static readonly RecordShape Legacy = new("a parser",
        Id, FunctionHeader, Category, FunctionName, FunctionAlias, FunctionParams, FunctionParameters, Description, FunctionQuery, EquivalentBuiltInFunction, References, Product,
        new BooleanField("IgnoreTimespanOnDimensionTables", "Not used."), SharedFields.Tags, SharedFields.Metadata, SharedFields.Owner, SharedFields.Status, SharedFields.ReviewDate)
    { NeedsOneOf = [FunctionName, FunctionAlias] };

    public static readonly TextField ParserName = new("ParserName", "Name that queries call it by: ASim… without parameters, vim… with filters, im… for all of a schema.") { Need = Need.Required };
    public static readonly TextField ParserQuery = new("ParserQuery", "KQL text of the body.", TextShape.AnyQuery) { Need = Need.Required };
    public static readonly RecordsField ParserParams = new("ParserParams", "Parameters.", Parameter);
    public static readonly RecordField ParserHeader = new("Parser", "Title and version of the parser.", new RecordShape("the parser's header", Title, Version, LastUpdated)) { Need = Need.Recommended };
    public static readonly TextField Schema = new("Schema", "ASIM schema that it normalises to.");
    public static readonly TextField SchemaVersion = new("Version", "Version of the schema.");
    public static readonly RecordField Normalization = new("Normalization", "What it normalises to.", new RecordShape("the normalization", Schema, SchemaVersion));
    public static readonly TextField EquivalentBuiltInParser = new("EquivalentBuiltInParser", "Built-in parser that does the same: _Im_… or _ASim_….");
    public static readonly TextsField SubParsers = new("Parsers", "Parsers that a unifying parser calls.");

    public static readonly RecordShape Asim = new("a parser",
        ParserHeader, Product, Normalization, References, Description, ParserName, EquivalentBuiltInParser, ParserParams, ParserQuery, SubParsers, SharedFields.Tags, SharedFields.Metadata,
        SharedFields.Owner, SharedFields.Status, SharedFields.ReviewDate);

    public static readonly TextField ShortId = new("id", "Identifier; the name of the deployed function.");
    public static readonly TextField Name = new("name", "Name of the saved search.");
    public static readonly TextField ShortDescription = new("description", "What the function gives.");
    public static readonly TextField ShortCategory = new("category", "Category of the saved search.");
    public static readonly TextField Alias = new("functionAlias", "Name that queries call it by.") { Need = Need.Required };
    public static readonly TextField ShortParameters = new("functionParameters", "Parameters as KQL has them: name:type=default, ….");
    public static readonly TextField Query = new("query", "KQL text of the body.", TextShape.AnyQuery) { Need = Need.Required };
    public static readonly TextField ShortVersion = new("version", "Version.");

    public static readonly RecordShape Short = new("a parser", ShortId, Name, ShortDescription, ShortCategory, Alias, ShortParameters, Query, ShortVersion, SharedFields.Tags,
        SharedFields.Owner, SharedFields.Status, SharedFields.ReviewDate);

    /// <summary>Keys that tell the formats apart.</summary>
    public static readonly string[] AsimSigns = ["ParserName", "ParserQuery"];
    public static readonly string[] LegacySigns = ["FunctionName", "FunctionQuery"];

    public static readonly TextField FieldName = new("Name", "Name of the field; <<Role>> stands for the role of the entity.") { Need = Need.Required };
    public static readonly TextField FieldType = new("Type", "KQL type.");
    public static readonly TextField FieldClass = new("Class", "How much the field is needed: Mandatory, Recommended, Optional, Conditional, Alias.");
    public static readonly TextField LogicalType = new("Logical type", "What the values are, such as Enumerated.");
    public static readonly TextField FieldDescription = new("Description", "What the field holds.");
    public static readonly NodeField Aliases = new("Aliases", "Other names of the field.", new EitherShape(TextShape.Any, new ListShape(TextShape.Any)));
    public static readonly RecordsField Fields = new("Fields", "Fields of the schema.", new RecordShape("a field of an ASIM schema",
        FieldName, FieldType, FieldClass, LogicalType, FieldDescription, Aliases,
        new NodeField("List of values", "Values, or the name of an enumeration.", new EitherShape(TextShape.Any, new ListShape(TextShape.Any))),
        new TextField("Follows", "Field that it goes with."), new TextField("Related to", "Field that it belongs to."),
        new TextsField("For roles", "Roles of the entity that have the field."), new NodeField("Example", "A value."), new TextField("DstDescription", "Description for the role Dst."),
        new TextField("Notes", "What else is to be known of the field."),
        new NodeField("References", "Pages to read.", new ListShape(AnyShape.Instance))));
    public static readonly RecordField SchemaHeader = new("Schema", "Name and version of the schema.", new RecordShape("the schema's header",
        Schema, SchemaVersion, new TextField("Last Updated", "Date of the last change.")));

    public const string EnumerationsKey = "Enumerations";

    public static readonly RecordShape AsimSchema = new("an ASIM schema", SchemaHeader, References, Description,
        new RecordsField("Include", "Files whose fields belong to it.", new RecordShape("an included file",
            new TextField("Name", "What it holds.") { Need = Need.Required }, new TextField("File", "Path of the file.") { Need = Need.Required }, new TextField("Role", "Role that its entity has."))),
        new MapField(EnumerationsKey, "Enumerations that fields refer to.", new MapShape("NAME", new ListShape(AnyShape.Instance))), Fields);
}
