using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Splits file paths of Windows and Unix, with a scheme, a share, the long-path prefix or a data stream.</summary>
internal static class FilePath
{
    private const string LongPath = @"\\?\";

    public static void Write(string path, DynamicWriter writer)
    {
        var rest = path;
        var scheme = "";
        var colon = path.IndexOf("://", StringComparison.Ordinal);
        if (colon > 0 && IsScheme(path.AsSpan(0, colon)))
        {
            scheme = path[..colon];
            rest = path[(colon + 3)..];
        }

        if (rest.StartsWith(LongPath, StringComparison.Ordinal))
            rest = rest[LongPath.Length..];
        var driveAt = rest.Length > 2 && rest[0] == '/' && scheme.Length > 0 && HasDrive(rest.AsSpan(1)) ? 1 : 0;
        rest = rest[driveAt..];
        var root = HasDrive(rest) ? rest[..2] : "";
        var slash = rest.AsSpan().LastIndexOfAny('\\', '/');
        var directory = slash < 0 ? "" : rest[..slash];
        var file = slash < 0 ? rest[(root.Length)..] : rest[(slash + 1)..];
        var stream = "";
        var streamAt = file.IndexOf(':', StringComparison.Ordinal);
        if (streamAt >= 0)
        {
            stream = file[(streamAt + 1)..];
            file = file[..streamAt];
        }

        var parent = directory.AsSpan().LastIndexOfAny('\\', '/');
        var directoryName = parent < 0 ? directory : directory[(parent + 1)..];
        if (directoryName == root)
            directoryName = "";
        var dot = file.LastIndexOf('.');

        var bag = writer.BeginBag();
        Property(writer, "Scheme", scheme);
        Property(writer, "RootPath", root);
        Property(writer, "DirectoryPath", directory);
        Property(writer, "DirectoryName", directoryName);
        Property(writer, "Filename", file);
        Property(writer, "Extension", dot < 0 ? "" : file[(dot + 1)..]);
        Property(writer, "AlternateDataStreamName", stream);
        writer.EndBag(bag, 7);
    }

    private static bool HasDrive(ReadOnlySpan<char> path) => path.Length >= 2 && char.IsAsciiLetter(path[0]) && path[1] == ':';

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
                return false;
        }

        return text.Length > 1 && char.IsAsciiLetter(text[0]);
    }

    private static void Property(DynamicWriter writer, string name, string value)
    {
        writer.Key(name);
        writer.String(value);
    }
}
