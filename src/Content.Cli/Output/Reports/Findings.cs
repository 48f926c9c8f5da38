using Content.Cli.Commands;
using Content.Diagnostics;
using Content.Testing;

namespace Content.Cli.Output.Reports;

/// <summary>What the machine-readable reports have in common: all findings of an outcome, and texts made of them.</summary>
internal static class Findings
{
    /// <summary>Code under which cases that did not pass are reported.</summary>
    public const string FailedCase = "TEST001";

    /// <summary>Findings of validation and of test data; without validation only the errors that kept tests from running.</summary>
    public static IEnumerable<Diagnostic> Of(ContentOutcome outcome)
    {
        var validation = outcome.Validation.Diagnostics.Where(diagnostic => outcome.Request.Validate || diagnostic.Severity == DiagnosticSeverity.Error);
        if (outcome.Tests is { } tests)
            validation = validation.Concat(OfTests(tests));
        if (outcome.Sweep is { } sweep)
            validation = validation.Concat(SweepReport.Findings(sweep));
        if (outcome.Shuffle is { } shuffle)
            validation = validation.Concat(ShuffleSummary.FindingsOf(shuffle));
        return outcome.Mutation is { } mutation ? validation.Concat(MutationFindings.Of(mutation)) : validation;
    }

    /// <summary>Findings of test data, each once however many cases share the data.</summary>
    public static IEnumerable<Diagnostic> OfTests(TestRunResult tests) =>
        tests.Cases.SelectMany(result => result.Diagnostics).DistinctBy(found => (found.Path, found.Span, found.Code, found.Message));

    /// <summary>Findings, and each case that did not pass as one at its name.</summary>
    public static IEnumerable<Diagnostic> WithCases(ContentOutcome outcome) =>
        Of(outcome).Concat(outcome.Tests?.Cases.Where(result => result.Verdict != Verdict.Passed || result.Confirmation?.Contradicts(result.Verdict) == true).Select(result =>
            result.Case.Name.Report(FailedCase, DiagnosticSeverity.Error, $"{WordOf(result.Verdict)}: {result.Case.Name.Value}: {(result.Verdict == Verdict.Passed ? string.Join(" ", ConfirmationText.Describe(result)) : MessageOf(result))}")) ?? []);

    /// <summary>Why a case did not pass, on one line.</summary>
    public static string MessageOf(CaseResult result) =>
        result.Reason ?? (result.Failures.IsEmpty ? "no reason was given" : string.Join(" ", result.Failures.Select(failure => $"{failure.Expectation}: {failure.Message}")));

    /// <summary>A verdict as a word.</summary>
    public static string WordOf(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "passed",
        Verdict.Failed => "failed",
        Verdict.Inconclusive => "inconclusive",
        _ => "error",
    };

    /// <summary>A severity as a word.</summary>
    public static string WordOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "info",
    };

    /// <summary>The message with what to do.</summary>
    public static string TextOf(Diagnostic diagnostic) => diagnostic.Help is null ? diagnostic.Message : diagnostic.Message + " " + diagnostic.Help;

    /// <summary>Path of a finding as seen from the folder that holds the repository's root, with forward slashes; what CI services resolve.</summary>
    public static string? PathOf(ContentOutcome outcome, string? path) => path is null ? null : RootFolder.PrefixOf(outcome.Root) + path;
}
