using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Base64, percent encoding, gzip and zlib.</summary>
internal static class EncodingFunctions
{
    private const int MaxExpanded = 64 << 20;
    private static readonly SearchValues<byte> UrlSafe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!*()"u8);

    public static void Register(KernelTable table)
    {
        foreach (var name in (ReadOnlySpan<string>)["base64_encode_tostring", "base64_encodestring"])
            table.Scalar(name, Kernel.TextToText(AppendBase64));
        foreach (var name in (ReadOnlySpan<string>)["base64_decode_tostring", "base64_decodestring"])
            table.Scalar(name, Kernel.TextToText(DecodeToText));
        table.Scalar("base64_decode_toarray", Kernel.TextToDynamic(DecodeToArray));
        table.Scalar("base64_encode_fromarray", _ => EncodeArray);
        table.Scalar("base64_decode_toguid", Kernel.Text<Guid>(TypeKind.Guid, DecodeToGuid));
        table.Scalar("base64_encode_fromguid", _ => EncodeGuid);
        table.Scalar("url_encode", Kernel.TextToText((text, output) => UrlEncode(text, output, plusForBlank: true)));
        table.Scalar("url_encode_component", Kernel.TextToText((text, output) => UrlEncode(text, output, plusForBlank: false)));
        table.Scalar("url_decode", Kernel.TextToText(UrlDecode));
        table.Scalar("gzip_compress_to_base64_string", Kernel.TextToText((text, output) => AppendBase64(Compression.Gzip(text), output)));
        table.Scalar("zlib_compress_to_base64_string", Kernel.TextToText((text, output) => AppendBase64(Compression.Zlib(text), output)));
        table.Scalar("gzip_decompress_from_base64_string",
            Kernel.TextToText((text, output) => Decompress(text, output, stream => new GZipStream(stream, CompressionMode.Decompress))));
        table.Scalar("zlib_decompress_from_base64_string",
            Kernel.TextToText((text, output) => Decompress(text, output, stream => new ZLibStream(stream, CompressionMode.Decompress))));
    }

    private static void AppendBase64(ReadOnlySpan<byte> bytes, StringBuilderVector output)
    {
        var target = output.Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        _ = Base64.EncodeToUtf8(bytes, target, out _, out var written);
        output.Advance(written);
    }

    private static byte[]? DecodeBase64(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, bytes, out var consumed, out var written) != OperationStatus.Done || consumed != text.Length)
            return null;
        return bytes[..written];
    }

    private static void DecodeToText(ReadOnlySpan<byte> text, StringBuilderVector output)
    {
        if (DecodeBase64(text) is { } bytes && Utf8Text.IsValid(bytes))
            output.Append(bytes);
    }

    // The first two groups are little-endian, the third is not: the reference page prints it so, although base64_encode_fromguid
    // writes all three little-endian.
    private static Guid? DecodeToGuid(ReadOnlySpan<byte> text)
    {
        if (DecodeBase64(text) is not { Length: 16 } bytes)
            return null;
        (bytes[6], bytes[7]) = (bytes[7], bytes[6]);
        return new Guid(bytes);
    }

    private static void DecodeToArray(StringVector text, int row, DynamicWriter writer)
    {
        if (DecodeBase64(text[row]) is not { } bytes)
            return;
        var array = writer.BeginArray();
        foreach (var b in bytes)
            writer.Long(b);
        writer.EndArray(array, bytes.Length);
    }

    private static Vector EncodeArray(ReadOnlySpan<Vector> arguments, int length)
    {
        var arrays = arguments[0].AsDynamic();
        var output = new StringBuilderVector(length);
        var bytes = new List<byte>();
        for (var i = 0; i < length; i++)
        {
            bytes.Clear();
            var valid = arrays[i].Tag == DynamicTag.Array;
            foreach (var element in arrays[i].Elements)
            {
                valid &= element.IsNumber && element.AsLong is >= 0 and <= 255;
                if (!valid)
                    break;
                bytes.Add((byte)element.AsLong);
            }

            if (valid)
                AppendBase64(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes), output);
            output.EndRow();
        }

        return output.Build();
    }

    private static Vector EncodeGuid(ReadOnlySpan<Vector> arguments, int length)
    {
        var guids = (FixedVector<Guid>)Conversions.To(arguments[0], TypeKind.Guid);
        var output = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            if (!guids.IsNull(i))
                AppendBase64(guids[i].ToByteArray(), output);
            output.EndRow();
        }

        return output.Build();
    }

    private static void UrlEncode(ReadOnlySpan<byte> text, StringBuilderVector output, bool plusForBlank)
    {
        foreach (var b in text)
        {
            if (UrlSafe.Contains(b))
            {
                output.Append(b);
            }
            else if (b == ' ' && plusForBlank)
            {
                output.Append((byte)'+');
            }
            else
            {
                output.Append((byte)'%');
                output.Append((byte)"0123456789abcdef"[b >> 4]);
                output.Append((byte)"0123456789abcdef"[b & 15]);
            }
        }
    }

    private static void UrlDecode(ReadOnlySpan<byte> text, StringBuilderVector output)
    {
        var bytes = new byte[text.Length];
        var used = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1]) && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                bytes[used++] = (byte)(Hex(text[i + 1]) << 4 | Hex(text[i + 2]));
                i += 2;
            }
            else
            {
                bytes[used++] = text[i] == '+' ? (byte)' ' : text[i];
            }
        }

        if (Utf8Text.IsValid(bytes.AsSpan(0, used)))
            output.Append(bytes.AsSpan(0, used));
        else
            output.Append(Encoding.UTF8.GetString(bytes, 0, used));
    }

    private static int Hex(byte c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    private static void Decompress(ReadOnlySpan<byte> text, StringBuilderVector output, Func<Stream, Stream> open)
    {
        if (DecodeBase64(text) is not { Length: > 0 } bytes)
            return;
        try
        {
            using var stream = open(new MemoryStream(bytes));
            var buffer = new byte[4096];
            using var expanded = new MemoryStream();
            for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                expanded.Write(buffer, 0, read);
                // A few bytes can stand for gigabytes.
                if (expanded.Length > MaxExpanded)
                    throw new LimitExceededException("bytes", $"A text expands to more than {MaxExpanded} bytes.");
            }

            var result = expanded.GetBuffer().AsSpan(0, (int)expanded.Length);
            if (Utf8Text.IsValid(result))
                output.Append(result);
        }
        catch (InvalidDataException)
        {
            // Not compressed data: an empty text.
        }
    }
}
