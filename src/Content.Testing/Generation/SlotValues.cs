using System.Globalization;
using Content.Kql.Symbols;

namespace Content.Testing.Generation;

/// <summary>Chooses values for slots, and says whether a value is what is asked.</summary>
internal static class SlotValues
{
    private static readonly TimeSpan Ago = TimeSpan.FromSeconds(450);

    private static readonly string[] Letters = ["mia", "tom", "kim", "ada", "leo", "ida", "max", "eva", "noa", "jan"];

    /// <summary>A value for a slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="usual">When events happen unless something else is asked, in UTC.</param>
    /// <param name="copy">Number of the copy of the row, from 0; values that are to differ do so as far as what is asked allows.</param>
    /// <param name="groups">Groups that the copies are in.</param>
    public static object? Make(Slot slot, DateTime usual, long copy = 0, long groups = 1)
    {
        slot = slot.Root;
        var variant = slot.VariantOf(copy, groups);
        if (variant > 0 && slot.Allowed is { Count: > 1 } allowed)
            return allowed[variant % allowed.Count];
        if (slot.TryGetPinned(out var pinned))
            return pinned;
        object? Part(Slot part) => Make(part, usual, copy, groups);
        return slot.Form == SlotForm.Plain ? Plain(slot, usual, variant) : Completed(slot, slot.Form switch
        {
            SlotForm.Bag => slot.Parts.Select(pair => KeyValuePair.Create(pair.Key, Part(pair.Value))).ToArray(),
            SlotForm.Array => Items(slot, Part, usual),
            SlotForm.Separated => string.Join(slot.Separator, Enumerable.Range(0, slot.Parts.Keys.Max(key => Math.Max(0, Number(key))) + 1).Select(i => slot.Parts.GetValueOrDefault(Key(i)) is { } part ? Text(Part(part)) : "part" + Key(i))),
            SlotForm.Pattern => string.Concat(slot.Pieces.Select(piece => piece.Text ?? (piece.Part is { } part ? Text(Part(part)) : ""))),
            _ => string.Join(slot.Separator, slot.Parts.Select(pair => pair.Key + slot.KeySeparator + Text(Part(pair.Value)))),
        });
    }

    // What was asked of the whole before it was known to be made of parts.
    private static object? Completed(Slot slot, object? value)
    {
        foreach (var (relation, asked) in slot.Demands)
        {
            if (relation == Relation.Matches && slot.Form == SlotForm.Pattern)
                value = RegexSample.Make(Text(asked)) + " " + Text(value);
            if (relation is not (Relation.Has or Relation.Contains or Relation.StartsWith or Relation.EndsWith) || Holds(value, relation, asked))
                continue;
            value = (value, relation) switch
            {
                (KeyValuePair<string, object?>[] bag, _) => (KeyValuePair<string, object?>[])[.. bag, KeyValuePair.Create("note", asked)],
                (object?[] array, _) => (object?[])[.. array, asked],
                (string text, Relation.EndsWith) => text + Text(asked),
                (string text, Relation.StartsWith) => Text(asked) + text,
                (string text, _) => slot.Form == SlotForm.Pattern || !slot.Parts.ContainsKey("0") ? Text(asked) + " " + text : text + " " + Text(asked),
                _ => value,
            };
        }

        return value;
    }

