using System.Text;
using System.Text.Unicode;
using Content.Diagnostics;

namespace Content.Model.Reading;

/// <summary>Turns the bytes of a file into text.</summary>
internal static class TextFile
{
    /// <summary>The text of a file; null, with a finding, when it cannot be read. Bytes that are no UTF-8 are reported and replaced.</summary>
    public static SourceText? Read(IRepositoryFiles files, string path, DiagnosticBag diagnostics)
    {
        byte[] bytes;
        try
        {
            bytes = files.Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException)
        {
            diagnostics.Add(new Diagnostic(DiagnosticCodes.UnreadableFile, DiagnosticSeverity.Error, "The file cannot be read: " + exception.Message, default) { Source = new SourceText("", path) });
            return null;
        }

        return Decode(bytes, path, diagnostics);
    }

    internal static SourceText Decode(ReadOnlySpan<byte> bytes, string path, DiagnosticBag diagnostics)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        else if (bytes.StartsWith(Encoding.Unicode.Preamble))
            return new SourceText(Encoding.Unicode.GetString(bytes[2..]), path);
        else if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return new SourceText(Encoding.BigEndianUnicode.GetString(bytes[2..]), path);
        var source = new SourceText(Encoding.UTF8.GetString(bytes), path);
        if (!Utf8.IsValid(bytes))
        {
            Utf8.ToUtf16(bytes, new char[bytes.Length], out var read, out var written, replaceInvalidSequences: false);
            diagnostics.Add(new Diagnostic(DiagnosticCodes.BadEncoding, DiagnosticSeverity.Error, $"Byte {read + 1} (0x{bytes[read]:X2}) is not valid UTF-8.", new TextSpan(written, 1))
            {
                Source = source,
                Help = "Save the file as UTF-8.",
            });
        }

        return source;
    }
}
