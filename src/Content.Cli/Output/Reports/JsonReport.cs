using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Content.Analysis;
using Content.Cli.Commands;
using Content.Cli.CrossCheck;
using Content.Diagnostics;
using Content.Model;
using Content.Testing;
using Content.Testing.Assertions;
using Content.Testing.Confirmation;
using Content.Testing.Shuffling;

namespace Content.Cli.Output.Reports;

/// <summary>One JSON document. Lines and columns count from 1.</summary>
internal static class JsonReport
{
    public static void Write(ContentOutcome outcome, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteBoolean("ok", outcome.ExitCode == ExitCodes.Success);
            json.WriteNumber("exitCode", outcome.ExitCode);
            json.WriteNumber("elapsedMs", Milliseconds(outcome.Elapsed));
            if (outcome.Request.Validate)
                WriteValidation(json, outcome.Validation);
            if (outcome.CrossCheck is { } crossCheck)
                WriteCrossCheck(json, crossCheck);
            if (outcome.Tests is { } tests)
                WriteTests(json, tests, outcome.Engine);
            if (outcome.Shuffle is { } shuffle)
                WriteShuffle(json, shuffle);
            if (outcome.Coverage is { } coverage)
                CoverageReport.WriteJson(json, coverage);
            if (outcome.Sweep is { } sweep)
                SweepReport.WriteJson(json, sweep);
            if (outcome.Mutation is { } mutation)
                MutationReport.WriteJson(json, mutation);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteCrossCheck(Utf8JsonWriter json, CrossCheckSummary crossCheck)
    {
        json.WriteStartObject("crossCheck");
        json.WriteString("status", crossCheck.Skipped is null ? "done" : "skipped");
        if (crossCheck.Skipped is not null)
            json.WriteString("reason", crossCheck.Skipped);
        else
        {
            json.WriteString("version", crossCheck.Version);
            json.WriteNumber("queries", crossCheck.Queries);
            json.WriteNumber("disagreements", crossCheck.Disagreements);
        }

        json.WriteEndObject();
    }

    private static void WriteValidation(Utf8JsonWriter json, ValidationResult validation)
    {
        json.WriteStartObject("validation");
        json.WriteNumber("rules", validation.Items.Count(item => item is AnalyticsRule));
        json.WriteNumber("huntingQueries", validation.Items.Count(item => item is HuntingQuery));
        json.WriteNumber("parsers", validation.Items.Count(item => item is ParserFunction));
        json.WriteNumber("watchlists", validation.Items.Count(item => item is Watchlist));
        json.WriteNumber("tables", validation.Items.Count(item => item is CustomTable));
        json.WriteNumber("errors", validation.ErrorCount);
        json.WriteNumber("warnings", validation.WarningCount);
        WriteDiagnostics(json, validation.Diagnostics);
        json.WriteEndObject();
    }

    private static void WriteDiagnostics(Utf8JsonWriter json, ImmutableArray<Diagnostic> diagnostics)
    {
        json.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("code", diagnostic.Code);
            json.WriteString("severity", Findings.WordOf(diagnostic.Severity));
            json.WriteString("message", diagnostic.Message);
            WritePlace(json, diagnostic);
            json.WriteNumber("endLine", diagnostic.End.Line);
            json.WriteNumber("endColumn", diagnostic.End.Column);
            if (diagnostic.Help is not null)
                json.WriteString("help", diagnostic.Help);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePlace(Utf8JsonWriter json, Diagnostic place)
    {
        json.WriteString("path", place.Path);
        json.WriteNumber("line", place.Start.Line);
        json.WriteNumber("column", place.Start.Column);
    }

    private static void WriteTests(Utf8JsonWriter json, TestRunResult tests, string? engine)
    {
        json.WriteStartObject("tests");
        if (engine is not null)
        {
            json.WriteString("engine", engine);
            json.WriteNumber("confirmed", tests.Cases.Count(result => result.Confirmation?.Confirms(result.Verdict) == true));
            json.WriteNumber("contradicted", tests.Contradicted.Count());
        }

        json.WriteNumber("passed", tests.Count(Verdict.Passed));
        json.WriteNumber("failed", tests.Count(Verdict.Failed));
        json.WriteNumber("inconclusive", tests.Count(Verdict.Inconclusive));
        json.WriteNumber("errors", tests.Count(Verdict.Error));
        json.WriteStartArray("suites");
        foreach (var suite in tests.Suites)
        {
            json.WriteStartObject();
            json.WriteString("path", suite.Suite.Path);
            json.WriteString("rulePath", suite.Suite.RulePath);
            json.WriteString("rule", suite.Rule?.Name.Value);
            json.WriteString("verdict", Findings.WordOf(suite.Verdict));
            json.WriteNumber("elapsedMs", Milliseconds(suite.Elapsed));
            json.WriteStartArray("cases");
            foreach (var result in suite.Cases)
                WriteCase(json, result);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("untestedRules");
        foreach (var rule in tests.Untested)
            json.WriteStringValue(rule.Path);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCase(Utf8JsonWriter json, CaseResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Case.Name.Value);
        json.WriteNumber("line", result.Case.Name.Position.Line);
        json.WriteString("verdict", Findings.WordOf(result.Verdict));
        json.WriteNumber("elapsedMs", Milliseconds(result.Elapsed));
        if (result.Reason is not null)
            json.WriteString("reason", result.Reason);
        if (result.FailsAsExpected)
            json.WriteBoolean("failsAsExpected", true);
        if (result is { Run: { } run, Scenario: { } scenario })
        {
            json.WriteNumber("rows", run.Result.RowCount);
            json.WriteNumber("runs", scenario.Runs.Length);
            json.WriteNumber("alerts", scenario.Alerts.Length);
            json.WriteNumber("incidents", scenario.Incidents.Length);
        }

        if (result.Confirmation is { } confirmation)
            WriteConfirmation(json, result, confirmation);
        if (!result.Failures.IsEmpty)
        {
            json.WriteStartArray("failures");
            foreach (var failure in result.Failures)
                WriteFailure(json, failure);
            json.WriteEndArray();
        }

        if (!result.Diagnostics.IsEmpty)
            WriteDiagnostics(json, result.Diagnostics);
        json.WriteEndObject();
    }

    private static void WriteConfirmation(Utf8JsonWriter json, CaseResult result, EngineConfirmation confirmation)
    {
        json.WriteStartObject("local");
        json.WriteString("verdict", Findings.WordOf(confirmation.Local.Verdict));
        json.WriteBoolean("confirmed", confirmation.Confirms(result.Verdict));
        WriteTexts(json, "differences", [.. ConfirmationText.Describe(result)]);
        json.WriteEndObject();
    }

    private static void WriteShuffle(Utf8JsonWriter json, ShuffleResult shuffle)
    {
        json.WriteStartObject("shuffle");
        json.WriteNumber("cases", shuffle.Cases);
        json.WriteNumber("orders", shuffle.Orders);
        json.WriteStartArray("flaky");
        foreach (var flaky in shuffle.Flaky)
        {
            json.WriteStartObject();
            json.WriteString("path", flaky.Result.Suite.Path);
            json.WriteNumber("order", flaky.Order);
            json.WritePropertyName("case");
            WriteCase(json, flaky.Result);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter json, ExpectationFailure failure)
    {
        json.WriteStartObject();
        json.WriteString("expectation", failure.Expectation);
        json.WriteString("message", failure.Message);
        WritePlace(json, failure.Place);
        if (failure.Table is { } table)
        {
            json.WriteStartObject("table");
            WriteTexts(json, "columns", table.Columns);
            json.WriteStartArray("rows");
            foreach (var row in table.Rows)
            {
                json.WriteStartObject();
                json.WriteString("side", row.Side == ComparisonSide.Expected ? "expected" : "actual");
                WriteTexts(json, "cells", row.Cells);
                WriteTexts(json, "differs", [.. table.Columns.Where((_, i) => row.Differs[i])]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("omitted", table.Omitted);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