    /// <summary>Whether a value is to another as asked. What cannot be told is said to hold: the engine has the last word.</summary>
    public static bool Holds(object? value, Relation relation, object? other)
    {
        if (relation.IsOrder() || relation is Relation.Equal or Relation.NotEqual)
        {
            if (value is null || other is null)
                return relation == Relation.Equal ? value is null && other is null : relation == Relation.NotEqual;
            if (value is string text && other is string otherText && relation is Relation.Equal or Relation.NotEqual && value is string && other is string)
                return string.Equals((string)value, (string)other, StringComparison.OrdinalIgnoreCase) == (relation == Relation.Equal);
            if (Compare(value, other) is not { } order)
                return true;
            return relation switch
            {
                Relation.Equal => order == 0,
                Relation.NotEqual => order != 0,
                Relation.Less => order < 0,
                Relation.LessOrEqual => order <= 0,
                Relation.Greater => order > 0,
                _ => order >= 0,
            };
        }

        var (whole, part) = (Text(value), Text(other));
        return relation switch
        {
            Relation.Has => HasTerm(whole, part),
            Relation.NotHas => !HasTerm(whole, part),
            Relation.Contains => whole.Contains(part, StringComparison.OrdinalIgnoreCase),
            Relation.NotContains => !whole.Contains(part, StringComparison.OrdinalIgnoreCase),
            Relation.StartsWith => whole.StartsWith(part, StringComparison.OrdinalIgnoreCase),
            Relation.NotStartsWith => !whole.StartsWith(part, StringComparison.OrdinalIgnoreCase),
            Relation.EndsWith => whole.EndsWith(part, StringComparison.OrdinalIgnoreCase),
            Relation.NotEndsWith => !whole.EndsWith(part, StringComparison.OrdinalIgnoreCase),
            _ => true,
        };
    }

    /// <summary>A value as a query's <c>tostring</c> gives it.</summary>
    public static string Text(object? value) => value is bool flag ? flag ? "true" : "false" : ValueFormat.Text(value);

    private static object?[] Items(Slot slot, Func<Slot, object?> make, DateTime usual)
    {
        var count = Math.Max(slot.Items, slot.Parts.Keys.Max(key => (long)Number(key)) + 1);
        return [.. Enumerable.Range(0, (int)Math.Clamp(count, 1, 1_000)).Select(i => slot.Parts.GetValueOrDefault(Key(i)) is { } part ? make(part)
            : slot.Parts.GetValueOrDefault("0")?.Root is { Form: SlotForm.Plain } first && !first.TryGetPinned(out _) ? Plain(first, usual, i) : "item" + Key(i))];
    }

    private static object? Plain(Slot slot, DateTime usual, int variant) => slot.Type.Kind switch
    {
        TypeKind.Bool => Among(slot, [true, false], variant),
        TypeKind.Int => (int)Math.Clamp(Whole(slot, variant), int.MinValue, int.MaxValue),
        TypeKind.Long => Whole(slot, variant),
        TypeKind.Real => Real(slot, variant),
        TypeKind.Decimal => (decimal)Real(slot, variant),
        TypeKind.DateTime => Time(slot, usual),
        TypeKind.TimeSpan => new TimeSpan(Middle(slot, static value => value is TimeSpan span ? span.Ticks : null, TimeSpan.FromMinutes(1).Ticks, TimeSpan.TicksPerSecond)),
        TypeKind.Guid => new Guid(variant + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
        _ => String(slot, variant),
    };

    private static object Among(Slot slot, object[] values, int variant) =>
        values.Skip(variant % values.Length).Concat(values).FirstOrDefault(value => slot.Demands.All(demand => Holds(value, demand.Relation, demand.Value))) ?? values[0];

    private static long Whole(Slot slot, int variant) => Middle(slot, static value => value is null ? null : Numeric(value) is { } number ? number switch { > 9e18 => long.MaxValue, < -9e18 => long.MinValue, _ => (long)Math.Floor(number) } : null, 1, 1) + variant;

    private static double Real(Slot slot, int variant)
    {
        var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (var (relation, value) in slot.Demands)
        {
            if (value is null || Numeric(value) is not { } number)
                continue;
            if (relation is Relation.Greater or Relation.GreaterOrEqual)
                low = Math.Max(low, relation == Relation.Greater ? number + Math.Max(Math.Abs(number) * 1e-3, 1e-3) : number);
            else if (relation is Relation.Less or Relation.LessOrEqual)
                high = Math.Min(high, relation == Relation.Less ? number - Math.Max(Math.Abs(number) * 1e-3, 1e-3) : number);
        }

        var start = double.IsFinite(low) && double.IsFinite(high) ? (low + high) / 2 : double.IsFinite(low) ? low <= 1 ? Math.Max(low, 1) : low : double.IsFinite(high) ? Math.Min(high, 1) : 1;
        while (slot.Demands.Any(demand => demand.Relation == Relation.NotEqual && !Holds(start, demand.Relation, demand.Value)))
            start += 0.5;
        return start + variant;
    }

