using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Content.Kql.Symbols;
using Content.Model;
using Content.Model.Yaml;

namespace Content.Testing.Generation;

/// <summary>Writes rows that were made as a tests file.</summary>
public static class FixtureYaml
{
    private const int LongestName = 120;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A tests file: the hit, then the near misses; without a hit the draft, as a case that is expected to fail.</summary>
    /// <param name="fixture">What was made; it must have a hit or a draft.</param>
    /// <param name="request">What it was made for.</param>
    /// <param name="rule">The rule as the file names it; null when the file's own name says it.</param>
    public static string Write(GeneratedFixture fixture, GenerationRequest request, string? rule)
    {
        var text = new StringBuilder();
        if (rule is not null)
            text.Append(CultureInfo.InvariantCulture, $"rule: {Quote(rule)}\n");
        text.Append("cases:\n");
        var now = request.Now;
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (fixture.Hit is { } hit)
            Case("rows that meet every predicate alert", hit, request.Rule is null ? $"rows: {hit.Alerts}" : $"alerts: {hit.Alerts}");
        else
            Case("rows that are meant to alert", fixture.Draft!, request.Rule is null ? "rows: 1" : "alerts: 1", fixture.Failure);
        foreach (var miss in fixture.NearMisses)
            Case("near miss: not " + miss.Breaks, miss, request.Rule is null ? "rows: 0" : "silence: true");
        foreach (var kept in fixture.NotBroken)
            text.Append("# No silent rows were found that break only: ").Append(kept.ReplaceLineEndings(" ")).Append('\n');
        return text.ToString();

        void Case(string name, GeneratedCase made, string expect, string? fails = null)
        {
            name = name.Length > LongestName ? name[..(LongestName - 3)] + "..." : name;
            for (var (number, wanted) = (2, name); !names.Add(name); number++)
                name = string.Create(CultureInfo.InvariantCulture, $"{wanted} ({number})");
            text.Append(CultureInfo.InvariantCulture, $"  - name: {Quote(name)}\n    now: {now:yyyy-MM-dd'T'HH:mm:ss'Z'}\n");
            var tables = made.Tables;
            if (!tables.IsEmpty)
                text.Append("    tables:\n");
            foreach (var table in tables)
            {
                text.Append(CultureInfo.InvariantCulture, $"      {YamlWriter.Scalar(table.Name)}:{(table.Rows.IsEmpty ? " []" : "")}\n");
                foreach (var row in table.Rows)
                    text.Append("        - {").AppendJoin(", ", table.Columns.Select((column, i) => (column, Value: row[i])).Where(cell => cell.Value is not null).Select(cell => $"{YamlWriter.Scalar(cell.column.Name)}: {Value(cell.Value!, cell.column.Type, now)}")).Append("}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"    expect: {{{expect}}}\n");
            if (fails is not null)
                text.Append(CultureInfo.InvariantCulture, $"    fails: {Quote(fails)}\n");
        }
    }

    /// <summary>A point in time relative to the run, as tests write it.</summary>
    internal static string Relative(DateTime time, DateTime now)
    {
        var offset = time - now;
        if (offset == TimeSpan.Zero)
            return "t";
        if (offset.Ticks % TimeSpan.TicksPerSecond != 0)
            return Quote(ValueFormat.Cell(time));
        var text = new StringBuilder(offset < TimeSpan.Zero ? "t-" : "t+");
        offset = offset.Duration();
        foreach (var (count, unit) in new[] { (offset.Days, 'd'), (offset.Hours, 'h'), (offset.Minutes, 'm'), (offset.Seconds, 's') })
        {
            if (count > 0)
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
        }

        return text.ToString();
    }

    private static string Value(object value, KqlType type, DateTime now) => value switch
    {
        DateTime time when type.Kind == TypeKind.DateTime => Relative(time, now),
        bool flag => flag ? "true" : "false",
        int or long => SlotValues.Text(value),
        double real when double.IsFinite(real) => real.ToString("R", CultureInfo.InvariantCulture),
        object?[] or KeyValuePair<string, object?>[] => ValueFormat.Text(value),
        _ => Quote(ValueFormat.Text(value)),
    };

    // A JSON text is a YAML text in quotes.
    private static string Quote(string text) => JsonSerializer.Serialize(text, Json);
}
