using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Extraction, replacement and trimming by regular expression.</summary>
internal static class RegexFunctions
{
    private const int MaxGroups = 16;
    private const string Metacharacters = @"\.+*?()|[]{}^$#&-~";

    public static void Register(KernelTable table)
    {
        table.Scalar("extract", Extract);
        foreach (var name in (ReadOnlySpan<string>)["extract_all", "extractall"])
            table.Scalar(name, ExtractAll);
        table.Scalar("replace_regex", binding => Replace(binding, source: 0, pattern: 1, rewrite: 2));
        table.Scalar("replace", binding => Replace(binding, source: 2, pattern: 0, rewrite: 1));
        table.Scalar("trim", binding => Trim(binding, start: true, end: true));
        table.Scalar("trim_start", binding => Trim(binding, start: true, end: false));
        table.Scalar("trim_end", binding => Trim(binding, start: false, end: true));
        table.Scalar("regex_quote", Kernel.TextToText(Quote));
    }

    private static ScalarKernel Extract(KernelBinding binding)
    {
        var kind = binding.ResultType.Kind;
        if (binding.ConstantString(0) is { } constant && binding.ConstantLong(1) is { } wanted)
            return ExtractConstant(binding, KustoRegex.Create(constant), wanted, kind);
        var cache = new RegexCache();
        return (arguments, length) =>
        {
            var pattern = arguments[0].AsString();
            var group = arguments[1].AsLong();
            var text = arguments[2].AsString();
            var output = new StringBuilderVector(length);
            for (var i = 0; i < length; i++)
            {
                var regex = cache.Get(pattern[i]);
                if (!group.IsNull(i) && group[i] is var number && number >= 0 && number <= regex.GroupCount)
                {
                    var match = regex.Match(text.GetString(i));
                    if (match.Success)
                        output.Append(match.Groups[(int)number].ValueSpan);
                }

                output.EndRow();
                if ((i & 255) == 0)
                    binding.Context.ThrowIfCancelled();
            }

            return JsonPathFunctions.ConvertText((StringVector)output.Build(), kind);
        };
    }

    private static ScalarKernel ExtractConstant(KernelBinding binding, KustoRegex regex, long group, TypeKind kind)
    {
        var steps = 0;
        var isGroup = group >= 0 && group <= regex.GroupCount;
        var memo = new TextMemo((text, output) =>
        {
            if ((++steps & 255) == 0)
                binding.Context.ThrowIfCancelled();
            if (!isGroup)
                return;
            if (regex.TryFind(text, (int)group, out var start, out var length))
            {
                output.Append(text.Slice(start, length));
                return;
            }

            var match = regex.Match(Encoding.UTF8.GetString(text));
            if (match.Success)
                output.Append(match.Groups[(int)group].ValueSpan);
        });
        return (arguments, length) =>
        {
            binding.Context.ThrowIfCancelled();
            var text = arguments[2].AsString();
            return JsonPathFunctions.ConvertText(isGroup && Pieces(regex, (int)group, text, length) is { } pieces ? pieces : memo.Apply(text, length), kind);
        };
    }

    // What is found lies in the text already: nothing is copied. Null when a text needs the general matcher.
    private static StringVector? Pieces(KustoRegex regex, int group, StringVector text, int length)
    {
        if (text.IsDictionary || text.IsConstant)
            return null;
        var refs = new BytesRef[length];
        for (var i = 0; i < length; i++)
        {
            if (!regex.TryFind(text[i], group, out var start, out var found))
                return null;
            refs[i] = found == 0 ? default : new BytesRef(text.Ref(i).Offset + start, found);
        }

        return new StringVector(text.Arena, refs, null, 0, length, text.IsAscii);
    }

