using Content.Analysis.Caching;
using Content.Cli.Output;

namespace Content.Cli.Commands;

/// <summary>The findings of earlier runs as a file of a folder that the user names.</summary>
internal sealed class FindingCacheFile
{
    private const string Name = "findings.bin";

    private readonly string _path;

    private FindingCacheFile(string path, FindingCache findings)
    {
        _path = path;
        Findings = findings;
    }

    /// <summary>What is known.</summary>
    public FindingCache Findings { get; }

    /// <summary>Opens the file of a folder, which is made if need be.</summary>
    /// <exception cref="CommandException">The folder cannot be used.</exception>
    public static FindingCacheFile Open(string folder)
    {
        try
        {
            var path = Path.Combine(Directory.CreateDirectory(folder).FullName, Name);
            return new FindingCacheFile(path, File.Exists(path) ? FindingCache.Read(File.ReadAllBytes(path)) : new FindingCache());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotUse(folder, exception);
        }
    }

    /// <summary>Writes what is known now, unless that is what the file holds. A run beside this one sees the old file or the new one, never a part.</summary>
    /// <param name="complete">Whether all content was looked at.</param>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public void Save(bool complete)
    {
        if (!Findings.IsChanged(complete))
            return;
        try
        {
            var temporary = $"{_path}.{Environment.ProcessId}";
            File.WriteAllBytes(temporary, Findings.Write(complete));
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotUse(Path.GetDirectoryName(_path)!, exception);
        }
    }

    private static CommandException CannotUse(string folder, Exception exception) =>
        new(ExitCodes.Environment, $"The cache folder '{folder}' cannot be used: {exception.Message}", "Give --cache a folder that can be written, or leave it out.");
}
