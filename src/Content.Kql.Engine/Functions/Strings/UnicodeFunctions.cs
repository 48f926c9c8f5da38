using System.Text;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Emptiness, character sets, code points and Punycode.</summary>
internal static class UnicodeFunctions
{
    private static readonly UTF8Encoding Encoding8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void Register(KernelTable table)
    {
        table.Scalar("isempty", _ => (arguments, length) => IsEmpty(arguments[0], length, wanted: true));
        foreach (var name in (ReadOnlySpan<string>)["isnotempty", "notempty"])
            table.Scalar(name, _ => (arguments, length) => IsEmpty(arguments[0], length, wanted: false));
        table.Scalar("isascii", Kernel.Text<bool>(TypeKind.Bool, text => Ascii.IsValid(text)));
        table.Scalar("isutf8", Kernel.Text<bool>(TypeKind.Bool, text => Utf8Text.IsValid(text)));
        foreach (var name in (ReadOnlySpan<string>)["unicode_codepoints_from_string", "to_utf8"])
            table.Scalar(name, Kernel.TextToDynamic(WriteCodePoints));
        foreach (var name in (ReadOnlySpan<string>)["unicode_codepoints_to_string", "make_string"])
            table.Scalar(name, _ => FromCodePoints);
        table.Scalar("punycode_from_string", Kernel.TextToText((text, output) => output.Append(Punycode.Encode(Utf8Text.CodePoints(text)))));
        table.Scalar("punycode_to_string", Kernel.TextToText((text, output) => AppendCodePoints(Punycode.Decode(Encoding8.GetString(text)), output)));
        table.Scalar("punycode_domain_from_string", Kernel.TextToText(EncodeDomain));
        table.Scalar("punycode_domain_to_string", Kernel.TextToText(DecodeDomain));
    }

    private static FixedVector<bool> IsEmpty(Vector vector, int length, bool wanted)
    {
        var values = new bool[length];
        for (var i = 0; i < length; i++)
        {
            var empty = vector switch
            {
                StringVector strings => strings.Ref(i).Length == 0,
                DynamicVector dynamics => dynamics.IsNull(i) || (dynamics[i].Tag == DynamicTag.String && dynamics[i].Text.IsEmpty),
                _ => vector.IsNull(i),
            };
            values[i] = empty == wanted;
        }

        return new FixedVector<bool>(TypeKind.Bool, values, length);
    }

    private static void WriteCodePoints(StringVector text, int row, DynamicWriter writer)
    {
        var points = Utf8Text.CodePoints(text[row]);
        var array = writer.BeginArray();
        foreach (var point in points)
            writer.Long(point);
        writer.EndArray(array, points.Count);
    }

    private static Vector FromCodePoints(ReadOnlySpan<Vector> arguments, int length)
    {
        var output = new StringBuilderVector(length);
        var bytes = new List<byte>();
        for (var i = 0; i < length; i++)
        {
            bytes.Clear();
            foreach (var argument in arguments)
            {
                if (argument.IsNull(i))
                    continue;
                if (argument is DynamicVector dynamics)
                    AppendPoints(bytes, dynamics[i]);
                else
                    Utf8Text.Append(bytes, argument.AsLong()[i]);
            }

            output.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
        }

        return output.Build();
    }

    private static void AppendPoints(List<byte> bytes, DynamicValue value)
    {
        if (value.Tag == DynamicTag.Array)
        {
            foreach (var element in value.Elements)
                AppendPoints(bytes, element);
        }
        else if (Conversions.ToLong(value) is { } point)
        {
            Utf8Text.Append(bytes, point);
        }
    }

    private static void AppendCodePoints(List<int>? points, StringBuilderVector output)
    {
        if (points is null)
            return;
        Span<byte> buffer = stackalloc byte[4];
        foreach (var point in points)
            output.Append(buffer[..new Rune(point).EncodeToUtf8(buffer)]);
    }

    private static void EncodeDomain(ReadOnlySpan<byte> text, StringBuilderVector output)
    {
        var first = true;
        foreach (var label in Encoding8.GetString(text).Split('.'))
        {
            if (!first)
                output.Append((byte)'.');
            first = false;
            if (Ascii.IsValid(label))
            {
                output.Append(label);
                continue;
            }

            output.Append("xn--"u8);
            output.Append(Punycode.Encode(Utf8Text.CodePoints(Encoding8.GetBytes(label))));
        }
    }

    private static void DecodeDomain(ReadOnlySpan<byte> text, StringBuilderVector output)
    {
        var labels = Encoding8.GetString(text).Split('.');
        var decoded = new List<int>?[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            if (!labels[i].StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
                continue;
            decoded[i] = Punycode.Decode(labels[i][4..]);
            // A label that cannot be decoded makes the whole domain empty.
            if (decoded[i] is null)
                return;
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if (i > 0)
                output.Append((byte)'.');
            if (decoded[i] is { } points)
                AppendCodePoints(points, output);
            else
                output.Append(labels[i]);
        }
    }
}
