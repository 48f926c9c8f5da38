using System.Text;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Preview.Rendering;

namespace Content.Cli.Workbooks;

/// <summary>Runs workbook render. Apart from its command: ASP.NET is loaded only when this runs.</summary>
internal static class RenderRunner
{
    public static async Task<int> RunAsync(RenderRequest request, CancellationToken cancellationToken)
    {
        var input = WorkbookInput.Read(request.Path, cancellationToken);
        foreach (var finding in input.Diagnostics)
            await Console.Error.WriteAsync(finding + "\n").ConfigureAwait(false);
        if (await WorkbookRowsSource.OpenAsync(input, request.Path, request.Rows, warning => Console.Error.Write("warning: " + warning + "\n"), cancellationToken).ConfigureAwait(false) is not { } rows)
            return ExitCodes.Usage;
        using var session = new WorkbookSession(input.Document, rows.Data);
        foreach (var (name, value) in EvaluateCommand.Values(request.Set, input.Document))
            session.SetParameter(name, value);
        var items = await session.EvaluateAsync(cancellationToken).ConfigureAwait(false);
        var page = await StaticPage.RenderAsync(input.Name, items, request.IsDark, rows.Description).ConfigureAwait(false);
        var output = Path.GetFullPath(request.Output);
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        await File.WriteAllTextAsync(output, page, new UTF8Encoding(false), cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteAsync(request.Output + "\n").ConfigureAwait(false);
        if (request.Picture is { } picture && !await DrawAsync(output, picture, cancellationToken).ConfigureAwait(false))
            return ExitCodes.Environment;
        foreach (var query in EvaluateCommand.Failures(items))
            await Console.Error.WriteAsync($"error: {EvaluateCommand.NameOf(query)}: {query.Message}\n").ConfigureAwait(false);
        return EvaluateCommand.Failed(items) ? ExitCodes.Findings : ExitCodes.Success;
    }

    private static async Task<bool> DrawAsync(string page, string picture, CancellationToken cancellationToken)
    {
        if (Chromium.Find() is not { } executable)
        {
            await Console.Error.WriteAsync($"skipped: {picture} is not drawn, because there is no Chromium. Install one, or name it with the variable CHROMIUM.\n").ConfigureAwait(false);
            return true;
        }

        var (bytes, error) = await Chromium.CaptureAsync(executable, page, cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            await Console.Error.WriteAsync($"error: {picture} is not drawn. {error}\n").ConfigureAwait(false);
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(picture))!);
        await File.WriteAllBytesAsync(picture, bytes, cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteAsync(picture + "\n").ConfigureAwait(false);
        return true;
    }
}
