using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis;

/// <summary>The files that an item is written in.</summary>
internal static class ContentTexts
{
    /// <summary>Its YAML file, and the CSV file of a watchlist or the JSON file of a workbook.</summary>
    public static IEnumerable<SourceText> Of(ContentItem item)
    {
        yield return item.Source;
        if (item is Watchlist { Data: { } data })
            yield return data.Source;
        if (item is Workbook { Json: { } json })
            yield return json;
    }
}
