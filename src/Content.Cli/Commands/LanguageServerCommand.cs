using System.CommandLine;
using System.Runtime.CompilerServices;
using Content.Cli.Reference;
using Content.LanguageServer;

namespace Content.Cli.Commands;

/// <summary>The command lsp.</summary>
internal static class LanguageServerCommand
{
    public static Command Create()
    {
        var root = new Option<string?>("--root") { Description = "Folder of the content. Default: the folder that the editor has open, or the nearest one above it with sentinel-content.yaml.", HelpName = "folder" };
        var stdio = new Option<bool>("--stdio") { Description = "Speaks over standard input and output. It always does; some editors give this to every server." };
        var command = new Command("lsp", "Serves an editor: the Language Server Protocol over standard input and output.") { root, stdio };
        command.SetAction((result, cancellationToken) => ServeAsync(result.GetValue(root), cancellationToken));
        return command;
    }

    // Of its own, so that only this command loads the server.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> ServeAsync(string? root, CancellationToken cancellationToken)
    {
        var options = new LanguageServerOptions(Program.Version, Explain, DateOnly.FromDateTime(DateTime.UtcNow)) { Root = root };

        // The protocol names the exit codes: 0 after shutdown, 1 without.
        return await ContentLanguageServer.ServeAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), options, cancellationToken).ConfigureAwait(false) ? ExitCodes.Success : ExitCodes.Findings;
    }

    private static string? Explain(string code) => CodeReference.Find(code) is { } page ? $"**{page.Code}**: {page.Title}\n\n{page.Text}" : null;
}
