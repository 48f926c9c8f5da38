using Content.Diagnostics;
using Content.Model;
using Content.Testing.Simulation;

namespace Content.Testing;

/// <summary>Writes the snapshots of cases anew where they are not what came out. Comments and everything else in the file stay.</summary>
public static class SnapshotUpdates
{
    /// <summary>Code of what says that a snapshot is written, or why it cannot be.</summary>
    public const string Code = "SNAPSHOT";

    /// <summary>A finding a snapshot that has to change: with a certain fix that writes it, or saying why it cannot be written.</summary>
    /// <param name="result">What the tests gave.</param>
    public static IReadOnlyList<Diagnostic> Of(TestRunResult result)
    {
        var findings = new List<Diagnostic>();
        // The cells of a matrix, and cases that extend one another, share a place.
        foreach (var group in result.Cases.Where(item => item.Case.Expect.Snapshot is not null && item.Scenario is { Error: null }).GroupBy(item => (item.Suite.Path, item.Case.Expect.Snapshot!.Key.Span)))
        {
            var snapshot = group.First().Case.Expect.Snapshot!;
            var texts = group.Select(item => ScenarioText.Of(item.Scenario!, item.Case.Now.Value)).Distinct(StringComparer.Ordinal).ToList();
            if (texts is [var only] && !snapshot.Node.IsNull && snapshot.Node.Value.TrimEnd() == only)
                continue;
            var edit = texts.Count > 1 ? null : EditOf(snapshot, texts[0]);
            findings.Add(snapshot.Key.Report(Code, edit is null ? DiagnosticSeverity.Error : DiagnosticSeverity.Info,
                texts.Count > 1 ? "The cases that share this snapshot come out differently: give each its own."
                    : edit is null ? "A snapshot needs a line of its own: write 'expect' and 'snapshot' as blocks, not in braces." : "The snapshot is another.") with
            {
                Fix = edit is null ? null : new CodeFix("wrote the snapshot", [edit]) { IsCertain = true },
            });
        }

        return findings;
    }

    // The key's line up to its colon stays, a comment behind the value too; the text follows as a literal block.
    private static TextEdit? EditOf(ExpectedSnapshot snapshot, string text)
    {
        var content = snapshot.Key.Source.Content;
        var key = snapshot.Key.Span;
        var line = content.LastIndexOf('\n', Math.Max(0, key.Start - 1)) + 1;
        if (!content.AsSpan(line, key.Start - line).TrimStart(" -").IsEmpty)
            return null;
        var colon = content.IndexOf(':', key.End);
        var value = snapshot.Node.Span;
        var start = colon + 1;
        var isBlock = snapshot.Node.Style is Model.Yaml.YamlScalarStyle.Literal or Model.Yaml.YamlScalarStyle.Folded;
        // Behind the head of a block, or behind the value itself, the rest of the line is a comment.
        var head = snapshot.Node.IsNull && value.Length == 0 ? start : isBlock ? HeadEnd(content, value.Start) : value.End;
        var end = EndOfLine(content, head);
        var rest = content[head..end].TrimEnd();
        var newLine = content.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var indent = newLine + new string(' ', key.Start - line + 2);
        var block = string.Concat(text.Split('\n').Select(part => part.Length == 0 ? newLine : indent + part));
        return new TextEdit(TextSpan.FromBounds(start, isBlock ? Math.Max(end, value.End) : end), " |" + rest + block);
    }

    private static int HeadEnd(string content, int start)
    {
        while (start < content.Length && content[start] is '|' or '>' or '+' or '-' or (>= '0' and <= '9'))
            start++;
        return start;
    }

    private static int EndOfLine(string content, int start)
    {
        var end = content.IndexOf('\n', start);
        end = end < 0 ? content.Length : end;
        return end > start && content[end - 1] == '\r' ? end - 1 : end;
    }
}