    // A number within what is asked, near what is usual.
    private static long Middle(Slot slot, Func<object?, long?> read, long usual, long step)
    {
        var (low, high) = (long.MinValue, long.MaxValue);
        foreach (var (relation, value) in slot.Demands)
        {
            if (read(value) is not { } number)
                continue;
            if (relation is Relation.Greater or Relation.GreaterOrEqual)
                low = Math.Max(low, relation == Relation.Greater ? number + 1 : value is double real && real > number ? number + 1 : number);
            else if (relation is Relation.Less or Relation.LessOrEqual)
                high = Math.Min(high, relation == Relation.Less ? value is double real && real > number ? number : number - 1 : number);
        }

        var result = Math.Clamp(usual, low, Math.Max(low, high));
        while (slot.Demands.Any(demand => demand.Relation == Relation.NotEqual && read(demand.Value) == result) && result < high)
            result += step;
        return result;
    }

    private static DateTime Time(Slot slot, DateTime usual)
    {
        var (low, high) = (DateTime.MinValue, DateTime.MaxValue);
        foreach (var (relation, value) in slot.Demands)
        {
            if (value is not DateTime time)
                continue;
            if (relation is Relation.Greater or Relation.GreaterOrEqual && time > low)
                low = time;
            else if (relation is Relation.Less or Relation.LessOrEqual && time < high)
                high = time;
        }

        if (usual > low && usual < high)
            return usual;
        if (high == DateTime.MaxValue)
            return Shift(low, low < Shift(usual, Ago - TimeSpan.FromSeconds(60)) ? TimeSpan.FromSeconds(30) : TimeSpan.FromDays(1));
        if (low == DateTime.MinValue)
            return Shift(high, -Ago);
        return high - low > 2 * Ago ? Shift(high, -Ago) : Shift(low, (high - low) / 2);
    }

    /// <summary>A point in time moved by a span, as far as there is time.</summary>
    public static DateTime Shift(DateTime time, TimeSpan span)
    {
        var ticks = (decimal)time.Ticks + span.Ticks;
        return new DateTime((long)Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
    }

    private static string String(Slot slot, int variant)
    {
        var length = slot.Length;
        foreach (var (relation, value) in slot.Demands)
        {
            if (relation.IsOrder() && value is not null && Numeric(value) is not null)
                return Whole(slot, variant).ToString(CultureInfo.InvariantCulture);
            if (relation.IsOrder() && value is DateTime)
                return Text(Time(slot, DateTime.MaxValue));
        }

        var forbidden = slot.Demands.Where(demand => demand.Relation is Relation.NotEqual or Relation.NotHas or Relation.NotContains or Relation.NotStartsWith or Relation.NotEndsWith).ToList();
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var text = Compose(slot, variant, attempt);
            while (text.Length < length.Least)
                text += text.Length == 0 ? "x" : text[^1] is var last && char.IsAsciiLetterOrDigit(last) ? last : 'x';
            if (text.Length > length.Most)
                text = text[..(int)length.Most];
            if (forbidden.TrueForAll(demand => Holds(text, demand.Relation, demand.Value)))
                return text;
        }

        return Compose(slot, variant, 0);
    }

    private static string Compose(Slot slot, int variant, int attempt)
    {
        string prefix = "", suffix = "", body = "";
        var inside = new List<string>();
        foreach (var (relation, value) in slot.Demands)
        {
            var text = Text(value);
            switch (relation)
            {
                case Relation.StartsWith when text.Length > prefix.Length:
                    prefix = text;
                    break;
                case Relation.EndsWith when text.Length > suffix.Length:
                    suffix = text;
                    break;
                case Relation.Contains or Relation.Has when !inside.Exists(other => Holds(other, relation, text)):
                    inside.RemoveAll(other => Holds(text, Relation.Has, other));
                    inside.Add(text);
                    break;
                case Relation.Matches:
                    body = RegexSample.Make(text, variant);
                    break;
            }
        }

        inside.RemoveAll(text => Holds(prefix, Relation.Has, text) || Holds(suffix, Relation.Has, text) || Holds(body, Relation.Has, text));
        var core = string.Join(' ', inside);
        if (body.Length > 0)
            core = core.Length == 0 ? body : core + " " + body;
        if (prefix.Length == 0 && suffix.Length == 0 && core.Length == 0)
            return Usual(slot.Name, variant + attempt);
        var mark = variant + attempt == 0 ? "" : (variant + attempt).ToString(CultureInfo.InvariantCulture);
        if (prefix.Length > 0 && core.Length == 0 && suffix.Length > 0)
            core = mark.Length == 0 ? "x" : mark;
        else if (mark.Length > 0 && body.Length == 0)
            core = core.Length == 0 ? prefix.Length > 0 ? mark : mark + "-" : prefix.Length > 0 && suffix.Length == 0 ? core + " " + mark : mark + " " + core;
        var gap = prefix.Length > 0 && core.Length > 0 && inside.Count > 0 ? " " : "";
        var end = suffix.Length > 0 && core.Length > 0 && inside.Count > 0 ? " " : "";
        return prefix + gap + core + end + suffix;
    }

