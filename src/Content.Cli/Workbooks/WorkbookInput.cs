using System.Collections.Immutable;
using Content.Catalog;
using Content.Cli.Commands;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model;
using Content.Workbooks;
using Content.Workbooks.Evaluation;

namespace Content.Cli.Workbooks;

/// <summary>A workbook that is to be looked at, with what belongs to it.</summary>
/// <param name="Document">The workbook.</param>
/// <param name="Name">Its name.</param>
/// <param name="Repository">The repository that it lies in; null for an exported one.</param>
/// <param name="Recorded">Recorded responses beside it.</param>
internal sealed record WorkbookInput(WorkbookDocument Document, string Name, ContentRepository? Repository, RecordedResponses Recorded)
{
    /// <summary>What its queries can refer to.</summary>
    public ISchema Schema => Repository?.Schema ?? SentinelSchema.Instance;

    /// <summary>What is wrong with the files.</summary>
    public IEnumerable<Diagnostic> Diagnostics => Document.Diagnostics.Concat(Recorded.Diagnostics);

    /// <summary>Reads a workbook.</summary>
    /// <param name="path">Its folder, its workbook.yaml, or a file of gallery JSON.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CommandException">There is none, or it cannot be read.</exception>
    public static WorkbookInput Read(string path, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        var header = Directory.Exists(full) ? Path.Combine(full, "workbook.yaml") : full;
        if (!File.Exists(header))
            throw new CommandException(ExitCodes.Usage, Directory.Exists(full) ? $"There is no workbook.yaml in '{path}'." : $"There is no file or folder '{path}'.", "Name a workbook's folder, its workbook.yaml or a file of gallery JSON.");
        var recorded = Recordings(Path.GetDirectoryName(header)!);
        if (Path.GetFileName(header) != "workbook.yaml")
            return new WorkbookInput(WorkbookDocument.Read(new SourceText(File.ReadAllText(header), path)), Path.GetFileNameWithoutExtension(header), null, recorded);
        var (repository, relative) = Load(header, cancellationToken);
        if (repository.Workbooks.FirstOrDefault(workbook => workbook.Path == relative) is not { } found || WorkbookDocument.Read(found) is not { } document)
        {
            var first = repository.Diagnostics.FirstOrDefault(finding => finding.Severity == DiagnosticSeverity.Error && finding.Path?.StartsWith(Path.GetDirectoryName(relative) ?? "", StringComparison.Ordinal) == true);
            throw new CommandException(ExitCodes.Findings, $"The workbook '{path}' cannot be read." + (first is null ? "" : " " + first), "'sentinel-content validate' shows what is wrong.");
        }

        return new WorkbookInput(document, found.Name.Value, repository, recorded);
    }

    /// <summary>The folder of the content repository around a path; null when it lies in none.</summary>
    public static string? RootOf(string path)
    {
        for (var folder = new DirectoryInfo(Path.GetFullPath(path)); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, RepositoryConfiguration.FileName)))
                return folder.FullName;
        }

        return null;
    }

    // The repository around it, or its folder alone.
    private static (ContentRepository Repository, string Path) Load(string header, CancellationToken cancellationToken)
    {
        if (RootOf(header) is { } root)
        {
            var relative = Path.GetRelativePath(root, header).Replace('\\', '/');
            var repository = ContentRepository.Load(root, cancellationToken: cancellationToken);
            if (repository.Workbooks.Any(workbook => workbook.Path == relative))
                return (repository, relative);
        }

        return (ContentRepository.Load(ChosenFiles.Of(header), cancellationToken: cancellationToken), Path.GetFileName(header));
    }

    private static RecordedResponses Recordings(string folder)
    {
        var files = new[] { Workbook.RecordedFileName, "recorded.json" }.Select(name => Path.Combine(folder, name)).Where(File.Exists).ToArray();
        return files.Length == 0 ? RecordedResponses.None : RecordedResponses.Read(new SourceText(File.ReadAllText(files[0]), Path.GetRelativePath(Environment.CurrentDirectory, files[0])));
    }
}
