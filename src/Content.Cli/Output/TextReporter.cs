using System.Collections.Immutable;
using System.Globalization;
using Content.Analysis;
using Content.Cli.Commands;
using Content.Cli.Output.Reports;
using Content.Diagnostics;
using Content.Model;
using Content.Testing;

namespace Content.Cli.Output;

/// <summary>Text for people: findings, a line a rule, failures in full, a summary.</summary>
internal sealed class TextReporter : IContentReporter
{
    private const int LongestName = 64;
    private const int RestOfLine = 34;

    private readonly Terminal _terminal;
    private readonly DiagnosticPrinter _printer;
    private readonly string _prefix;
    private readonly Dictionary<RuleTests, SuiteResult> _done = [];
    private ImmutableArray<RuleTests> _suites = [];
    private int _next;
    private int _nameWidth;
    private int _cases;

    public TextReporter(Terminal terminal, string root)
    {
        _terminal = terminal;
        _prefix = RootFolder.PrefixOf(root);
        _printer = new DiagnosticPrinter(terminal, PathOf);
    }

    public void Progress(string text) => _terminal.Status(text);

    public void Validated(ValidationResult validation, ContentRequest request)
    {
        // `test` shows only what keeps tests from running; everything else is for `validate`.
        var shown = request.Validate ? validation.Diagnostics : [.. validation.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        foreach (var diagnostic in shown)
            _printer.Print(diagnostic);
        var tone = validation.HasErrors ? Tone.Bad : validation.WarningCount > 0 ? Tone.Warn : Tone.Good;
        if (!request.Validate)
            return;
        if (shown.Length > 0)
            _terminal.Line();
        _terminal.Line(new Piece(validation.HasErrors ? "Validated with errors: " : "Validated: ", tone),
            string.Join(", ", Counts(validation)) + $"; {Count(validation.ErrorCount, "error")}, {Count(validation.WarningCount, "warning")}");
    }

    private static IEnumerable<string> Counts(ValidationResult validation)
    {
        var counts = new List<(int Count, string Text)>();
        Add<AnalyticsRule>("rule");
        Add<HuntingQuery>("hunting query", "hunting queries");
        Add<ParserFunction>("parser");
        Add<Watchlist>("watchlist");
        Add<CustomTable>("table");
        return counts.Where(count => count.Count > 0).Select(count => count.Text).DefaultIfEmpty("no content");

        void Add<T>(string word, string? plural = null) where T : ContentItem
        {
            var count = validation.Items.Count(item => item is T);
            counts.Add((count, Count(count, word, plural)));
        }
    }

    public void BeginTests(ImmutableArray<SuiteResult> suites)
    {
        _suites = [.. suites.Select(suite => suite.Suite)];
        _nameWidth = suites.IsEmpty ? 0 : suites.Max(suite => NameOf(suite).Length);
        if (!suites.IsEmpty)
            _terminal.Line();
    }

    public void Tested(SuiteResult suite)
    {
        _cases += suite.Cases.Length;
        _terminal.Status($"Testing: {_cases} cases done");
        _done[suite.Suite] = suite;

        // Lines keep the order of the files, however the cases were spread over threads.
        while (_next < _suites.Length && _done.TryGetValue(_suites[_next], out var ready))
        {
            _next++;
            Line(ready);
        }
    }

    public void Finish(ContentOutcome outcome)
    {
        _terminal.Status(null);
        if (outcome.Tests is { } tests)
        {
            foreach (var diagnostic in Findings.OfTests(tests))
            {
                _terminal.Line();
                _printer.Print(diagnostic);
            }

            foreach (var suite in tests.Suites)
            {
                // What keeps a whole rule from running is said once.
                if (suite.Cases.Length > 1 && suite.Cases.All(result => result.Run is null && result.Diagnostics.IsEmpty && result.Reason == suite.Cases[0].Reason))
                    Blocked(suite);
                else
                {
                    foreach (var result in suite.Cases.Where(result => result.Verdict != Verdict.Passed || ConfirmationText.Describe(result).Any()))
                        Failure(result);
                }
            }

            _terminal.Line();
            if (!tests.Untested.IsEmpty && outcome.Request.Patterns.Count == 0 && outcome.Request.Case is null)
                _terminal.Line(new Piece("Without tests: ", Tone.Warn), string.Join(", ", tests.Untested.Select(rule => PathOf(rule.Path))));
            Summary(tests);
            if (outcome.Engine is { } engine)
                _terminal.Line(ConfirmationText.Summarize(tests, engine));
        }

        if (outcome.Shuffle is { } shuffle)
            ShuffleSummary.Write(shuffle, _terminal, PathOf);
        if (outcome.Coverage is { } coverage)
            new CoverageSummary(_terminal, PathOf).Write(coverage);
        if (outcome.Sweep is { } sweep)
            new SweepText(_terminal, PathOf).Write(sweep);
        if (outcome.Mutation is { } mutation)
            new MutationText(_terminal, PathOf).Write(mutation);
        if (outcome.CrossCheck is { } crossCheck)
            _terminal.Line(new Piece("Cross-checked: ", crossCheck is { Skipped: null, Disagreements: 0 } ? Tone.Good : Tone.Warn), crossCheck.ToString());
        _terminal.Line(outcome.ExitCode == ExitCodes.Success ? new Piece("Good.", Tone.Good) : new Piece("Not good.", Tone.Bad), Verbose(outcome),
            new Piece($" {Seconds(outcome.Elapsed)}", Tone.Dim));
    }

    public void Dispose() => _terminal.Dispose();

    private static string Verbose(ContentOutcome outcome)
    {
        var parts = new List<string>();
        if (outcome.Failing > 0)
            parts.Add(Count(outcome.Failing, "finding"));
        if (outcome.Tests is { AllPassed: false } tests)
            parts.Add(Count(tests.Cases.Count(result => result.Verdict != Verdict.Passed), "case") + " did not pass");
        if (outcome.Tests?.Contradicted.Count() is > 0 and var contradicted)
            parts.Add("the engines contradict each other about " + Count(contradicted, "case"));
        if (outcome.Sweep is { IsClean: false })
            parts.Add("the sweep is not clean");
        return string.Concat((IEnumerable<string>)[parts.Count == 0 ? "" : " " + string.Join(", ", parts) + ".", .. outcome.MutationFailures.Select(failure => " " + failure)]);
    }

    private void Summary(TestRunResult tests)
    {
        var pieces = new List<Piece> { new("Tested: ", tests.AllPassed ? Tone.Good : Tone.Bad), $"{Count(tests.Suites.Length, "rule")}, {Count(tests.Cases.Count(), "case")}: " };
        pieces.Add($"{tests.Count(Verdict.Passed)} passed");
        if (tests.Cases.Count(result => result.FailsAsExpected) is var expected and > 0)
            pieces.Add($" ({expected} {(expected == 1 ? "fails" : "fail")} as expected)");
        Add(Verdict.Failed, "failed", Tone.Bad);
        Add(Verdict.Inconclusive, "inconclusive", Tone.Warn);
        Add(Verdict.Error, "in error", Tone.Bad);
        _terminal.Line([.. pieces]);

        void Add(Verdict verdict, string word, Tone tone)
        {
            if (tests.Count(verdict) is var count and > 0)
            {
                pieces.Add(", ");
                pieces.Add(new Piece($"{count} {word}", tone));
            }
        }
    }

    private void Line(SuiteResult suite)
    {
        var (word, tone) = Word(suite.Verdict);
        var passed = suite.Cases.Count(result => result.Verdict == Verdict.Passed);
        var cases = passed == suite.Cases.Length ? Count(passed, "case") : $"{passed} of {Count(suite.Cases.Length, "case")}";
        _terminal.Line(new Piece(word.PadRight(6), tone), " " + NameOf(suite).PadRight(_nameWidth) + "  ", cases.PadRight(14), new Piece($"{suite.Elapsed.TotalMilliseconds,6:0} ms", Tone.Dim));
    }

    private void Blocked(SuiteResult suite)
    {
        _terminal.Heading($"{Word(suite.Verdict).Word}: {suite.Rule?.Name.Value ?? suite.Suite.RulePath}: {Count(suite.Cases.Length, "case")} could not run");
        _terminal.Line(new Piece($"  {PathOf(suite.Suite.Path)}", Tone.Dim));
        _terminal.Line("  " + suite.Cases[0].Reason);
    }

    private void Failure(CaseResult result)
    {
        var word = result.Verdict == Verdict.Passed ? "DIFF" : Word(result.Verdict).Word;
        _terminal.Heading($"{word}: {result.Rule?.Name.Value ?? result.Suite.RulePath}: {result.Case.Name.Value}");
        _terminal.Line(new Piece($"  {PathOf(result.Suite.Path)}:{result.Case.Name.Position}", Tone.Dim));
        if (result.Reason is not null)
            _terminal.Line("  " + result.Reason);
        foreach (var failure in result.Failures)
        {
            _terminal.Line(new Piece($"  {failure.Expectation}", Tone.Strong), $" (line {failure.Place.Start.Line}): {failure.Message}");
            if (failure.Table is { Rows.Length: > 0 } table)
                _terminal.Table(table, 4);
        }

        foreach (var line in ConfirmationText.Describe(result))
            _terminal.Line("  " + line);
        if (result.Run is { } run)
        {
            foreach (var line in FailureContext.Describe(result, run))
                _terminal.Line(new Piece("  " + line, Tone.Dim));
        }
    }

    private static (string Word, Tone Tone) Word(Verdict verdict) => verdict switch
    {
        Verdict.Passed => ("ok", Tone.Good),
        Verdict.Failed => ("FAIL", Tone.Bad),
        Verdict.Inconclusive => ("UNDEC", Tone.Warn),
        _ => ("ERROR", Tone.Bad),
    };

    private string NameOf(SuiteResult suite)
    {
        var name = suite.Rule?.Name.Value ?? suite.Suite.RulePath;
        var limit = Math.Clamp(_terminal.Width - RestOfLine, 20, LongestName);
        return name.Length > limit ? name[..(limit - 3)] + "..." : name;
    }

    private string PathOf(string? path) => path is null ? "(query)" : _prefix + path;

    private static string Count(int count, string word, string? plural = null) => count == 1 ? $"1 {word}" : $"{count} {plural ?? word + "s"}";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";
}
