using Content.Cli.Commands;
using Content.Cli.Output;
using Content.Cli.Output.Reports;
using Content.Diagnostics;
using Content.Testing;
using Content.Testing.Watching;

namespace Content.Cli.Watching;

/// <summary>Rounds of watching as text, one below the other: what was there stays.</summary>
internal sealed class WatchText(Terminal terminal, string root, ContentRequest request)
{
    private const int NamesShown = 5;

    private readonly DiagnosticPrinter _printer = new(terminal, path => path is null ? "(query)" : RootFolder.PrefixOf(root) + path);
    private HashSet<(string? Path, string Code, string Message)> _known = [];
    private Action<SuiteResult>? _tested;
    private Action<ContentOutcome>? _finish;

    /// <summary>Before the cases of a round run.</summary>
    public void Starting(WatchRound round)
    {
        if (!round.Changed.IsEmpty)
        {
            terminal.Line();
            var prefix = RootFolder.PrefixOf(root);
            var names = string.Join(", ", round.Changed.Take(NamesShown).Select(path => prefix + path));
            terminal.Line(new Piece("Changed: ", Tone.Strong), names + (round.Changed.Length > NamesShown ? $" and {round.Changed.Length - NamesShown} more" : "")
                + (round.Touched.IsEmpty ? "; no test is touched" : ""));
        }

        // What was wrong before is not said again.
        var errors = round.Validation.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).ToList();
        var keys = errors.Select(KeyOf).ToHashSet();
        var old = 0;
        foreach (var error in errors)
        {
            if (_known.Contains(KeyOf(error)))
                old++;
            else
                _printer.Print(error);
        }

        if (old > 0)
            terminal.Line(new Piece(old == 1 ? "1 error of before is still there." : $"{old} errors of before are still there.", Tone.Warn));
        _known = keys;
        var reporter = new TextReporter(terminal, root);
        reporter.BeginTests(round.Touched);
        (_tested, _finish) = (reporter.Tested, reporter.Finish);
    }

    /// <summary>A tests file is done.</summary>
    public void Tested(SuiteResult suite) => _tested?.Invoke(suite);

    /// <summary>A round is done.</summary>
    public void Finish(WatchRound round, TimeSpan elapsed)
    {
        // Rules without tests are said once.
        if (round.Tests.Suites.IsEmpty)
            terminal.Status(null);
        else
            _finish?.Invoke(new ContentOutcome(request, root, round.Validation, round.Changed.IsEmpty ? round.Tests : round.Tests with { Untested = [] }, elapsed));
        var bad = round.All.Where(result => result.Verdict != Verdict.Passed).ToList();
        if (!round.Changed.IsEmpty)
        {
            terminal.Line(new Piece("All: ", bad.Count == 0 ? Tone.Good : Tone.Bad), $"{round.All.Length} {(round.All.Length == 1 ? "case" : "cases")}, "
                + (bad.Count == 0 ? "all passed" : $"{bad.Count} did not pass: " + string.Join("; ", bad.Take(NamesShown).Select(result => $"{result.Rule?.Name.Value ?? result.Suite.RulePath}: {result.Case.Name.Value} ({Findings.WordOf(result.Verdict)})"))
                    + (bad.Count > NamesShown ? "; ..." : "")));
        }

        terminal.Line(new Piece("Watching; Ctrl-C ends.", Tone.Dim));
        Console.Out.Flush();
    }

    // A finding that moved with the text around it is the same.
    private static (string? Path, string Code, string Message) KeyOf(Diagnostic found) => (found.Path, found.Code, found.Message);
}
