using Microsoft.AspNetCore.Http;

namespace Content.Workbooks.Preview.Serving;

/// <summary>Files that the process itself holds.</summary>
internal static class PreviewAssets
{
    /// <summary>A file as the answer to a request.</summary>
    public static IResult Response(string name, string type) => Results.Stream(Open(name), type);

    /// <summary>The text of a file.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    private static Stream Open(string name) => typeof(PreviewAssets).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly holds no '{name}'.");
}
