using System.Text;
using Content.Analysis;
using Content.Diagnostics;

namespace Content.Cli.Commands;

/// <summary>Writes certain fixes to the files of a repository.</summary>
internal static class FileFixer
{
    /// <summary>Applies fixes and says on standard error what was done.</summary>
    /// <returns>Number of fixes.</returns>
    /// <exception cref="CommandException">A file cannot be written; files before it are.</exception>
    public static int Apply(IEnumerable<Diagnostic> diagnostics, string root)
    {
        var count = 0;
        foreach (var fixedText in FixApplier.Apply(diagnostics.Where(diagnostic => diagnostic.Path is not null)))
        {
            var path = Path.Combine(root, fixedText.Source.Path!);
            try
            {
                Replace(path, fixedText.Text);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new CommandException(ExitCodes.Environment, $"The file '{fixedText.Source.Path}' cannot be written: {exception.Message}", "Its fixes, and those of later files, were not applied.");
            }

            foreach (var diagnostic in fixedText.Applied)
                Console.Error.WriteLine($"fixed {fixedText.Source.Path}:{diagnostic.Start}: {diagnostic.Code}: {diagnostic.Fix!.Title}");
            count += fixedText.Applied.Count;
        }

        return count;
    }

    // Written beside the file and then put in its place: a kill in between loses nothing. A byte order mark stays.
    public static void Replace(string path, string text)
    {
        bool hasMark;
        using (var file = File.OpenRead(path))
        {
            Span<byte> head = stackalloc byte[3];
            hasMark = file.ReadAtLeast(head, 3, throwOnEndOfStream: false) == 3 && head.SequenceEqual(Encoding.UTF8.Preamble);
        }

        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var temporary = target + ".tmp";
        File.WriteAllText(temporary, text, new UTF8Encoding(hasMark));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
        File.Move(temporary, target, overwrite: true);
    }
}
