using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Content.Model;

namespace Content.Cli.Revisions;

/// <summary>The files of a folder as a revision of git has them. They are read by one <c>git cat-file --batch</c>, whatever their number.</summary>
internal sealed class GitFiles : IRepositoryFiles, IDisposable
{
    private readonly Dictionary<string, string> _blobs;
    private readonly Process _reader;
    private readonly Lock _lock = new();

    private GitFiles(string commit, Dictionary<string, string> blobs, Process reader)
    {
        Commit = commit;
        _blobs = blobs;
        _reader = reader;
    }

    /// <summary>Hash of the commit.</summary>
    public string Commit { get; }

    /// <summary>Opens a revision.</summary>
    /// <param name="root">Folder of the content, in a working tree.</param>
    /// <param name="revision">A branch, tag or commit, as git takes it.</param>
    /// <exception cref="CommandException">There is no git, no working tree or no such revision.</exception>
    public static GitFiles Open(string root, string revision)
    {
        if (Run(root, "rev-parse", "--is-inside-work-tree") is { ExitCode: not 0 } outside)
            throw new CommandException(ExitCodes.Environment, $"The content of '{revision}' cannot be read in {root}: {LastLine(outside.Error)}", "A revision needs content in a working tree of git.");
        // An option in its place would be one of git's.
        var commit = Run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        if (commit.ExitCode != 0)
            throw new CommandException(ExitCodes.Usage, $"There is no revision '{revision}' in the repository of {root}.", "Give a branch, tag or commit. In a shallow clone, as CI makes them, fetch it first: git fetch --depth=1 origin BRANCH, and then name FETCH_HEAD.");
        var tree = Run(root, "ls-tree", "-r", "-z", commit.Output.Trim(), ".");
        if (tree.ExitCode != 0)
            throw new CommandException(ExitCodes.Environment, $"The files of '{revision}' cannot be listed: {LastLine(tree.Error)}");
        var blobs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in tree.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            // mode, kind and hash, then a tab and the path; links (120000) and submodules are no content.
            var tab = entry.IndexOf('\t', StringComparison.Ordinal);
            var parts = entry[..tab].Split(' ');
            if (parts is [not "120000", "blob", var hash] && !DiskFiles.IsLeftOut(entry[(tab + 1)..]))
                blobs[entry[(tab + 1)..]] = hash;
        }

        return new GitFiles(commit.Output.Trim(), blobs, Start(root, "cat-file", "--batch"));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? List(string folder)
    {
        var prefix = folder.Length == 0 ? "" : folder.TrimEnd('/') + "/";
        var files = _blobs.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        return files.Length == 0 && prefix.Length > 0 ? null : files;
    }

    /// <inheritdoc/>
    public bool Exists(string path) => _blobs.ContainsKey(path);

    /// <inheritdoc/>
    public byte[] Read(string path)
    {
        if (!_blobs.TryGetValue(path, out var hash))
            throw new FileNotFoundException("The revision has no such file.", path);
        lock (_lock)
        {
            _reader.StandardInput.Write(hash + "\n");
            _reader.StandardInput.Flush();
            var stream = _reader.StandardOutput.BaseStream;
            var header = ReadLine(stream).Split(' ');
            if (header is not [_, "blob", var size])
                throw new IOException($"git has no content for it: {string.Join(' ', header)}");
            var bytes = new byte[int.Parse(size, CultureInfo.InvariantCulture)];
            stream.ReadExactly(bytes);
            ReadLine(stream);
            return bytes;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // At the end of its input it ends by itself.
        _reader.StandardInput.Close();
        _reader.WaitForExit();
        _reader.Dispose();
    }

    private static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (int next; (next = stream.ReadByte()) is not ('\n' or -1);)
            line.Append((char)next);
        return line.ToString();
    }

    /// <summary>Runs git.</summary>
    /// <exception cref="CommandException">There is no git.</exception>
    internal static (int ExitCode, string Output, string Error) Run(string root, params string[] arguments)
    {
        using var process = Start(root, arguments);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static Process Start(string root, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false), StandardErrorEncoding = new UTF8Encoding(false), StandardInputEncoding = new UTF8Encoding(false),
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new CommandException(ExitCodes.Environment, $"git cannot be run: {exception.Message}", "Git is asked for the content of a revision: install it and put it on the PATH.");
        }
    }

    private static string LastLine(string text) => text.Trim().Split('\n')[^1];
}
