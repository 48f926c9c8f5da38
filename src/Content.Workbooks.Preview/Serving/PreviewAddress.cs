namespace Content.Workbooks.Preview.Serving;

/// <summary>Addresses within the preview.</summary>
internal static class PreviewAddress
{
    /// <summary>The page of a workbook, relative to the root. Slashes in its name part its folders.</summary>
    public static string Of(string name) => "w/" + string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
}
