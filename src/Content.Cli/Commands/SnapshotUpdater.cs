using Content.Diagnostics;
using Content.Testing;

namespace Content.Cli.Commands;

/// <summary>Writes the snapshots of test cases that come out differently.</summary>
internal static class SnapshotUpdater
{
    /// <summary>Writes them, and says on standard error what was done and what could not be.</summary>
    /// <returns>Number of snapshots that were written.</returns>
    /// <exception cref="CommandException">A file cannot be written.</exception>
    public static int Update(TestRunResult tests, string root)
    {
        var updates = SnapshotUpdates.Of(tests);
        foreach (var refused in updates.Where(update => update.Severity == DiagnosticSeverity.Error))
            Console.Error.WriteLine($"not written {refused.Path}:{refused.Start}: {refused.Message}");
        return FileFixer.Apply(updates, root);
    }
}
