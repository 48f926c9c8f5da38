using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>Formats of parser files.</summary>
public enum ParserFormat : byte
{
    /// <summary><c>FunctionName</c>, <c>FunctionQuery</c>.</summary>
    Legacy,
    /// <summary><c>ParserName</c>, <c>ParserParams</c>, <c>ParserQuery</c>.</summary>
    Asim,
    /// <summary><c>functionAlias</c>, <c>functionParameters</c>, <c>query</c>.</summary>
    Community,
}

/// <summary>A parameter of a parser with its place.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Symbol">What the language knows of it.</param>
public sealed record ParserParameter(Located<string> Name, WorkspaceFunctionParameter Symbol);

/// <summary>A page to read.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Link">Its address.</param>
public sealed record ContentReference(Located<string>? Title, Located<string>? Link);

/// <summary>A parser: a function that the content adds to the workspace.</summary>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
/// <param name="Format">The format of the file.</param>
/// <param name="Alias">The name it is called by.</param>
/// <param name="Query">The KQL text of its body.</param>
/// <param name="Parameters">Its parameters in order.</param>
public sealed record ParserFunction(
    SourceText Source, YamlMapping Node, ParserFormat Format, Located<string> Alias, Located<string> Query, ImmutableArray<ParserParameter> Parameters)
    : ContentItem(Source, Node)
{
    /// <summary>Identifier; ASIM files have none.</summary>
    public Located<string>? Id { get; init; }
    /// <summary>Name of the saved search; often the alias again.</summary>
    public Located<string>? Name { get; init; }
    /// <summary>Title for people.</summary>
    public Located<string>? Title { get; init; }
    /// <summary>Description.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Category of the saved search.</summary>
    public Located<string>? Category { get; init; }
    /// <summary>Version.</summary>
    public Located<string>? Version { get; init; }
    /// <summary>ASIM schema that it normalises to; null for other parsers.</summary>
    public Located<string>? NormalizedSchema { get; init; }
    /// <summary>Version of that schema.</summary>
    public Located<string>? NormalizedSchemaVersion { get; init; }
    /// <summary>Name of the built-in function that does the same; null when none is named.</summary>
    public Located<string>? EquivalentBuiltIn { get; init; }
    /// <summary>Date of the last change, as written.</summary>
    public Located<string>? LastUpdated { get; init; }
    /// <summary>Product whose events are parsed.</summary>
    public Located<string>? Product { get; init; }
    /// <summary>Parsers that a unifying parser calls.</summary>
    public ImmutableArray<Located<string>> SubParsers { get; init; } = [];
    /// <summary>Pages to read.</summary>
    public ImmutableArray<ContentReference> References { get; init; } = [];
    /// <summary>Tags.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <inheritdoc/>
    public override string Label => Alias.Value;

    /// <inheritdoc/>
    public override Located<string>? KqlText => Query;

    /// <summary>The function as queries see it.</summary>
    public WorkspaceFunction Function => new(Alias.Value, [.. Parameters.Select(parameter => parameter.Symbol)])
    {
        Body = Query.Value,
        Description = Description?.Value ?? Title?.Value,
    };
}
