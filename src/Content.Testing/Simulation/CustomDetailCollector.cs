using System.Collections.Immutable;
using System.Text;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>
/// Custom details of alerts ("Surface custom event details in alerts in Microsoft Sentinel"): the different values of a column in the
/// rows of the alert, 50 at most. Details that no longer fit 2 KB together are dropped whole.
/// </summary>
internal sealed class CustomDetailCollector(AnalyticsRule rule, RowType row)
{
    private const int AllBytes = 2 * 1024;
    private const int ValueLimit = 50;
    // Quotes, colon, brackets and comma of a key in JSON; quotes and comma of a value.
    private const int KeyOverhead = 6;
    private const int ValueOverhead = 3;

    private readonly RowValues _values = new(row);

    public ImmutableArray<CustomDetailValues> Collect(ArraySegment<object?[]> rows, List<string> notes)
    {
        var details = ImmutableArray.CreateBuilder<CustomDetailValues>();
        var bytes = 0;
        foreach (var detail in rule.CustomDetails)
        {
            var values = new List<string>();
            var known = new HashSet<string>(StringComparer.Ordinal);
            foreach (var row in rows)
            {
                var text = _values.Text(row, detail.ColumnName.Value);
                if (text.Length > 0 && known.Add(text) && values.Count < ValueLimit)
                    values.Add(text);
            }

            if (values.Count == 0)
                continue;
            var size = Encoding.UTF8.GetByteCount(detail.Key.Value) + KeyOverhead + values.Sum(value => Encoding.UTF8.GetByteCount(value) + ValueOverhead);
            if (bytes + size > AllBytes)
            {
                notes.Add($"The custom detail {detail.Key.Value} is dropped: all together are longer than {AllBytes} bytes.");
                continue;
            }

            if (known.Count > ValueLimit)
                notes.Add($"The custom detail {detail.Key.Value} has {known.Count} values, of which {ValueLimit} are kept.");
            bytes += size;
            details.Add(new CustomDetailValues(detail.Key.Value, [.. values]));
        }

        return details.ToImmutable();
    }
}