    private static ScalarKernel ExtractAll(KernelBinding binding)
    {
        var cache = new RegexCache();
        var chosen = binding.Count == 3;
        return (arguments, length) =>
        {
            var pattern = arguments[0].AsString();
            var groups = chosen ? arguments[1].AsDynamic() : null;
            var text = arguments[chosen ? 2 : 1].AsString();
            var output = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                var regex = cache.Get(pattern[i]);
                if (regex.GroupCount is 0 or > MaxGroups)
                    throw new QueryFailedException($"extract_all(): the regular expression '{regex.Pattern}' must have between 1 and {MaxGroups} capture groups.");
                WriteMatches(output.Writer, regex.Matches(text.GetString(i)), GroupNumbers(regex, groups is null ? default : groups[i]));
                output.EndRow();
                if ((i & 255) == 0)
                    binding.Context.ThrowIfCancelled();
            }

            return output.Build();
        };
    }

    private static List<int> GroupNumbers(KustoRegex regex, DynamicValue chosen)
    {
        var numbers = new List<int>();
        if (chosen.Tag != DynamicTag.Array)
        {
            for (var i = 1; i <= regex.GroupCount; i++)
                numbers.Add(i);
            return numbers;
        }

        foreach (var element in chosen.Elements)
        {
            var number = -1;
            if (element.IsNumber)
            {
                number = (int)Math.Clamp(element.AsLong, -1, int.MaxValue);
            }
            else if (element.Tag == DynamicTag.String)
            {
                var name = Encoding.UTF8.GetString(element.Text);
                for (var i = 1; i <= regex.GroupCount && number < 0; i++)
                {
                    if (regex.GroupName(i) == name)
                        number = i;
                }
            }

            // Groups that there are not do not count; without any that there is, all are meant.
            if (number >= 1 && number <= regex.GroupCount)
                numbers.Add(number);
        }

        if (numbers.Count == 0)
            numbers.AddRange(Enumerable.Range(1, regex.GroupCount));
        return numbers;
    }

    private static void WriteMatches(DynamicWriter writer, IReadOnlyList<Match> matches, List<int> groups)
    {
        if (matches.Count == 0 || groups.Count == 0)
            return;
        var all = writer.BeginArray();
        foreach (var match in matches)
        {
            if (groups.Count == 1)
            {
                writer.String(match.Groups[groups[0]].Value);
                continue;
            }

            var one = writer.BeginArray();
            foreach (var group in groups)
                writer.String(match.Groups[group].Value);
            writer.EndArray(one, groups.Count);
        }

        writer.EndArray(all, matches.Count);
    }

    private static ScalarKernel Replace(KernelBinding binding, int source, int pattern, int rewrite)
    {
        if (binding.ConstantString(pattern) is { } constant && binding.ConstantString(rewrite) is { } constantTemplate)
            return ReplaceConstant(binding, KustoRegex.Create(constant), constantTemplate, source);
        var cache = new RegexCache();
        return (arguments, length) =>
        {
            var text = arguments[source].AsString();
            var patterns = arguments[pattern].AsString();
            var rewrites = arguments[rewrite].AsString();
            var output = new StringBuilderVector(length);
            var template = "";
            var at = -1;
            for (var i = 0; i < length; i++)
            {
                if (at < 0 || !rewrites.IsConstant)
                    template = rewrites.GetString(at = i);
                var current = template;
                var regex = cache.Get(patterns[i]);
                if (regex.IsMatch(text[i]))
                    output.Add(regex.Replace(text.GetString(i), match => Expand(current, match)));
                else
                    output.Add(text[i]);
                if ((i & 255) == 0)
                    binding.Context.ThrowIfCancelled();
            }

            return output.Build();
        };
    }

    private static ScalarKernel ReplaceConstant(KernelBinding binding, KustoRegex regex, string template, int source)
    {
        var steps = 0;
        var memo = new TextMemo((text, output) =>
        {
            if ((++steps & 255) == 0)
                binding.Context.ThrowIfCancelled();
            if (regex.IsMatch(text))
                output.Append(regex.Replace(Encoding.UTF8.GetString(text), match => Expand(template, match)));
            else
                output.Append(text);
        });
        return (arguments, length) => memo.Apply(arguments[source].AsString(), length);
    }

    // \0 is the whole match, \1 to \9 are groups, \\ is a backslash.
    private static string Expand(string template, Match match)
    {
        if (!template.Contains('\\', StringComparison.Ordinal))
            return template;
        var result = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '\\' || i + 1 == template.Length)
            {
                result.Append(template[i]);
                continue;
            }

            var next = template[++i];
            if (char.IsAsciiDigit(next))
                result.Append(match.Groups[next - '0'].ValueSpan);
            else if (next == '\\')
                result.Append('\\');
            else
                result.Append(CultureInfo.InvariantCulture, $"\\{next}");
        }

        return result.ToString();
    }

    private static ScalarKernel Trim(KernelBinding binding, bool start, bool end)
    {
        var starts = new Dictionary<string, KustoRegex>(StringComparer.Ordinal);
        var ends = new Dictionary<string, KustoRegex>(StringComparer.Ordinal);
        return (arguments, length) =>
        {
            var pattern = arguments[0].AsString();
            var text = arguments[1].AsString();
            var output = new StringBuilderVector(length);
            string? source = null;
            for (var i = 0; i < length; i++)
            {
                if (source is null || !pattern.IsConstant)
                    source = pattern.GetString(i);
                var rest = text.GetString(i);
                if (start && Find(starts, source, "^(?:" + source + ")").Match(rest) is { Success: true } leading)
                    rest = rest[leading.Length..];
                if (end && Find(ends, source, "(?:" + source + ")$").Match(rest) is { Success: true } trailing)
                    rest = rest[..trailing.Index];
                output.Add(rest);
                if ((i & 255) == 0)
                    binding.Context.ThrowIfCancelled();
            }

            return output.Build();
        };
    }

    private static KustoRegex Find(Dictionary<string, KustoRegex> cache, string source, string anchored)
    {
        if (cache.TryGetValue(source, out var regex))
            return regex;
        // The pattern alone first: an error must name what was written.
        _ = KustoRegex.Create(source);
        regex = KustoRegex.Create(anchored);
        cache.Add(source, regex);
        return regex;
    }

    private static void Quote(ReadOnlySpan<byte> text, StringBuilderVector output)
    {
        foreach (var b in text)
        {
            if (b < 0x80 && Metacharacters.Contains((char)b, StringComparison.Ordinal))
                output.Append((byte)'\\');
            output.Append(b);
        }
    }
}
