using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;

namespace Content.Testing.Fixtures;

/// <summary>Makes typed rows from fixture rows.</summary>
internal static class FixtureTables
{
    /// <summary>Column of a fixture row that says when the row was ingested; its default is TimeGenerated.</summary>
    public const string IngestionTime = "_IngestionTime";

    private const string TimeGenerated = "TimeGenerated";

    /// <summary>Converts rows. What does not fit is reported and left out.</summary>
    /// <param name="name">Name of the table, for messages.</param>
    /// <param name="schema">All columns of the table.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="now">What relative times are relative to.</param>
    /// <param name="timed">Whether the rows are events, of which each needs a time if the table has TimeGenerated.</param>
    /// <param name="diagnostics">Where findings go.</param>
    public static TelemetryTable Build(string name, RowType schema, IEnumerable<FixtureRow> rows, DateTime now, bool timed, List<Diagnostic> diagnostics)
    {
        var ordinals = new Dictionary<string, int>(StringComparer.Ordinal);
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        var values = new List<object?[]>();
        var times = timed && schema.Find(TimeGenerated)?.Type.Kind == TypeKind.DateTime ? ImmutableArray.CreateBuilder<(DateTime Generated, DateTime Ingested)>() : null;
        foreach (var row in rows)
        {
            var target = new object?[columns.Count + row.Cells.Length];
            DateTime? generated = null, ingested = null;
            var broken = false;
            foreach (var cell in row.Cells)
            {
                if (timed && cell.Column == IngestionTime && schema.IndexOf(IngestionTime) < 0)
                {
                    ingested = Convert(cell, KqlType.DateTime, now, diagnostics, ref broken) as DateTime?;
                    if (ordinals.TryAdd(IngestionTime, columns.Count))
                        columns.Add(new ColumnSymbol(IngestionTime, KqlType.DateTime));
                    continue;
                }

                if (!ordinals.TryGetValue(cell.Column, out var ordinal))
                {
                    if (schema.Find(cell.Column) is { } column)
                    {
                        ordinal = columns.Count;
                        columns.Add(column);
                    }
                    else
                    {
                        ordinal = -1;
                        diagnostics.Add(UnknownColumn(name, schema, cell));
                    }

                    ordinals.Add(cell.Column, ordinal);
                }

                if (ordinal < 0)
                {
                    broken = true;
                    continue;
                }

                var value = Convert(cell, columns[ordinal].Type, now, diagnostics, ref broken);
                if (ordinal >= target.Length)
                    Array.Resize(ref target, ordinal + 1);
                target[ordinal] = value;
                if (cell.Column == TimeGenerated)
                    generated = value as DateTime?;
            }

            if (times is not null)
            {
                if (generated is null)
                {
                    if (!broken)
                        diagnostics.Add(row.Place.Report(FixtureCodes.NoTime, $"The row of {name} has no TimeGenerated, so no run of a rule would see it.", "Give it one, such as TimeGenerated: t-10m."));
                    continue;
                }

                times.Add((generated.Value, ingested ?? generated.Value));
            }

            values.Add(target);
        }

        if (times is not null && ordinals.TryGetValue(IngestionTime, out var ingestion))
            FillIngestion(values, times, ingestion);
        return new TelemetryTable(new RowType(columns.ToImmutable()), [.. values], times?.ToImmutable());
    }

    // What ingestion_time() gives: it stands in all rows as soon as it stands in one.
    private static void FillIngestion(List<object?[]> rows, ImmutableArray<(DateTime Generated, DateTime Ingested)>.Builder times, int ordinal)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Length <= ordinal)
                Array.Resize(ref row, ordinal + 1);
            row[ordinal] = times[i].Ingested;
            rows[i] = row;
        }
    }

    private static object? Convert(FixtureCell cell, KqlType type, DateTime now, List<Diagnostic> diagnostics, ref bool broken)
    {
        if (FixtureConversion.TryConvert(cell.Value, type, now, out var value))
            return value;
        broken = true;
        diagnostics.Add(cell.Value.Place.Report(FixtureCodes.WrongType, $"'{Shorten(cell.Value)}' is no {type.Name}, which column {cell.Column} needs.", HelpFor(type)));
        return null;
    }

    private static Diagnostic UnknownColumn(string name, RowType schema, FixtureCell cell)
    {
        var meant = NameSuggestion.Find(cell.Column, schema.Columns.Select(column => column.Name));
        return cell.ColumnPlace.Report(FixtureCodes.UnknownColumn, $"{name} has no column '{cell.Column}'.{(meant is null ? "" : $" Did you mean '{meant}'?")}");
    }

    private static string Shorten(FixtureValue value)
    {
        var text = value.Kind is Model.YamlValueKind.List or Model.YamlValueKind.Map ? value.ToJson() : value.Text;
        return text.Length > 60 ? text[..57] + "..." : text;
    }

    private static string? HelpFor(KqlType type) => type.Kind switch
    {
        TypeKind.DateTime => "Write ISO 8601 in UTC (2026-03-02T12:00:00Z) or a time relative to the run (t-10m, t+5s, t-1d2h).",
        TypeKind.TimeSpan => "Write [-][d.]hh:mm:ss[.fffffff], such as 00:10:00.",
        TypeKind.Bool => "Write true or false.",
        TypeKind.Int or TypeKind.Long => "Write a whole number.",
        _ => null,
    };
}
