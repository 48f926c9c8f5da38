using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Content.Workbooks.Preview.Rendering;

/// <summary>Draws a workbook as one HTML file that needs nothing else and runs no script.</summary>
public static class StaticPage
{
    /// <summary>The text of the file.</summary>
    /// <param name="title">What the workbook is called.</param>
    /// <param name="items">What it shows.</param>
    /// <param name="isDark">True to begin dark; otherwise the browser's setting decides.</param>
    /// <param name="source">What its rows are and of when; empty when nothing is to be said.</param>
    public static async Task<string> RenderAsync(string title, ImmutableArray<EvaluatedItem> items, bool isDark, string source = "")
    {
        await using var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<StaticDocument>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Title"] = title, ["Items"] = items, ["IsDark"] = isDark, ["Source"] = source })).ConfigureAwait(true);
            return page.ToHtmlString();
        }).ConfigureAwait(false);
    }
}
