using Content.Cli.Output.Reports;
using Content.Diagnostics;
using Content.Testing.Shuffling;

namespace Content.Cli.Output;

/// <summary>What shuffling found, for people and as findings.</summary>
internal static class ShuffleSummary
{
    /// <summary>Code of a case that depends on the order of rows.</summary>
    public const string Flaky = "TEST002";

    public static void Write(ShuffleResult result, Terminal terminal, Func<string?, string> pathOf)
    {
        foreach (var flaky in result.Flaky)
        {
            terminal.Heading($"Flaky: {flaky.Result.Rule?.Name.Value ?? flaky.Result.Suite.RulePath}: {flaky.Result.Case.Name.Value}");
            terminal.Line(new Piece($"  {pathOf(flaky.Result.Suite.Path)}:{flaky.Result.Case.Name.Position}", Tone.Dim));
            terminal.Line($"  {Order(flaky)}: {Findings.MessageOf(flaky.Result)}");
        }

        terminal.Line();
        terminal.Line(new Piece("Shuffled: ", result.Flaky.IsEmpty ? Tone.Good : Tone.Bad), $"{result.Cases} cases in {result.Orders} other orders of rows: {(result.Flaky.IsEmpty ? "no difference" : $"{result.Flaky.Length} depend on the order")}");
    }

    /// <summary>Each case that depends on the order, at its name.</summary>
    public static IEnumerable<Diagnostic> FindingsOf(ShuffleResult result) => result.Flaky.Select(flaky =>
        flaky.Result.Case.Name.Report(Flaky, DiagnosticSeverity.Error, $"The case '{flaky.Result.Case.Name.Value}' depends on the order of rows: {Order(flaky)}: {Findings.MessageOf(flaky.Result)}",
            "Sort before operators that look at order, or make ties impossible."));

    private static string Order(FlakyCase flaky) => flaky.Order == 1 ? "with rows in reverse" : $"with rows shuffled ({flaky.Order})";
}
