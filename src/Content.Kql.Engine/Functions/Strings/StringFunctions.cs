using System.Text;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Length, case, parts, joining and repetition of texts.</summary>
internal static class StringFunctions
{
    private const int MaxRepetitions = 1024;

    public static void Register(KernelTable table)
    {
        table.Scalar("strlen", Kernel.Text<long>(TypeKind.Long, text => Utf8Text.Count(text)));
        table.Scalar("string_size", Kernel.Text<long>(TypeKind.Long, text => text.Length));
        table.Scalar("strcmp", Kernel.Text2<long>(TypeKind.Long, (a, b) => Math.Sign(a.SequenceCompareTo(b))));
        table.Scalar("tolower", _ => Memoized((text, output) => ChangeCase(text, output, upper: false)));
        table.Scalar("toupper", _ => Memoized((text, output) => ChangeCase(text, output, upper: true)));
        table.Scalar("reverse", Kernel.TextToText(Reverse));
        table.Scalar("substring", _ => Substring);
        table.Scalar("strcat", _ => Concatenate);
        table.Scalar("strcat_delim", _ => ConcatenateWithDelimiter);
        table.Scalar("strcat_array", _ => JoinArray);
        table.Scalar("array_strcat", _ => JoinArray);
        table.Scalar("strrep", _ => Repeat);
        table.Scalar("split", _ => Split);
    }

    private static ScalarKernel Memoized(TextRewrite rewrite)
    {
        var memo = new TextMemo(rewrite);
        return (arguments, length) => memo.Apply(arguments[0].AsString(), length);
    }

    private static void ChangeCase(ReadOnlySpan<byte> text, StringBuilderVector output, bool upper)
    {
        var target = output.Reserve(text.Length);
        var status = upper ? Ascii.ToUpper(text, target, out var written) : Ascii.ToLower(text, target, out written);
        output.Advance(written);
        if (status == System.Buffers.OperationStatus.Done)
            return;
        var rest = Encoding.UTF8.GetString(text[written..]);
        output.Append(upper ? rest.ToUpperInvariant() : rest.ToLowerInvariant());
    }

    private static void Reverse(ReadOnlySpan<byte> text, StringBuilderVector output)
    {
        for (var end = text.Length; end > 0;)
        {
            var start = end - 1;
            while (start > 0 && (text[start] & 0xC0) == 0x80)
                start--;
            output.Append(text[start..end]);
            end = start;
        }
    }

    private static Vector Substring(ReadOnlySpan<Vector> arguments, int length)
    {
        var text = arguments[0].AsString();
        var start = arguments[1].AsLong();
        var count = arguments.Length > 2 ? arguments[2].AsLong() : null;
        var output = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            if (!start.IsNull(i) && count?.IsNull(i) != true)
                AppendPart(output, text[i], start[i], count?[i], text.IsAscii);
            output.EndRow();
        }

        return output.Build();
    }

    private static void AppendPart(StringBuilderVector output, ReadOnlySpan<byte> text, long start, long? count, bool ascii)
    {
        // From the end; before the beginning there is nothing.
        if (start < 0)
            start += ascii ? text.Length : Utf8Text.Count(text);
        if (start < 0 || start >= text.Length || count <= 0)
            return;
        var from = ascii ? (int)start : Utf8Text.OffsetOf(text, start);
        var rest = text[from..];
        if (count is { } wanted && wanted < rest.Length)
            rest = rest[..(ascii ? (int)wanted : Utf8Text.OffsetOf(rest, wanted))];
        output.Append(rest);
    }

    private static Vector Concatenate(ReadOnlySpan<Vector> arguments, int length)
    {
        var texts = Texts(arguments);
        var output = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            foreach (var text in texts)
                output.Append(text[i]);
            output.EndRow();
        }

        return output.Build();
    }

    private static Vector ConcatenateWithDelimiter(ReadOnlySpan<Vector> arguments, int length)
    {
        var texts = Texts(arguments);
        var output = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            for (var k = 1; k < texts.Length; k++)
            {
                if (k > 1)
                    output.Append(texts[0][i]);
                output.Append(texts[k][i]);
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static StringVector[] Texts(ReadOnlySpan<Vector> arguments)
    {
        var texts = new StringVector[arguments.Length];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = arguments[i].AsString();
        return texts;
    }

    private static Vector JoinArray(ReadOnlySpan<Vector> arguments, int length)
    {
        var arrays = arguments[0].AsDynamic();
        var delimiter = arguments[1].AsString();
        var output = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            var first = true;
            foreach (var element in arrays[i].Elements)
            {
                if (!first)
                    output.Append(delimiter[i]);
                first = false;
                ValueText.AppendDynamic(output, element);
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static Vector Repeat(ReadOnlySpan<Vector> arguments, int length)
    {
        var text = arguments[0].AsString();
        var times = arguments[1].AsLong();
        var delimiter = arguments.Length > 2 ? arguments[2].AsString() : null;
        var output = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            var count = times.IsNull(i) ? 0 : Math.Min(times[i], MaxRepetitions);
            for (var k = 0; k < count; k++)
            {
                if (k > 0 && delimiter is not null)
                    output.Append(delimiter[i]);
                output.Append(text[i]);
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static Vector Split(ReadOnlySpan<Vector> arguments, int length)
    {
        var text = arguments[0].AsString();
        var delimiter = arguments[1].AsString();
        var requested = arguments.Length > 2 ? arguments[2].AsLong() : null;
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            var wanted = requested is null || requested.IsNull(i) ? null : (long?)requested[i];
            WritePieces(output.Writer, text[i], delimiter[i], wanted);
            output.EndRow();
        }

        return output.Build();
    }

    private static void WritePieces(DynamicWriter writer, ReadOnlySpan<byte> text, ReadOnlySpan<byte> delimiter, long? wanted)
    {
        var array = writer.BeginArray();
        var written = 0;
        for (var piece = 0L; ; piece++)
        {
            var at = delimiter.IsEmpty ? -1 : text.IndexOf(delimiter);
            if (wanted is null || wanted == piece)
            {
                writer.String(at < 0 ? text : text[..at]);
                written++;
            }

            if (at < 0 || wanted == piece)
                break;
            text = text[(at + delimiter.Length)..];
        }

        writer.EndArray(array, written);
    }
}
