using System.ComponentModel;
using System.Diagnostics;
using Content.Workbooks.Preview.Serving;

namespace Content.Cli.Workbooks;

/// <summary>Runs workbook serve. Apart from its command: ASP.NET is loaded only when this runs.</summary>
internal static class ServeRunner
{
    public static async Task<int> RunAsync(string? path, RowsRequest rows, int port, bool open, CancellationToken cancellationToken)
    {
        using var source = WorkbookSource.Create(path, rows, warning => Console.Error.Write("warning: " + warning + "\n"));
        if (rows.Workspace is not null && !await source.ConnectAsync(cancellationToken).ConfigureAwait(false))
            return ExitCodes.Usage;
        await using var server = await PreviewServer.StartAsync(source, port, cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteAsync($"{server.Address} (Ctrl-C ends it)\n").ConfigureAwait(false);
        if (open && !Open(server.Address))
            await Console.Error.WriteAsync("warning: no browser could be opened.\n").ConfigureAwait(false);
        var watching = Task.Run(() => source.Watch(cancellationToken), CancellationToken.None);
        // The first look is the slowest: everything is read and compiled. Somebody is already on the way to the page.
        await source.WarmUpAsync(cancellationToken).ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        return ExitCodes.Success;
    }

    private static bool Open(Uri address)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
            return true;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            return false;
        }
    }
}
