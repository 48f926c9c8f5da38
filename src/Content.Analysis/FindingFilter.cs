using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis;

/// <summary>Applies what the repository says about findings: other severities, accepted findings, and reports what is wrong with those statements.</summary>
internal sealed class FindingFilter
{
    private const string CrossCheckCodes = "CROSS";

    private readonly AnalysisSettings _settings;
    private readonly DateOnly? _today;

    /// <param name="settings">The configuration's part.</param>
    /// <param name="today">The day against which ends are held; null when none are.</param>
    public FindingFilter(AnalysisSettings settings, DateOnly? today)
    {
        _settings = settings;
        _today = today;
    }

    /// <summary>The findings that remain, and those about the statements.</summary>
    /// <param name="diagnostics">What was found.</param>
    /// <param name="sources">Files whose comments are read.</param>
    /// <param name="complete">Whether the whole repository was looked at; if not, a suppression that did nothing is no finding.</param>
    /// <param name="crossChecked">Whether disagreements with Kusto.Language were looked for; if not, their suppressions cannot have done anything.</param>
    public List<Diagnostic> Apply(IReadOnlyList<Diagnostic> diagnostics, IEnumerable<SourceText> sources, bool complete, bool crossChecked)
    {
        var about = new List<Diagnostic>();
        var comments = new Dictionary<string, List<Statement>>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            foreach (var comment in CommentSuppressions.Read(source, about))
            {
                var statement = new Statement(source, comment.Span, comment.Code, comment.Line, null);
                if (!comment.HasReason)
                    about.Add(statement.Report(SuppressionCodes.NoReason, "The suppression gives no reason, so it has no effect.", "Write the reason behind two dashes: allow " + comment.Code + " -- why this is right here"));
                else if (comments.TryGetValue(source.Path ?? "", out var list))
                    list.Add(statement);
                else
                    comments.Add(source.Path ?? "", [statement]);
            }
        }

        var configured = Configured(about);
        var kept = new List<Diagnostic>(diagnostics.Count);
        foreach (var diagnostic in diagnostics)
        {
            var accepted = false;
            foreach (var (path, line) in PlacesOf(diagnostic))
            {
                foreach (var statement in configured.Concat(comments.GetValueOrDefault(path ?? "") ?? []))
                {
                    if (!statement.Covers(diagnostic.Code, path, line))
                        continue;
                    statement.Used = true;
                    accepted = true;
                }
            }

            if (!accepted && WithSeverity(diagnostic) is { } remaining)
                kept.Add(remaining);
        }

        foreach (var statement in configured.Where(_ => complete).Concat(comments.Values.SelectMany(list => list)).Where(statement => !statement.Used && (crossChecked || !statement.Code.StartsWith(CrossCheckCodes, StringComparison.OrdinalIgnoreCase))))
            about.Add(statement.Report(SuppressionCodes.Unused, $"There is no finding of {statement.Code} here: the suppression suppresses nothing.", "Remove it."));
        kept.AddRange(about.Select(WithSeverity).OfType<Diagnostic>());
        return kept;
    }

    // What is found in content as an environment has it lies in the configuration, and is accepted where it would be in the content's own file too.
    private static IEnumerable<(string? Path, int Line)> PlacesOf(Diagnostic diagnostic)
    {
        yield return (diagnostic.Path, diagnostic.Start.Line);
        if (diagnostic is { Path: RepositoryConfiguration.FileName, Related: [var content, ..] } && content.Source.Path != RepositoryConfiguration.FileName)
            yield return (content.Source.Path, content.Source.GetPosition(content.Span.Start).Line);
    }

    private List<Statement> Configured(List<Diagnostic> about)
    {
        var statements = new List<Statement>();
        foreach (var suppression in _settings.Suppressions)
        {
            var statement = new Statement(suppression.Code.Source, suppression.Code.Span, suppression.Code.Value, 0, suppression.Path?.Value.Trim('/') ?? "");
            if (suppression.Until is { } until && _today > until.Value)
            {
                about.Add(until.Report(SuppressionCodes.Expired, DiagnosticSeverity.Warning, $"The suppression of {statement.Code} ended on {until.Value:yyyy-MM-dd}, so it has no effect.",
                    "Resolve the findings, or decide again and give a later day."));
            }
            else if (!string.IsNullOrWhiteSpace(suppression.Reason?.Value))
                statements.Add(statement);
        }

        return statements;
    }

    private Diagnostic? WithSeverity(Diagnostic diagnostic)
    {
        foreach (var setting in _settings.Severities)
        {
            if (setting.Code.Value.Equals(diagnostic.Code, StringComparison.OrdinalIgnoreCase))
                return setting.Severity.Value is { } severity ? diagnostic with { Severity = severity } : null;
        }

        return diagnostic;
    }

    // Path null: a comment, about a line of its own file (0 for all lines). Otherwise from the configuration, about a file or folder.
    private sealed class Statement(SourceText source, TextSpan span, string code, int line, string? path)
    {
        public string Code { get; } = code;

        public bool Used { get; set; }

        public bool Covers(string reportedCode, string? reportedPath, int reportedLine)
        {
            if (!Code.Equals(reportedCode, StringComparison.OrdinalIgnoreCase))
                return false;
            if (path is null)
                return line == 0 || reportedLine == line;
            return path.Length == 0 || reportedPath == path || reportedPath?.StartsWith(path + "/", StringComparison.Ordinal) == true;
        }

        public Diagnostic Report(string reportedCode, string message, string help) =>
            new(reportedCode, DiagnosticSeverity.Warning, message, span) { Source = source, Help = help };
    }
}
