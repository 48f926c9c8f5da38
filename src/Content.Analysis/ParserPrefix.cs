using System.Collections.Immutable;
using System.Text;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Analysis;

/// <summary>Where the variable of a parameter stands in a prefix.</summary>
/// <param name="Start">Offset of its <c>let</c>.</param>
/// <param name="Name">The parameter in the file.</param>
public readonly record struct PrefixPlace(int Start, Located<string> Name);

/// <summary>Makes a parser's body a query of its own: each parameter becomes a variable with the default value, or with none.</summary>
public static class ParserPrefix
{
    /// <summary>The variables of a parser as the beginning of its query, and where each stands.</summary>
    public static (string Text, ImmutableArray<PrefixPlace> Places) Of(ParserFunction parser)
    {
        var text = new StringBuilder();
        var places = ImmutableArray.CreateBuilder<PrefixPlace>();
        foreach (var parameter in parser.Parameters)
        {
            places.Add(new PrefixPlace(text.Length, parameter.Name));
            text.Append("let ").Append(parameter.Symbol.Name).Append(" = ").Append(ValueOf(parameter.Symbol)).Append(";\n");
        }

        return (text.ToString(), places.ToImmutable());
    }

    private static string ValueOf(WorkspaceFunctionParameter parameter) => parameter switch
    {
        { Type: null, Row: { } row } => $"datatable({string.Join(", ", row.Columns.Select(column => $"['{column.Name}']:{column.Type.Name}"))})[]",
        { DefaultValue: { Length: > 0 } value } => value,
        { Type.Kind: TypeKind.String } => "''",
        { Type: { } type } => $"{type.Name}(null)",
        _ => "dynamic(null)",
    };
}
