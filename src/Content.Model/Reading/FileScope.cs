using Content.Diagnostics;

namespace Content.Model.Reading;

/// <summary>Reads files that another one refers to, relative to it, and keeps them inside the repository.</summary>
internal sealed class FileScope(IRepositoryFiles files, string path, DiagnosticBag diagnostics)
{
    /// <summary>Folder of the referring file.</summary>
    public string Folder { get; } = path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    /// <summary>The same scope with its findings going elsewhere.</summary>
    public FileScope With(DiagnosticBag others) => new(files, path, others);

    /// <summary>Where a reference leads; null, with a finding, when it leaves the repository or there is no such file.</summary>
    public FileReference? Resolve(Located<string> reference, bool mustExist = true)
    {
        var parts = new Stack<string>(Folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        var written = reference.Value.Trim().Replace('\\', '/');
        var outside = written.StartsWith('/') || (written.Length > 1 && written[1] == ':');
        foreach (var part in written.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
                continue;
            if (part != "..")
                parts.Push(part);
            else if (!parts.TryPop(out _))
                outside = true;
        }

        if (outside)
        {
            diagnostics.Error(DiagnosticCodes.MissingFile, reference, $"'{reference.Value}' lies outside of the repository.", "Use a path relative to this file that stays in the repository.");
            return null;
        }

        var target = string.Join('/', parts.Reverse());
        if (!mustExist || files.Exists(target))
            return new FileReference(reference, target);
        var folder = target.LastIndexOf('/') is var slash and >= 0 ? target[..slash] : "";
        var meant = NameSuggestion.Find(target, (files.List(folder) ?? []).Order(StringComparer.Ordinal));
        diagnostics.Error(DiagnosticCodes.MissingFile, reference, $"There is no file '{target}'." + (meant is null ? "" : $" Did you mean '{meant}'?"), "The path is relative to this file.");
        return null;
    }

    public SourceText? Read(FileReference reference) => TextFile.Read(files, reference.Path, diagnostics);
}
