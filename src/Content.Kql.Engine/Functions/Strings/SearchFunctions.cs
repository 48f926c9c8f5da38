using System.Text;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Where and how often a text or a pattern occurs in another text.</summary>
internal static class SearchFunctions
{
    public static void Register(KernelTable table)
    {
        table.Scalar("indexof", _ => IndexOf);
        table.Scalar("indexof_regex", IndexOfRegex);
        table.Scalar("countof", CountOf);
        table.Scalar("has_any_index", HasAnyIndex);
    }

    private static Vector IndexOf(ReadOnlySpan<Vector> arguments, int length)
    {
        var text = arguments[0].AsString();
        var match = arguments[1].AsString();
        var range = new SearchRange(arguments, 2);
        var output = new FixedBuilder<long>(TypeKind.Long, length);
        for (var i = 0; i < length; i++)
        {
            if (!range.Read(i, out var start, out var count, out var occurrence))
            {
                output.AddNull();
                continue;
            }

            output.Add(Find(text[i], match[i], start, count, occurrence));
        }

        return output.Build();
    }

    private static long Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> match, long start, long count, long occurrence)
    {
        if (start < 0)
            start = Math.Max(0, start + Utf8Text.Count(text));
        if (start > text.Length || occurrence == 0)
            return -1;
        var from = Utf8Text.OffsetOf(text, start);
        // The length counts anew from where the search for each occurrence begins.
        while (true)
        {
            var window = text[from..];
            if (count >= 0)
                window = window[..Utf8Text.OffsetOf(window, count)];
            var found = window.IndexOf(match);
            if (found < 0)
                return -1;
            if (--occurrence == 0)
                return Utf8Text.Count(text[..(from + found)]);
            from += found + Math.Max(match.Length, 1);
            if (from > text.Length)
                return -1;
        }
    }

    private static ScalarKernel IndexOfRegex(KernelBinding binding)
    {
        var cache = new RegexCache();
        return (arguments, length) =>
        {
            var text = arguments[0].AsString();
            var pattern = arguments[1].AsString();
            var range = new SearchRange(arguments, 2);
            var output = new FixedBuilder<long>(TypeKind.Long, length);
            for (var i = 0; i < length; i++)
            {
                if (!range.Read(i, out var start, out var count, out var occurrence) || start < 0)
                {
                    output.AddNull();
                    continue;
                }

                output.Add(FindRegex(text[i], cache.Get(pattern[i]), start, count, occurrence));
                if ((i & 7) == 0)
                    binding.Context.ThrowIfCancelled();
            }

            return output.Build();
        };
    }

    private static long FindRegex(ReadOnlySpan<byte> text, KustoRegex regex, long start, long count, long occurrence)
    {
        if (start > text.Length)
            return -1;
        var window = text[Utf8Text.OffsetOf(text, start)..];
        if (count >= 0)
            window = window[..Utf8Text.OffsetOf(window, count)];
        var chars = Encoding.UTF8.GetString(window);
        var matches = regex.Matches(chars);
        if (occurrence < 1 || occurrence > matches.Count)
            return -1;
        return start + Utf8Text.Count(Encoding.UTF8.GetBytes(chars, 0, matches[(int)occurrence - 1].Index));
    }

    private static ScalarKernel CountOf(KernelBinding binding)
    {
        var isRegex = string.Equals(binding.ConstantString(2), "regex", StringComparison.OrdinalIgnoreCase);
        var cache = new RegexCache();
        return (arguments, length) =>
        {
            var text = arguments[0].AsString();
            var search = arguments[1].AsString();
            var values = new long[length];
            for (var i = 0; i < length; i++)
            {
                values[i] = isRegex ? cache.Get(search[i]).Matches(text.GetString(i)).Count : Occurrences(text[i], search[i]);
                if (isRegex && (i & 7) == 0)
                    binding.Context.ThrowIfCancelled();
            }

            return new FixedVector<long>(TypeKind.Long, values, length);
        };
    }

    // Occurrences of a plain text may overlap.
    private static long Occurrences(ReadOnlySpan<byte> text, ReadOnlySpan<byte> search)
    {
        if (search.IsEmpty)
            return 0;
        var count = 0L;
        for (var at = text.IndexOf(search); at >= 0; at = text.IndexOf(search))
        {
            count++;
            text = text[(at + 1)..];
        }

        return count;
    }

    private static ScalarKernel HasAnyIndex(KernelBinding binding)
    {
        var constant = binding.Constant(1) is { } values ? Searches(values.AsDynamic()[0]) : null;
        return (arguments, length) =>
        {
            var text = arguments[0].AsString();
            var lists = arguments[1].AsDynamic();
            var output = new FixedBuilder<long>(TypeKind.Long, length);
            for (var i = 0; i < length; i++)
            {
                var searches = constant ?? Searches(lists[i]);
                if (searches is null)
                    output.AddNull();
                else
                    output.Add(FirstMatch(searches, text[i]));
            }

            return output.Build();
        };
    }

    private static long FirstMatch(TermSearch[] searches, ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < searches.Length; i++)
        {
            if (searches[i].IsMatch(text))
                return i;
        }

        return -1;
    }

    private static TermSearch[]? Searches(DynamicValue list)
    {
        if (list.Tag != DynamicTag.Array)
            return null;
        var texts = new StringBuilderVector(list.Count);
        foreach (var element in list.Elements)
        {
            ValueText.AppendDynamic(texts, element);
            texts.EndRow();
        }

        var terms = (StringVector)texts.Build();
        var searches = new TermSearch[terms.Length];
        for (var i = 0; i < searches.Length; i++)
            searches[i] = new TermSearch(terms[i], TextMatch.Has, ignoreCase: true);
        return searches;
    }
}

/// <summary>The optional arguments start, length and occurrence of the functions that search from a position.</summary>
internal readonly struct SearchRange
{
    private readonly FixedVector<long>? _start;
    private readonly FixedVector<long>? _length;
    private readonly FixedVector<long>? _occurrence;

    public SearchRange(ReadOnlySpan<Vector> arguments, int first)
    {
        _start = arguments.Length > first ? arguments[first].AsLong() : null;
        _length = arguments.Length > first + 1 ? arguments[first + 1].AsLong() : null;
        _occurrence = arguments.Length > first + 2 ? arguments[first + 2].AsLong() : null;
    }

    /// <summary>Reads the values of a row; false when they make no sense and the result is null.</summary>
    public bool Read(int row, out long start, out long length, out long occurrence)
    {
        start = Value(_start, row, 0);
        length = Value(_length, row, -1);
        occurrence = Value(_occurrence, row, 1);
        return length >= -1 && occurrence >= 0;
    }

    private static long Value(FixedVector<long>? vector, int row, long fallback) =>
        vector is null || vector.IsNull(row) ? fallback : vector[row];
}
