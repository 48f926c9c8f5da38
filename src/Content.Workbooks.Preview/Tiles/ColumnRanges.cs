using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Tiles;

/// <summary>Smallest and largest values of columns, for what is drawn by size.</summary>
/// <param name="Ranges">A column each; zeros for one without numbers.</param>
public sealed record ColumnRanges(ImmutableArray<(double Minimum, double Maximum)> Ranges)
{
    /// <summary>Of no columns.</summary>
    public static ColumnRanges None { get; } = new([]);

    /// <summary>Of the columns of a table.</summary>
    public static ColumnRanges Of(WorkbookTable table)
    {
        var ranges = ImmutableArray.CreateBuilder<(double, double)>();
        for (var i = 0; i < table.Columns.Length; i++)
        {
            var column = i;
            var numbers = table.Rows.Select(row => DisplayText.Number(row[column])).Where(number => number is not null).Select(number => number!.Value).ToArray();
            ranges.Add(numbers.Length == 0 ? (0, 0) : (Math.Min(0, numbers.Min()), numbers.Max()));
        }

        return new ColumnRanges(ranges.ToImmutable());
    }
}
