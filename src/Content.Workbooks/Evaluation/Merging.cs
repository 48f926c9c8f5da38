using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Content.Kql.Symbols;
using Content.Model.Json;

namespace Content.Workbooks.Evaluation;

/// <summary>A merge as a query of type 7 says it: joins and unions of the rows of other steps, then which columns stay and what they are called.</summary>
internal sealed partial class Merging
{
    private const int RowLimit = 10_000;

    private readonly JsonElementNode _query;
    private readonly ImmutableArray<JsonElementNode> _merges;

    private Merging(JsonElementNode query)
    {
        _query = query;
        _merges = query["merges"] is { Kind: JsonValueKind.Array } list ? list.Items : [];
        var ids = _merges.Select(merge => merge.TextOf("id")).ToHashSet(StringComparer.Ordinal);
        Steps = [.. _merges.SelectMany(merge => new[] { merge.TextOf("leftTable"), merge.TextOf("rightTable") }).OfType<string>().Where(name => name.Length > 0 && !ids.Contains(name)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Names of the steps whose rows it needs.</summary>
    public ImmutableArray<string> Steps { get; }

    /// <summary>Reads the text of the query; null when it is none.</summary>
    public static Merging? Read(JsonElementNode query) => JsonElementNode.ParseText(query, out _) is { Kind: JsonValueKind.Object } root && root["merges"] is { Kind: JsonValueKind.Array, Items.IsEmpty: false } ? new Merging(root) : null;

    /// <summary>Merges.</summary>
    /// <param name="tables">The rows of <see cref="Steps"/>.</param>
    /// <param name="substitute">Puts values of parameters into a text.</param>
    /// <param name="parameter">The value of a parameter; null when there is none.</param>
    /// <param name="error">What is wrong; null when nothing is.</param>
    public WorkbookTable Evaluate(IReadOnlyDictionary<string, WorkbookTable> tables, Func<string, string> substitute, Func<string, string?> parameter, out string? error)
    {
        error = null;
        var results = new Dictionary<string, Named>(StringComparer.Ordinal);
        Named? last = null;
        foreach (var merge in _merges)
        {
            var left = Find(merge.TextOf("leftTable") ?? "");
            var right = Find(merge.TextOf("rightTable") ?? "");
            if (left is null)
            {
                error = $"There is no step '{merge.TextOf("leftTable")}' to merge.";
                return WorkbookTable.Empty;
            }

            var type = merge.TextOf("mergeType") ?? "innerunique";
            if (type is not ("table" or "duplicate") && right is null)
            {
                error = $"There is no step '{merge.TextOf("rightTable")}' to merge.";
                return WorkbookTable.Empty;
            }

            var merged = type switch
            {
                "table" or "duplicate" => left,
                "union" => Union(left, right!),
                _ => Join(left, right!, type, merge.TextOf("leftColumn") ?? "", merge.TextOf("rightColumn") ?? "", out error),
            };
            if (merged is null)
                return WorkbookTable.Empty;
            last = merged;
            if (merge.TextOf("id") is { Length: > 0 } id)
                results[id] = merged;
        }

        return Project(last!, substitute, parameter);

        Named? Find(string name)
        {
            if (results.TryGetValue(name, out var result))
                return result;
            if (!tables.TryGetValue(name, out var table))
                return null;
            return new Named([.. table.Columns.Select(column => new Source(name, column))], table.Rows);
        }
    }

    private static Named Union(Named left, Named right)
    {
        var columns = left.Columns.ToList();
        var places = right.Columns.Select(column =>
        {
            var index = columns.FindIndex(each => each.Column.Name == column.Column.Name);
            if (index >= 0)
                return index;
            columns.Add(column);
            return columns.Count - 1;
        }).ToArray();
        var rows = new List<object?[]>();
        foreach (var row in left.Rows.Take(RowLimit))
            rows.Add([.. row, .. new object?[columns.Count - row.Length]]);
        foreach (var row in right.Rows.Take(Math.Max(0, RowLimit - rows.Count)))
        {
            var target = new object?[columns.Count];
            for (var i = 0; i < row.Length; i++)
                target[places[i]] = row[i];
            rows.Add(target);
        }

        return new Named([.. columns], rows);
    }

    private static Named? Join(Named left, Named right, string type, string leftColumn, string rightColumn, out string? error)
    {
        error = null;
        var leftKey = left.IndexOf(leftColumn);
        var rightKey = right.IndexOf(rightColumn);
        // Without rows there may be no columns either: nothing is wrong then.
        if (leftKey < 0 && left.Columns.Length > 0 || rightKey < 0 && right.Columns.Length > 0)
        {
            error = $"There is no column '{(leftKey < 0 && left.Columns.Length > 0 ? leftColumn : rightColumn)}' to merge by.";
            return null;
        }

        var byRight = Group(right.Rows, rightKey);
        var byLeft = Group(left.Rows, leftKey);
        var rows = new List<object?[]>();
        switch (type)
        {
            case "leftanti":
                return left with { Rows = [.. left.Rows.Where(row => !byRight.ContainsKey(Key(row, leftKey)))] };
            case "rightanti":
                return right with { Rows = [.. right.Rows.Where(row => !byLeft.ContainsKey(Key(row, rightKey)))] };
            case "leftsemi":
                return left with { Rows = [.. left.Rows.Where(row => byRight.ContainsKey(Key(row, leftKey)))] };
            case "rightsemi":
                return right with { Rows = [.. right.Rows.Where(row => byLeft.ContainsKey(Key(row, rightKey)))] };
            case "inner" or "innerunique" or "leftouter" or "outer" or "fullouter":
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var row in left.Rows)
                {
                    var key = Key(row, leftKey);
                    if (type == "innerunique" && !seen.Add(key))
                        continue;
                    if (byRight.TryGetValue(key, out var matches))
                    {
                        foreach (var match in matches)
                            Add(row, match);
                    }
                    else if (type is "leftouter" or "outer" or "fullouter")
                        Add(row, null);
                }

                if (type is "outer" or "fullouter")
                {
                    foreach (var row in right.Rows.Where(row => !byLeft.ContainsKey(Key(row, rightKey))))
                        Add(null, row);
                }

                break;
            case "rightouter":
                foreach (var row in right.Rows)
                {
                    if (byLeft.TryGetValue(Key(row, rightKey), out var matches))
                    {
                        foreach (var match in matches)
                            Add(match, row);
                    }
                    else
                        Add(null, row);
                }

                break;
            default:
                error = $"Merges of the type '{type}' are not supported.";
                return null;
        }

        return new Named([.. left.Columns, .. right.Columns], rows);

        void Add(object?[]? one, object?[]? other)
        {
            if (rows.Count < RowLimit)
                rows.Add([.. one ?? new object?[left.Columns.Length], .. other ?? new object?[right.Columns.Length]]);
        }
    }

    private static Dictionary<string, List<object?[]>> Group(IReadOnlyList<object?[]> rows, int column)
    {
        var groups = new Dictionary<string, List<object?[]>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var key = Key(row, column);
            if (!groups.TryGetValue(key, out var group))
                groups[key] = group = [];
            group.Add(row);
        }

        return groups;
    }

    private static string Key(object?[] row, int column) => column < 0 ? "" : ValueText.Of(row[column]);

    // The columns that have a new name stay, in the order of the list; added ones follow from those before them.
    private WorkbookTable Project(Named table, Func<string, string> substitute, Func<string, string?> parameter)
    {
        var renames = _query["projectRename"] is { Kind: JsonValueKind.Array } list ? list.Items : [];
        if (!renames.Any(rename => rename.TextOf("mergedName") is { Length: > 0 }))
            return Plain(table);
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        var makers = new List<Func<object?[], Dictionary<string, string>, object?>>();
        foreach (var rename in renames)
        {
            if (rename.TextOf("mergedName") is not { Length: > 0 } name)
                continue;
            if (rename["isNewItem"]?.Kind == JsonValueKind.True || rename["newItemData"] is not null)
            {
                var criteria = rename["newItemData"];
                var isNumber = criteria is { Kind: JsonValueKind.Array, Items.IsEmpty: false } && criteria.Items.All(each =>
                    each["criteriaContext"]?.TextOf("resultValType") == "expression" || double.TryParse(each["criteriaContext"]?["resultVal"]?.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
                columns.Add(new ColumnSymbol(name, isNumber ? KqlType.Real : KqlType.String));
                makers.Add((_, cells) =>
                {
                    var text = Criteria.Evaluate(criteria, key => cells.GetValueOrDefault(key) ?? parameter(key), written => ColumnReference().Replace(substitute(written), match => cells.GetValueOrDefault(match.Groups[1].Value) ?? ""));
                    return isNumber ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null : text;
                });
                continue;
            }

            var index = table.IndexOfOriginal(rename.TextOf("originalName") ?? "");
            // Of a step without rows the columns are not known.
            columns.Add(index >= 0 ? table.Columns[index].Column.Rename(name) : new ColumnSymbol(name, KqlType.String));
            makers.Add((row, _) => index >= 0 ? row[index] : null);
        }

        var rows = new List<object?[]>(table.Rows.Count);
        foreach (var row in table.Rows)
        {
            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < table.Columns.Length; i++)
                cells.TryAdd(table.Columns[i].Column.Name, ValueText.Of(row[i]));
            var target = new object?[makers.Count];
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = makers[i](row, cells);
                cells[columns[i].Name] = ValueText.Of(target[i]);
            }

            rows.Add(target);
        }

        return new WorkbookTable(columns.ToImmutable(), rows);
    }

    // Of equal names the second gets a number, as in a join of KQL.
    private static WorkbookTable Plain(Named table)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return new WorkbookTable([.. table.Columns.Select(source =>
        {
            var name = source.Column.Name;
            for (var i = 1; !names.Add(name); i++)
                name = source.Column.Name + i.ToString(CultureInfo.InvariantCulture);
            return source.Column.Rename(name);
        })], table.Rows);
    }

    [GeneratedRegex("\\[\"([^\"]+)\"\\]", RegexOptions.CultureInvariant)]
    private static partial Regex ColumnReference();

    private sealed record Source(string Step, ColumnSymbol Column);

    private sealed record Named(ImmutableArray<Source> Columns, IReadOnlyList<object?[]> Rows)
    {
        public int IndexOf(string name) => Find(source => source.Column.Name == name);

        // [step].column
        public int IndexOfOriginal(string name) => Find(source => name.Length == source.Step.Length + source.Column.Name.Length + 3
            && name.StartsWith("[" + source.Step + "].", StringComparison.Ordinal) && name.EndsWith(source.Column.Name, StringComparison.Ordinal)) is var index and >= 0 ? index : IndexOf(name);

        private int Find(Func<Source, bool> isIt)
        {
            for (var i = 0; i < Columns.Length; i++)
            {
                if (isIt(Columns[i]))
                    return i;
            }

            return -1;
        }
    }
}
