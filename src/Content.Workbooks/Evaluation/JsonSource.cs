using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Content.Kql.Symbols;
using Content.Model.Json;

namespace Content.Workbooks.Evaluation;

/// <summary>Makes rows of JSON: an item's own, or a recorded response, by the transformers that the query has.</summary>
internal static class JsonSource
{
    private const int RowLimit = 10_000;
    private static readonly TimeSpan RegexTime = TimeSpan.FromMilliseconds(200);

    /// <summary>The rows of a JSON query (<c>{"version", "content": "…", "transformers"}</c>).</summary>
    /// <param name="query">Its text with the values of parameters in it.</param>
    /// <param name="error">What is wrong with it; null when nothing is.</param>
    public static WorkbookTable Read(string query, out string? error)
    {
        error = null;
        if (!ValueText.TryParse(query, out var root) || root is not IReadOnlyDictionary<string, object?> bag)
        {
            error = "The query is no JSON.";
            return WorkbookTable.Empty;
        }

        var content = bag.GetValueOrDefault("content");
        if (content is string text && !ValueText.TryParse(text, out content))
        {
            error = "The content of the query is no JSON.";
            return WorkbookTable.Empty;
        }

        return Transform(content, bag.GetValueOrDefault("transformers"));
    }

    /// <summary>The rows of a response.</summary>
    /// <param name="content">The response.</param>
    /// <param name="transformers">The <c>transformers</c> of the query; the first that is known counts.</param>
    public static WorkbookTable Transform(object? content, object? transformers)
    {
        foreach (var each in transformers as object?[] ?? [])
        {
            if (each is IReadOnlyDictionary<string, object?> transformer && transformer.GetValueOrDefault("type") is "jsonpath" && transformer.GetValueOrDefault("settings") is IReadOnlyDictionary<string, object?> settings)
                return ByPaths(content, settings);
        }

        return Table(content is object?[] list ? list : content is IReadOnlyDictionary<string, object?> { Count: 1 } bag && bag.Values.First() is object?[] inner ? inner : [content]);
    }

    private static WorkbookTable ByPaths(object? content, IReadOnlyDictionary<string, object?> settings)
    {
        IEnumerable<object?> found = settings.GetValueOrDefault("tablePath") is string { Length: > 0 } path ? JsonPath.Select(content, path) : [content];
        // A path to a list means its elements.
        var items = found.SelectMany(item => item is object?[] list ? list : [item]).Take(RowLimit).ToArray();
        var columns = (settings.GetValueOrDefault("columns") as object?[] ?? []).OfType<IReadOnlyDictionary<string, object?>>().ToArray();
        if (columns.Length == 0)
            return Table(items);
        var symbols = columns.Select((column, i) => new ColumnSymbol(column.GetValueOrDefault("columnid") as string ?? $"Column{i + 1}", TypeOf(column.GetValueOrDefault("columnType") as string))).ToImmutableArray();
        var rows = new List<object?[]>();
        foreach (var item in items)
        {
            rows.Add([.. columns.Select((column, i) =>
            {
                var values = column.GetValueOrDefault("path") is string { Length: > 0 } cell ? JsonPath.Select(item, cell) : [item];
                var value = values.Count switch { 0 => null, 1 => values[0], _ => values.ToArray() };
                if (column.GetValueOrDefault("substringRegexMatch") is string { Length: > 0 } pattern)
                    value = Substring(ValueText.Of(value), pattern, column.GetValueOrDefault("substringReplace") as string);
                return Convert(value, symbols[i].Type);
            })]);
        }

        return Typed(symbols, rows);
    }

    private static string Substring(string text, string pattern, string? replacement)
    {
        try
        {
            var match = Regex.Match(text, pattern, RegexOptions.CultureInvariant, RegexTime);
            return !match.Success ? replacement is null ? "" : text : replacement is null ? match.Value : Regex.Replace(text, pattern, replacement, RegexOptions.CultureInvariant, RegexTime);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            // A pattern that is none leaves the text as it is.
            return text;
        }
    }

    private static WorkbookTable Table(object?[] items)
    {
        var columns = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<object?[]>();
        foreach (var item in items.Take(RowLimit))
        {
            var bag = item as IReadOnlyDictionary<string, object?> ?? new OrderedDictionary<string, object?> { ["value"] = item };
            foreach (var key in bag.Keys)
                columns.TryAdd(key, columns.Count);
        }

        foreach (var item in items.Take(RowLimit))
        {
            var row = new object?[columns.Count];
            foreach (var (key, value) in item as IEnumerable<KeyValuePair<string, object?>> ?? [new("value", item)])
                row[columns[key]] = value;
            rows.Add(row);
        }

        return Typed([.. columns.Keys.Select(name => new ColumnSymbol(name, KqlType.Unknown))], rows);
    }

    // A column has the type that all of its values have.
    private static WorkbookTable Typed(ImmutableArray<ColumnSymbol> columns, List<object?[]> rows)
    {
        var typed = ImmutableArray.CreateBuilder<ColumnSymbol>(columns.Length);
        for (var i = 0; i < columns.Length; i++)
        {
            var column = i;
            if (!columns[i].Type.IsUnknown)
            {
                typed.Add(columns[i]);
                continue;
            }

            var kinds = rows.Select(row => row[column]).Where(value => value is not null).Select(value => value switch { bool => TypeKind.Bool, long => TypeKind.Long, double => TypeKind.Real, string => TypeKind.String, _ => TypeKind.Dynamic }).Distinct().ToArray();
            var kind = kinds switch { [var only] => only, [] => TypeKind.String, _ when kinds.All(each => each is TypeKind.Long or TypeKind.Real) => TypeKind.Real, _ => TypeKind.Dynamic };
            if (kind == TypeKind.Real)
            {
                foreach (var row in rows)
                    row[i] = row[i] is long whole ? (double)whole : row[i];
            }

            typed.Add(new ColumnSymbol(columns[i].Name, KqlType.FromKind(kind)));
        }

        return new WorkbookTable(typed.ToImmutable(), rows);
    }

    private static KqlType TypeOf(string? name) => name?.ToLowerInvariant() switch
    {
        "datetime" => KqlType.DateTime,
        "long" or "int" => KqlType.Long,
        "number" or "double" or "real" => KqlType.Real,
        "string" or "text" => KqlType.String,
        "bool" or "boolean" => KqlType.Bool,
        _ => KqlType.Unknown,
    };

    /// <summary>A value of JSON as one of a type; null when it is none.</summary>
    public static object? Convert(object? value, KqlType type)
    {
        if (value is null || type.IsUnknown)
            return value;
        var text = ValueText.Of(value);
        return type.Kind switch
        {
            TypeKind.DateTime => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            TypeKind.TimeSpan => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null,
            TypeKind.Long => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) ? whole : null,
            TypeKind.Int => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var small) ? small : null,
            TypeKind.Real => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            TypeKind.Decimal => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : null,
            TypeKind.Bool => value is bool or string && bool.TryParse(text, out var flag) ? flag : null,
            TypeKind.Guid => Guid.TryParse(text, out var id) ? id : null,
            TypeKind.String => text,
            _ => value,
        };
    }
}