    // Names say what values look like.
    private static string Usual(string column, int variant)
    {
        var number = (variant + 1).ToString(CultureInfo.InvariantCulture);
        bool Has(string word) => column.Contains(word, StringComparison.OrdinalIgnoreCase);
        if (Has("Mac") && Has("Addr"))
            return "00:00:5e:00:53:" + (variant % 256).ToString("x2", CultureInfo.InvariantCulture);
        if (Has("IPAddr") || Has("IpAddr") || column.EndsWith("IP", StringComparison.Ordinal) || column.EndsWith("Ip", StringComparison.Ordinal) || column.EndsWith("_ip_s", StringComparison.OrdinalIgnoreCase))
            return $"198.51.{100 + variant / 250 % 100}.{variant % 250 + 1}";
        if (Has("UPN") || Has("UserPrincipal") || Has("Email") || Has("Mail") && Has("Address") || Has("SenderFrom") || Has("Recipient"))
            return $"{Letters[variant % Letters.Length]}{(variant < Letters.Length ? "" : number)}@contoso.example";
        if (Has("Sid"))
            return "S-1-5-21-1-2-3-" + (1_000 + variant).ToString(CultureInfo.InvariantCulture);
        if (Has("Url") || Has("Uri"))
            return $"https://site{number}.example/path";
        if (Has("Domain") || Has("Fqdn"))
            return $"domain{number}.example";
        if (Has("Hash") || Has("SHA256"))
            return variant.ToString("x", CultureInfo.InvariantCulture).PadLeft(64, 'a');
        if (Has("Computer") || Has("Host") || Has("Device") && Has("Name"))
            return "host-" + number;
        if (Has("User") || Has("Account") || Has("Actor"))
            return Letters[variant % Letters.Length] + (variant < Letters.Length ? "" : number);
        if (Has("Guid") || column.EndsWith("Id", StringComparison.Ordinal) || column.EndsWith("ID", StringComparison.Ordinal))
            return new Guid(variant + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 2]).ToString();
        return "value" + number;
    }

    private static bool HasTerm(string whole, string term)
    {
        for (var at = whole.IndexOf(term, StringComparison.OrdinalIgnoreCase); at >= 0 && term.Length > 0; at = whole.IndexOf(term, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || !IsTerm(whole[at - 1]) || !IsTerm(term[0])) && (at + term.Length == whole.Length || !IsTerm(whole[at + term.Length]) || !IsTerm(term[^1])))
                return true;
        }

        return term.Length == 0;
    }

    private static bool IsTerm(char c) => char.IsLetterOrDigit(c);

    private static int? Compare(object left, object right) => (left, right) switch
    {
        (DateTime a, DateTime b) => a.CompareTo(b),
        (TimeSpan a, TimeSpan b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        (Guid a, Guid b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        _ => Numeric(left) is { } x && Numeric(right) is { } y ? x.CompareTo(y) : Text(left) == Text(right) ? 0 : null,
    };

    /// <summary>A value as a number; null when it is none.</summary>
    public static double? Numeric(object value) => value switch
    {
        int number => number,
        long number => number,
        double number => number,
        decimal number => (double)number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static int Number(string key) => int.TryParse(key, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Key(int number) => number.ToString(CultureInfo.InvariantCulture);
}
