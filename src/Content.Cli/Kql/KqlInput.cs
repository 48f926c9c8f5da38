using System.Text;
using System.Text.Json;
using Content.Catalog;
using Content.Kql.Symbols;

namespace Content.Cli.Kql;

/// <summary>A query of a batch.</summary>
/// <param name="Id">Its identifier as JSON, as it was given.</param>
/// <param name="Query">The query; null when the line is broken.</param>
/// <param name="Error">What is wrong with the line; null when nothing is.</param>
internal sealed record BatchEntry(string Id, string? Query, string? Error);

/// <summary>Reads what the kql commands are given.</summary>
internal static class KqlInput
{
    /// <summary>The text of the query: from the argument, a file, or standard input.</summary>
    public static string ReadQuery(KqlRequest request)
    {
        if (request.Query is not null && request.File is not null)
            throw new CommandException(ExitCodes.Usage, "A query and a file with one are both given.", "Give one of the two.");
        if (request.Query is not null)
            return request.Query;
        if (request.File is not null)
            return ReadText(request.File);
        if (!Console.IsInputRedirected)
            throw new CommandException(ExitCodes.Usage, "No query is given.", "Give one as an argument, in a file with -f, or on standard input.");
        return ReadStandardInput();
    }

    /// <summary>The entries of a batch, in order.</summary>
    public static List<BatchEntry> ReadBatch(string path)
    {
        var text = path == "-" ? ReadStandardInput() : ReadText(path);
        var entries = new List<BatchEntry>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
                entries.Add(ReadEntry(line));
        }

        return entries;
    }

    /// <summary>The schema: a file's, or the built-in one.</summary>
    public static ISchema ReadSchema(string? path)
    {
        if (path is null)
            return SentinelSchema.Instance;
        var schema = JsonSchemaFile.Read(ReadBytes(path), path);
        foreach (var diagnostic in schema.Diagnostics)
            throw new CommandException(ExitCodes.Usage, diagnostic.ToString());
        return schema;
    }

    private static BatchEntry ReadEntry(ReadOnlySpan<char> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.ToString());
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return new BatchEntry("null", null, "A line of a batch must be an object {\"id\", \"query\"}.");
            var id = root.TryGetProperty("id", out var given) ? given.GetRawText() : "null";
            return root.TryGetProperty("query", out var query) && query.ValueKind == JsonValueKind.String
                ? new BatchEntry(id, query.GetString(), null)
                : new BatchEntry(id, null, "The line has no text 'query'.");
        }
        catch (JsonException exception)
        {
            return new BatchEntry("null", null, "The line is not valid JSON: " + exception.Message);
        }
    }

    private static string ReadText(string path)
    {
        var bytes = ReadBytes(path);
        return Encoding.UTF8.GetString(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes);
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException(ExitCodes.Usage, $"There is no file '{path}'.");
        }
    }

    private static string ReadStandardInput()
    {
        using var reader = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
