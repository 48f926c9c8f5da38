using System.Globalization;
using System.Text;
using System.Xml;
using Content.Cli.Commands;
using Content.Diagnostics;
using Content.Testing;

namespace Content.Cli.Output.Reports;

/// <summary>
/// JUnit XML as CI services read it: a suite a tests file, a case a test; with validation a further suite in which each item of content
/// is a case that fails with its findings. Inconclusive is an error with that word as its type, never a pass or a skip.
/// </summary>
internal static class JUnitReport
{
    public static void Write(ContentOutcome outcome, Stream output)
    {
        using var xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false), CheckCharacters = false, CloseOutput = false });
        var items = outcome.Request.Validate ? Items(outcome) : [];
        var cases = outcome.Tests?.Cases.ToList() ?? [];
        xml.WriteStartDocument();
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "sentinel-content");
        var scores = outcome.Mutation is { } mutation ? MutationReport.Scores(mutation, outcome.Request.Mutation!) : [];
        var swept = outcome.Sweep is { } sweep ? SweepReport.Entries(sweep) : [];
        var flaky = outcome.Shuffle?.Flaky.Select(item => new MutationReport.Entry($"{item.Result.Suite.RulePath}: {item.Result.Case.Name.Value}", ShuffleSummary.FindingsOf(outcome.Shuffle with { Flaky = [item] }).First().Message, "")).ToList() ?? [];
        Counts(xml, items.Count + cases.Count + scores.Count + swept.Count + flaky.Count,
            items.Count(item => item.Fails) + cases.Count(result => result.Verdict == Verdict.Failed) + scores.Concat(swept).Concat(flaky).Count(score => score.Failure is not null), cases.Count(IsError), outcome.Elapsed);
        if (items.Count > 0)
            WriteValidation(xml, items);
        foreach (var suite in outcome.Tests?.Suites ?? [])
            WriteSuite(xml, outcome, suite);
        if (scores.Count > 0)
            WriteScores(xml, "mutation", "score", scores);
        if (swept.Count > 0)
            WriteScores(xml, "sweep", "fault", swept);
        if (flaky.Count > 0)
            WriteScores(xml, "shuffle", "order", flaky);
        xml.WriteEndElement();
        xml.WriteEndDocument();
        xml.Flush();
    }

    private sealed record Item(string Path, List<Diagnostic> Findings, bool Fails);

    // Files that only have findings (a configuration, a broken file) are items too.
    private static List<Item> Items(ContentOutcome outcome)
    {
        var findings = outcome.Validation.Diagnostics.ToLookup(diagnostic => diagnostic.Path ?? "(repository)", StringComparer.Ordinal);
        return
        [
            .. outcome.Validation.Items.Select(item => item.Path).Concat(findings.Select(group => group.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(path =>
                new Item(Reports.Findings.PathOf(outcome, path)!, [.. findings[path]], findings[path].Any(finding => Counts(outcome, finding)))),
        ];
    }

    private static bool Counts(ContentOutcome outcome, Diagnostic finding) =>
        finding.Severity == DiagnosticSeverity.Error || (finding.Severity == DiagnosticSeverity.Warning && outcome.Request.WarningsAsErrors);

    private static void WriteValidation(XmlWriter xml, List<Item> items)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "validation");
        Counts(xml, items.Count, items.Count(item => item.Fails), 0, null);
        foreach (var item in items)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", "validation");
            xml.WriteAttributeString("name", item.Path);
            xml.WriteAttributeString("file", item.Path);
            var text = string.Join("\n", item.Findings.Select(finding => $"{item.Path}:{finding.Start}: {Findings.WordOf(finding.Severity)} {finding.Code}: {Findings.TextOf(finding)}"));
            if (item.Fails)
            {
                var first = item.Findings.First(finding => finding.Severity == item.Findings.Max(other => other.Severity));
                Outcome(xml, "failure", first.Code, first.Message, text);
            }
            else if (text.Length > 0)
                xml.WriteElementString("system-out", Legal(text));

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteSuite(XmlWriter xml, ContentOutcome outcome, SuiteResult suite)
    {
        var path = Findings.PathOf(outcome, suite.Suite.Path)!;
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Legal(suite.Rule?.Name.Value ?? suite.Suite.RulePath));
        xml.WriteAttributeString("file", path);
        Counts(xml, suite.Cases.Length, suite.Cases.Count(result => result.Verdict == Verdict.Failed || (result.Verdict == Verdict.Passed && result.Confirmation?.Contradicts(result.Verdict) == true)), suite.Cases.Count(IsError), suite.Elapsed);
        foreach (var result in suite.Cases)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Legal(suite.Rule?.Name.Value ?? suite.Suite.RulePath));
            xml.WriteAttributeString("name", Legal(result.Case.Name.Value));
            xml.WriteAttributeString("file", path);
            xml.WriteAttributeString("line", result.Case.Name.Position.Line.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("time", Seconds(result.Elapsed));
            if (result.Verdict != Verdict.Passed)
                Outcome(xml, result.Verdict == Verdict.Failed ? "failure" : "error", Findings.WordOf(result.Verdict), Findings.MessageOf(result), Details(result));
            else if (result.Confirmation?.Contradicts(result.Verdict) == true)
                Outcome(xml, "failure", "contradicted", "The engines contradict each other.", Details(result));
            else if (result.FailsAsExpected)
                xml.WriteElementString("system-out", Legal(result.Reason!));
            else if (string.Join("\n", ConfirmationText.Describe(result)) is { Length: > 0 } differences)
                xml.WriteElementString("system-out", Legal(differences));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteScores(XmlWriter xml, string name, string type, List<MutationReport.Entry> scores)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        Counts(xml, scores.Count, scores.Count(score => score.Failure is not null), 0, null);
        foreach (var score in scores)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", name);
            xml.WriteAttributeString("name", Legal(score.Name));
            if (score.Failure is not null)
                Outcome(xml, "failure", type, score.Failure, score.Text);
            else
                xml.WriteElementString("system-out", Legal(score.Text));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Details(CaseResult result)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        using var terminal = new PlainTerminal(writer);
        if (result.Verdict != Verdict.Passed)
            terminal.Line(Findings.MessageOf(result));
        foreach (var line in ConfirmationText.Describe(result))
            terminal.Line(line);
        foreach (var failure in result.Failures)
        {
            terminal.Line($"{failure.Expectation} (line {failure.Place.Start.Line}): {failure.Message}");
            if (failure.Table is { Rows.Length: > 0 } table)
                terminal.Table(table, 2);
        }

        foreach (var diagnostic in result.Diagnostics)
            terminal.Line(diagnostic.ToString());
        if (result.Run is { } run)
        {
            foreach (var line in FailureContext.Describe(result, run))
                terminal.Line(line);
        }

        return writer.ToString();
    }

    private static bool IsError(CaseResult result) => result.Verdict is Verdict.Error or Verdict.Inconclusive;

    private static void Outcome(XmlWriter xml, string element, string type, string message, string text)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("message", Legal(message));
        xml.WriteString(Legal(text));
        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, int tests, int failures, int errors, TimeSpan? time)
    {
        xml.WriteAttributeString("tests", tests.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", failures.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", errors.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("skipped", "0");
        if (time is { } elapsed)
            xml.WriteAttributeString("time", Seconds(elapsed));
    }

    // XML 1.0 has no place for most control characters and lone surrogates.
    private static string Legal(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsLegal(text, i))
                return Replace(text);
        }

        return text;

        static bool IsLegal(string text, int i) => XmlConvert.IsXmlChar(text[i])
            || (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) || (char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]));

        static string Replace(string text)
        {
            var builder = new StringBuilder(text.Length);
            for (var i = 0; i < text.Length; i++)
                builder.Append(IsLegal(text, i) ? text[i] : '\uFFFD');
            return builder.ToString();
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
