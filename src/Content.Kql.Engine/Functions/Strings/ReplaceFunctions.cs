using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Replacement of plain texts and characters.</summary>
internal static class ReplaceFunctions
{
    public static void Register(KernelTable table)
    {
        table.Scalar("replace_string", _ => ReplaceString);
        table.Scalar("replace_strings", _ => ReplaceStrings);
        table.Scalar("translate", _ => Translate);
    }

    private static Vector ReplaceString(ReadOnlySpan<Vector> arguments, int length)
    {
        var text = arguments[0].AsString();
        var lookup = arguments[1].AsString();
        var rewrite = arguments[2].AsString();
        var output = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            var rest = text[i];
            var wanted = lookup[i];
            for (var at = wanted.IsEmpty ? -1 : rest.IndexOf(wanted); at >= 0; at = rest.IndexOf(wanted))
            {
                output.Append(rest[..at]);
                output.Append(rewrite[i]);
                rest = rest[(at + wanted.Length)..];
            }

            output.Append(rest);
            output.EndRow();
        }

        return output.Build();
    }

    private static Vector ReplaceStrings(ReadOnlySpan<Vector> arguments, int length)
    {
        var text = arguments[0].AsString();
        var lookups = arguments[1].AsDynamic();
        var rewrites = arguments[2].AsDynamic();
        var output = new StringBuilderVector(length);
        var found = new List<(int Start, int Length, int Rewrite)>();
        for (var i = 0; i < length; i++)
        {
            found.Clear();
            var number = 0;
            foreach (var lookup in lookups[i].Elements)
            {
                if (lookup.Tag == DynamicTag.String && !lookup.Text.IsEmpty)
                    FindFree(text[i], lookup.Text, number, found);
                number++;
            }

            found.Sort((a, b) => a.Start.CompareTo(b.Start));
            var at = 0;
            foreach (var match in found)
            {
                output.Append(text[i][at..match.Start]);
                var rewrite = rewrites[i].At(match.Rewrite);
                output.Append(rewrite.Tag == DynamicTag.String ? rewrite.Text : text[i].Slice(match.Start, match.Length));
                at = match.Start + match.Length;
            }

            output.Append(text[i][at..]);
            output.EndRow();
        }

        return output.Build();
    }

    // An earlier lookup takes its matches first; a later one finds only what is left.
    private static void FindFree(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lookup, int number, List<(int Start, int Length, int Rewrite)> found)
    {
        var taken = found.Count;
        for (var from = 0; from <= text.Length - lookup.Length;)
        {
            var at = text[from..].IndexOf(lookup);
            if (at < 0)
                return;
            at += from;
            var free = true;
            for (var k = 0; k < taken && free; k++)
                free = at + lookup.Length <= found[k].Start || at >= found[k].Start + found[k].Length;
            if (free)
                found.Add((at, lookup.Length, number));
            from = free ? at + lookup.Length : at + 1;
        }
    }

    private static Vector Translate(ReadOnlySpan<Vector> arguments, int length)
    {
        var search = arguments[0].AsString();
        var replacement = arguments[1].AsString();
        var text = arguments[2].AsString();
        var output = new StringBuilderVector(length);
        Dictionary<int, int>? map = null;
        Span<byte> buffer = stackalloc byte[4];
        for (var i = 0; i < length; i++)
        {
            if (map is null || !search.IsConstant || !replacement.IsConstant)
                map = TranslationMap(Utf8Text.CodePoints(search[i]), Utf8Text.CodePoints(replacement[i]));
            foreach (var point in Utf8Text.CodePoints(text[i]))
            {
                var target = map.GetValueOrDefault(point, point);
                if (target >= 0)
                    output.Append(buffer[..new System.Text.Rune(target).EncodeToUtf8(buffer)]);
            }

            output.EndRow();
        }

        return output.Build();
    }

    // A list of replacements that is too short is continued with its last character; an empty one removes (-1).
    private static Dictionary<int, int> TranslationMap(List<int> search, List<int> replacement)
    {
        var map = new Dictionary<int, int>();
        for (var i = 0; i < search.Count; i++)
            map.TryAdd(search[i], replacement.Count == 0 ? -1 : replacement[Math.Min(i, replacement.Count - 1)]);
        return map;
    }
}
