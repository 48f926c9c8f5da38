using Content.Diagnostics;
using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;

namespace Content.LanguageServer.Features;

/// <summary>Findings as the protocol has them, and their fixes.</summary>
internal static class CodeActionFeature
{
    /// <summary>A finding as a diagnostic.</summary>
    public static LspDiagnostic ToDiagnostic(Workspace workspace, Diagnostic diagnostic)
    {
        var source = diagnostic.Source!;
        return new LspDiagnostic(
            workspace.RangeOf(source, diagnostic.Span),
            diagnostic.Severity switch { DiagnosticSeverity.Error => 1, DiagnosticSeverity.Warning => 2, _ => 3 },
            diagnostic.Code, "sentinel-content", diagnostic.Help is null ? diagnostic.Message : diagnostic.Message + "\n" + diagnostic.Help)
        {
            RelatedInformation = diagnostic.Related.IsEmpty ? null
                : [.. diagnostic.Related.Where(related => related.Source.Path is not null)
                    .Select(related => new DiagnosticRelatedInformation(new Location(workspace.UriOf(related.Source.Path!), workspace.RangeOf(related.Source, related.Span)), related.Message))],
        };
    }

    /// <summary>The fixes of findings that touch a range. Findings of an older text are left out: their places are no longer right.</summary>
    public static CodeAction[] Find(Workspace workspace, ContentFile file, IEnumerable<Diagnostic> diagnostics, int start, int end)
    {
        var actions = new List<CodeAction>();
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Fix is not { } fix || !ReferenceEquals(diagnostic.Source, file.Source) || diagnostic.Span.End < start || diagnostic.Span.Start > end)
                continue;
            LspTextEdit[] edits = [.. fix.Edits.Select(edit => new LspTextEdit(workspace.RangeOf(file.Source, edit.Span), edit.NewText))];
            var edit = new WorkspaceEdit([new TextDocumentEdit(new OptionalVersionedTextDocumentIdentifier(workspace.UriOf(file.Path), workspace.VersionOf(file.Path)), edits)]);
            actions.Add(new CodeAction(fix.Title, "quickfix", [ToDiagnostic(workspace, diagnostic)], fix.IsCertain || fix.Edits.Length > 0, edit));
        }

        return [.. actions];
    }
}
