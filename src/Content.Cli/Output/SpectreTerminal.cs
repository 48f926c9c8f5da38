using Content.Testing.Assertions;
using Spectre.Console;

namespace Content.Cli.Output;

/// <summary>A terminal with colours and a line that says what is being done.</summary>
internal sealed class SpectreTerminal : Terminal
{
    private const int Unbroken = 100_000;
    private const string EraseLine = "\r\u001b[2K";
    private static readonly string[] Frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings());
    private readonly Lock _lock = new();
    private readonly Timer _timer;
    private string? _status;
    private bool _drawn;
    private int _frame;

    public SpectreTerminal() => _timer = new Timer(_ => Draw(), null, TimeSpan.FromMilliseconds(120), TimeSpan.FromMilliseconds(80));

    public override int Width => _console.Profile.Width;

    public override void Line(params ReadOnlySpan<Piece> pieces)
    {
        var paragraph = new Paragraph();
        foreach (var piece in pieces)
            paragraph.Append(piece.Text, StyleOf(piece.Tone));
        lock (_lock)
        {
            Erase();

            // The terminal breaks long lines itself, and joins them again when they are copied.
            var width = _console.Profile.Width;
            _console.Profile.Width = Unbroken;
            _console.Write(paragraph);
            _console.WriteLine();
            _console.Profile.Width = width;
        }
    }

    public override void Heading(string text)
    {
        lock (_lock)
        {
            Erase();
            _console.WriteLine();
            _console.Write(new Rule(Markup.Escape(text)) { Justification = Justify.Left, Style = StyleOf(Tone.Dim) });
        }
    }

    public override void Table(ComparisonTable table, int indent)
    {
        var view = new Table { Border = TableBorder.Rounded, BorderStyle = StyleOf(Tone.Dim) };
        view.AddColumn("");
        foreach (var column in table.Columns)
            view.AddColumn(new TableColumn(new Text(column, StyleOf(Tone.Strong))));
        foreach (var row in table.Rows)
        {
            var expected = row.Side == ComparisonSide.Expected;
            view.AddRow([
                new Text(expected ? "expected" : "actual", StyleOf(expected ? Tone.Good : Tone.Bad)),
                .. row.Cells.Select((cell, i) => new Text(cell, StyleOf(row.Differs[i] ? Tone.Bad : Tone.Normal))),
            ]);
        }

        lock (_lock)
        {
            Erase();
            _console.Write(new Padder(view, new Padding(indent, 0, 0, 0)));
            if (table.Omitted > 0)
                _console.WriteLine(new string(' ', indent) + $"and {table.Omitted} more");
        }
    }

    public override void Status(string? text)
    {
        lock (_lock)
        {
            _status = text;
            if (text is null)
                Erase();
        }
    }

    public override void Dispose()
    {
        Status(null);
        _timer.Dispose();
    }

    private void Draw()
    {
        lock (_lock)
        {
            if (_status is null)
                return;
            Erase();
            var frame = Frames[_frame++ % Frames.Length];
            var text = _status.Length > _console.Profile.Width - 4 ? _status[..Math.Max(0, _console.Profile.Width - 4)] : _status;
            _console.Write(new Text($"{frame} {text}", StyleOf(Tone.Accent)));
            _drawn = true;
        }
    }

    private void Erase()
    {
        if (!_drawn)
            return;
        _console.Profile.Out.Writer.Write(EraseLine);
        _drawn = false;
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Dim => new Style(Color.Grey),
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        Tone.Warn => new Style(Color.Yellow),
        Tone.Accent => new Style(Color.Blue),
        _ => Style.Plain,
    };
}
