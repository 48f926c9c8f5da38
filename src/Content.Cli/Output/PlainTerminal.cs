using System.Text;
using Content.Testing.Assertions;

namespace Content.Cli.Output;

/// <summary>Plain text: no colours, no cursor movements.</summary>
internal sealed class PlainTerminal(TextWriter output) : Terminal
{
    private const int CellLimit = 60;

    public override void Line(params ReadOnlySpan<Piece> pieces)
    {
        var line = new StringBuilder();
        foreach (var piece in pieces)
            line.Append(piece.Text);
        output.Write(line.ToString().TrimEnd());
        output.Write('\n');
    }

    public override void Heading(string text)
    {
        Line();
        Line(text);
    }

    public override void Table(ComparisonTable table, int indent)
    {
        var rows = new List<string[]> { (string[])["", .. table.Columns] };
        foreach (var row in table.Rows)
            rows.Add([row.Side == ComparisonSide.Expected ? "expected" : "actual", .. row.Cells.Select((cell, i) => (row.Differs[i] ? "> " : "") + Shorten(cell))]);
        var widths = Enumerable.Range(0, table.Columns.Length + 1).Select(c => rows.Max(row => row[c].Length)).ToArray();
        for (var r = 0; r < rows.Count; r++)
        {
            output.Write(new string(' ', indent));
            output.Write(string.Join("  ", rows[r].Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
            output.Write('\n');
            if (r == 0)
            {
                output.Write(new string(' ', indent));
                output.Write(string.Join("  ", widths.Select((width, c) => new string(c == 0 ? ' ' : '-', width))).TrimEnd());
                output.Write('\n');
            }
        }

        if (table.Omitted > 0)
            Line(new string(' ', indent) + $"and {table.Omitted} more");
    }

    public override void Dispose() => output.Flush();

    private static string Shorten(string cell)
    {
        cell = cell.ReplaceLineEndings(" ");
        return cell.Length > CellLimit ? cell[..(CellLimit - 3)] + "..." : cell;
    }
}
