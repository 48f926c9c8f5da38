using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;

namespace Content.Model.Reading;

/// <summary>Reads parameters written as KQL has them: <c>T:(*), name:string='a', from:datetime=datetime(null)</c>.</summary>
internal static class ParameterText
{
    private static readonly string[] TypeNames = ["bool", "int", "long", "real", "decimal", "datetime", "timespan", "guid", "string", "dynamic"];

    public static ImmutableArray<ParserParameter> Read(Located<string> text, DiagnosticBag diagnostics)
    {
        var parameters = ImmutableArray.CreateBuilder<ParserParameter>();
        foreach (var (start, length) in Split(text.Value))
        {
            var part = text.Value.AsSpan(start, length);
            var place = Place(text, start, length);
            var colon = part.IndexOf(':');
            if (colon <= 0 || part[(colon + 1)..].Trim().IsEmpty)
            {
                diagnostics.Error(DiagnosticCodes.BadParameters, place, $"'{part}' is no parameter.", "Write name:type, or name:type=default.");
                continue;
            }

            var name = part[..colon].Trim().ToString();
            var rest = part[(colon + 1)..].Trim();
            if (rest[0] == '(')
            {
                parameters.Add(new ParserParameter(Rename(place, name), new WorkspaceFunctionParameter(name, null) { Row = ReadRow(rest.ToString(), place, diagnostics) }));
                continue;
            }

            var equals = rest.IndexOf('=');
            var type = TypeOf((equals < 0 ? rest : rest[..equals]).Trim().ToString(), place, diagnostics);
            parameters.Add(new ParserParameter(Rename(place, name), new WorkspaceFunctionParameter(name, type)
            {
                DefaultValue = equals < 0 ? null : rest[(equals + 1)..].Trim().ToString(),
            }));
        }

        return parameters.ToImmutable();
    }

    /// <summary>The columns of a tabular parameter: <c>(*)</c> or <c>(name:type, …)</c>.</summary>
    public static RowType ReadRow(string text, Located<string> place, DiagnosticBag diagnostics)
    {
        var inner = text.Trim().TrimStart('(').TrimEnd(')').Trim();
        if (inner is "*" or "")
            return RowType.Empty;
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        foreach (var (start, length) in Split(inner))
        {
            var parts = inner.Substring(start, length).Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2)
                columns.Add(new ColumnSymbol(parts[0], TypeOf(parts[1], place, diagnostics)));
            else
                diagnostics.Error(DiagnosticCodes.BadParameters, place, $"'{parts[0]}' is no column.", "Write name:type for each column, or (*) for any table.");
        }

        return new RowType(columns.ToImmutable());
    }

    public static KqlType TypeOf(string name, Located<string> place, DiagnosticBag diagnostics)
    {
        if (KqlType.FromName(name.ToLowerInvariant()) is { } type)
            return type;
        var meant = NameSuggestion.Find(name, TypeNames);
        diagnostics.Error(DiagnosticCodes.BadParameters, place, $"'{name}' is no type." + (meant is null ? "" : $" Did you mean '{meant}'?"), $"Use one of {string.Join(", ", TypeNames)}.");
        return KqlType.Unknown;
    }

    // Commas inside brackets and quotes belong to a default value.
    private static List<(int Start, int Length)> Split(string text)
    {
        var parts = new List<(int, int)>();
        int depth = 0, start = 0;
        var quote = '\0';
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (quote == '\0' && depth == 0 && text[i] == ','))
            {
                var from = start;
                while (from < i && char.IsWhiteSpace(text[from]))
                    from++;
                var end = i;
                while (end > from && char.IsWhiteSpace(text[end - 1]))
                    end--;
                if (end > from)
                    parts.Add((from, end - from));
                start = i + 1;
            }
            else if (quote != '\0')
            {
                if (text[i] == '\\' && i + 1 < text.Length)
                    i++;
                else if (text[i] == quote)
                    quote = '\0';
            }
            else if (text[i] is '\'' or '"')
                quote = text[i];
            else if (text[i] is '(' or '[' or '{')
                depth++;
            else if (text[i] is ')' or ']' or '}')
                depth--;
        }

        return parts;
    }

    private static Located<string> Place(Located<string> text, int start, int length) =>
        new(text.Value.Substring(start, length), text.Source, text.Map.MapSpan(new TextSpan(start, length)), text.Value.Substring(start, length));

    private static Located<string> Rename(Located<string> place, string name) => new(name, place.Source, new TextSpan(place.Span.Start, Math.Min(name.Length, place.Span.Length)), name);
}
