using System.Text;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Reads CSV records, versions, command lines, paths, URLs and XML out of texts.</summary>
internal static class ParsingFunctions
{
    private const int MaxVersionParts = 4;
    private const int MaxVersionDigits = 8;

    public static void Register(KernelTable table)
    {
        table.Scalar("parse_csv", Kernel.TextToDynamic((text, row, writer) => WriteCsv(text[row], writer)));
        table.Scalar("parse_version", Kernel.Text<decimal>(TypeKind.Decimal, ParseVersion));
        table.Scalar("parse_command_line", _ => ParseCommandLine);
        table.Scalar("parse_path", Kernel.TextToDynamic((text, row, writer) => FilePath.Write(text.GetString(row), writer)));
        foreach (var name in (ReadOnlySpan<string>)["parse_url", "parseurl"])
            table.Scalar(name, Kernel.TextToDynamic((text, row, writer) => UrlParts.Write(text.GetString(row), writer)));
        foreach (var name in (ReadOnlySpan<string>)["parse_urlquery", "parseurlquery"])
            table.Scalar(name, Kernel.TextToDynamic((text, row, writer) => UrlParts.WriteQueryBag(text.GetString(row), writer)));
        table.Scalar("parse_xml", _ => ParseXml);
    }

    // The first record only. A quoted field may hold commas, line ends and doubled quotes.
    private static void WriteCsv(ReadOnlySpan<byte> text, DynamicWriter writer)
    {
        var array = writer.BeginArray();
        var count = 0;
        var field = new List<byte>();
        for (var at = 0; ; at++)
        {
            field.Clear();
            if (at < text.Length && text[at] == '"')
            {
                for (at++; at < text.Length; at++)
                {
                    if (text[at] == '"' && (at + 1 >= text.Length || text[at + 1] != '"'))
                    {
                        at++;
                        break;
                    }

                    if (text[at] == '"')
                        at++;
                    field.Add(text[at]);
                }
            }

            for (; at < text.Length && text[at] is not ((byte)',' or (byte)'\r' or (byte)'\n'); at++)
                field.Add(text[at]);
            writer.String(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(field));
            count++;
            if (at >= text.Length || text[at] != ',')
                break;
        }

        writer.EndArray(array, count);
    }

    private static decimal? ParseVersion(ReadOnlySpan<byte> text)
    {
        var result = 0m;
        var parts = 0;
        foreach (var range in text.Split((byte)'.'))
        {
            var part = text[range];
            if (parts == MaxVersionParts || part.Length is 0 or > MaxVersionDigits || part.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                return null;
            var number = 0L;
            foreach (var digit in part)
                number = number * 10 + (digit - '0');
            if (parts == 0 && number > 79_227)
                throw new UnsupportedException("parse_version", "a first part above 79,227 needs more digits than the local decimal type has");
            result += number * Weight(parts++);
        }

        return result;
    }

    private static decimal Weight(int part) => part switch
    {
        0 => 1_000_000_000_000_000_000_000_000m,
        1 => 10_000_000_000_000_000m,
        2 => 100_000_000m,
        _ => 1m,
    };

    private static Vector ParseCommandLine(ReadOnlySpan<Vector> arguments, int length)
    {
        var text = arguments[0].AsString();
        var parser = arguments[1].AsString();
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            if (!Ascii.EqualsIgnoreCase(parser[i], "windows"u8))
                throw new QueryFailedException($"parse_command_line(): there is no parser '{parser.GetString(i)}'; use 'windows'.");
            if (!text[i].IsEmpty)
                WindowsCommandLine.Write(text.GetString(i), output.Writer);
            output.EndRow();
        }

        return output.Build();
    }

    private static Vector ParseXml(ReadOnlySpan<Vector> arguments, int length)
    {
        var text = arguments[0].AsString();
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            XmlToBag.Write(text[i], output.Writer);
            output.EndRow();
        }

        return output.Build();
    }
}
