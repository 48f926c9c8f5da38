using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Workbooks.Validation;

/// <summary>Says what is wrong with workbooks without opening one.</summary>
public static class WorkbookValidator
{
    /// <summary>Validates the workbooks of a repository.</summary>
    /// <param name="repository">The content.</param>
    /// <param name="includes">Says whether a workbook is looked at; null for all.</param>
    /// <param name="cancellationToken">Stops the validation.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<Diagnostic> Validate(ContentRepository repository, Func<ContentItem, bool>? includes = null, CancellationToken cancellationToken = default)
    {
        var findings = new List<Diagnostic>();
        foreach (var workbook in repository.Workbooks)
        {
            if (includes?.Invoke(workbook) != false && WorkbookDocument.Read(workbook) is { } document)
                findings.AddRange(Validate(document, repository.Schema, cancellationToken));
        }

        return findings;
    }

    /// <summary>Validates a workbook.</summary>
    /// <param name="document">The workbook.</param>
    /// <param name="schema">What its queries can refer to.</param>
    /// <param name="cancellationToken">Stops the validation.</param>
    /// <returns>What reading found too, in order of file and place.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<Diagnostic> Validate(WorkbookDocument document, ISchema schema, CancellationToken cancellationToken = default)
    {
        var findings = new WorkbookFindings();
        var names = WorkbookNames.Of(document);
        StructureChecks.Look(document, findings);
        ParameterChecks.Look(document, names, findings);
        VisibilityChecks.Look(document, names, findings);
        QueryChecks.Look(document, names, schema, findings, cancellationToken);
        TemplateChecks.Look(document, findings);
        return [.. document.Diagnostics.Concat(findings.Items).OrderBy(finding => finding.Path, StringComparer.Ordinal).ThenBy(finding => finding.Span.Start).ThenBy(finding => finding.Code, StringComparer.Ordinal)];
    }
}
