using Content.Kql.Symbols;

namespace Content.Testing.Generation;

/// <summary>How a text is made of parts that have slots of their own.</summary>
internal enum SlotForm : byte
{
    /// <summary>No parts.</summary>
    Plain,
    /// <summary>A bag with members.</summary>
    Bag,
    /// <summary>An array with items.</summary>
    Array,
    /// <summary>Parts with a separator between them.</summary>
    Separated,
    /// <summary>Fixed texts and parts in turn.</summary>
    Pattern,
    /// <summary>Names and values.</summary>
    Pairs,
}

/// <summary>A value of a generated row that is still open: what is asked of it, and the parts that it is made of.</summary>
internal sealed class Slot(string name, KqlType type)
{
    private readonly List<(Relation Relation, object? Value)> _demands = [];
    private Slot? _same;
    private object? _pinned;
    private bool _isPinned;
    private int _expansions;

    /// <summary>Name of the column or member, for values that look like what they are.</summary>
    public string Name { get; } = name;

    /// <summary>Type of the column; of a part, unknown until something is asked of it.</summary>
    public KqlType Type { get; private set; } = type;

    /// <summary>What it is made of.</summary>
    public SlotForm Form { get; private set; }

    /// <summary>Members, items (by number) or parts, by name.</summary>
    public SortedDictionary<string, Slot> Parts { get; } = new(StringComparer.Ordinal);

    /// <summary>The separator, or what stands between pairs.</summary>
    public string Separator { get; private set; } = "";

    /// <summary>What stands between name and value of pairs.</summary>
    public string KeySeparator { get; private set; } = "";

    /// <summary>The pieces of a pattern: a text, or a part.</summary>
    public List<(string? Text, Slot? Part)> Pieces { get; } = [];

    /// <summary>Least number of different values that the copies of the row have within a group.</summary>
    public long Different { get; private set; } = 1;

    /// <summary>Least number of different values that make as many groups.</summary>
    public long Groups { get; private set; } = 1;

    /// <summary>Values of which any will do; null when there is no such list.</summary>
    public IReadOnlyList<object?>? Allowed { get; private set; }

    /// <summary>Whether the value must be there although nothing is asked of it.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Items that an array has at least.</summary>
    public long Items { get; set; }

    /// <summary>Least and greatest length of a text.</summary>
    public (long Least, long Most) Length { get; set; } = (0, long.MaxValue);

    /// <summary>The slot that stands for this one and all that are the same as it.</summary>
    public Slot Root => _same is null ? this : _same = _same.Root;

    /// <summary>The fixed value, if it is fixed.</summary>
    public bool TryGetPinned(out object? value)
    {
        var root = Root;
        value = root._pinned;
        return root._isPinned;
    }

    /// <summary>Whether anything is asked of it.</summary>
    public bool IsAsked => Root is var root && (root.IsTouched || root._demands.Count > 0 || root._isPinned || root.Form != SlotForm.Plain || root.Items > 0 || root.Length.Least > 0);

    /// <summary>Makes sure that the value is there.</summary>
    public void Touch() => Root.IsTouched = true;

    /// <summary>Makes the copies of its row have different values; false when the value is fixed.</summary>
    /// <param name="count">Number of values.</param>
    /// <param name="groups">Whether each value makes a group of copies of its own.</param>
    public bool Differ(long count, bool groups = false)
    {
        var root = Root;
        if (root._isPinned && count > 1 && (root.Allowed?.Count ?? 1) < count)
            return false;
        if (groups)
            root.Groups = Math.Max(root.Groups, count);
        else
            root.Different = Math.Max(root.Different, count);
        root.IsTouched = true;
        return true;
    }

    /// <summary>The different values of this and of all parts, within a group and as groups.</summary>
    public (long Different, long Groups) Spread()
    {
        var root = Root;
        var (different, groups) = (root.Different, root.Groups);
        foreach (var part in root.Parts.Values.Concat(root.Pieces.Select(piece => piece.Part).OfType<Slot>()))
        {
            var below = part.Spread();
            (different, groups) = (Math.Max(different, below.Different), Math.Max(groups, below.Groups));
        }

        return (different, groups);
    }

    /// <summary>Says of which values any will do.</summary>
    public void Allow(IReadOnlyList<object?> values) => Root.Allowed ??= values;

    /// <summary>The number of the value that a copy of the row has.</summary>
    /// <param name="copy">Number of the copy, from 0.</param>
    /// <param name="groups">Groups that the copies are in.</param>
    public int VariantOf(long copy, long groups)
    {
        var root = Root;
        return (int)(root.Groups > 1 ? copy % root.Groups : root.Different > 1 ? copy / groups % root.Different : 0);
    }

    /// <summary>Asks something of the value; false when that contradicts what was asked before.</summary>
    public bool Ask(Relation relation, object? value)
    {
        var root = Root;
        root.IsTouched = true;
        root.Learn(value);
        if (root._isPinned)
            return SlotValues.Holds(root._pinned, relation, value);
        root._demands.Add((relation, value));
        if (relation == Relation.Equal)
        {
            if (!root._demands.TrueForAll(demand => SlotValues.Holds(value, demand.Relation, demand.Value)))
                return false;
            (root._pinned, root._isPinned) = (value, true);
        }

        return true;
    }

    /// <summary>Makes two slots one; false when what is asked of them contradicts.</summary>
    public bool Unify(Slot other)
    {
        var (left, right) = (Root, other.Root);
        if (ReferenceEquals(left, right))
            return true;
        if (left.Form != SlotForm.Plain)
            (left, right) = (right, left);
        if (left.Form != SlotForm.Plain)
            return true;
        left._same = right;
        right.IsTouched = true;
        right.Different = Math.Max(left.Different, right.Different);
        right.Groups = Math.Max(left.Groups, right.Groups);
        right.Allowed ??= left.Allowed;
        right.Length = (Math.Max(left.Length.Least, right.Length.Least), Math.Min(left.Length.Most, right.Length.Most));
        if (left._isPinned)
        {
            if (!right.Ask(Relation.Equal, left._pinned))
                return false;
        }

        foreach (var (relation, value) in left._demands)
        {
            if (relation != Relation.Equal && !right.Ask(relation, value))
                return false;
        }

        return true;
    }

    /// <summary>A member of a bag, or an item of an array; null when the value is made of something else.</summary>
    public Slot? Member(string name, SlotForm form)
    {
        var root = Root;
        if (root.Form == SlotForm.Plain && !root._isPinned)
            root.Form = form;
        if (root.Form != form)
            return null;
        root.IsTouched = true;
        return root.PartOf(name);
    }

    /// <summary>A part between separators.</summary>
    public Slot? Between(string separator, string index)
    {
        var root = Root;
        if (root.Form == SlotForm.Plain && !root._isPinned)
            (root.Form, root.Separator) = (SlotForm.Separated, separator);
        if (root.Form != SlotForm.Separated || root.Separator != separator)
            return null;

        // What stands on the sides of an at sign is known.
        return root.PartOf(index, separator == "@" ? index == "0" ? "User" : "Domain" : index);
    }

    /// <summary>An item of an array that no one else looks at; null when the value is made of something else.</summary>
    public Slot? NextItem() => Member((Root._expansions++).ToString(System.Globalization.CultureInfo.InvariantCulture), SlotForm.Array);

    /// <summary>Makes the value of fixed texts and parts in turn, behind those that it is made of already; false when it is made of something else.</summary>
    public bool Compose(IEnumerable<(string? Text, Slot? Part)> pieces)
    {
        var root = Root;
        if (root.Form is not (SlotForm.Plain or SlotForm.Pattern) || root._isPinned)
            return false;
        if (root.Form == SlotForm.Pattern)
            root.Pieces.Add((" ", null));
        root.Form = SlotForm.Pattern;
        root.Pieces.AddRange(pieces);
        root.IsTouched = true;
        return true;
    }

    /// <summary>Makes the value of names and values.</summary>
    public Slot? Pair(string name, string between, string inside)
    {
        var root = Root;
        if (root.Form == SlotForm.Plain && !root._isPinned)
            (root.Form, root.Separator, root.KeySeparator) = (SlotForm.Pairs, between, inside);
        return root.Form == SlotForm.Pairs ? root.PartOf(name) : null;
    }

    /// <summary>Fixes the value at one that fits, and gives it.</summary>
    /// <param name="usual">When events usually happen, in UTC.</param>
    public object? Pin(DateTime usual)
    {
        var root = Root;
        root.IsTouched = true;
        if (root._isPinned)
            return root._pinned;
        var value = SlotValues.Make(root, usual);
        if (root.Form == SlotForm.Plain)
            (root._pinned, root._isPinned) = (value, true);
        return value;
    }

    /// <summary>What is asked.</summary>
    public IReadOnlyList<(Relation Relation, object? Value)> Demands => Root._demands;

    private Slot PartOf(string name, string? looks = null)
    {
        if (!Parts.TryGetValue(name, out var part))
            Parts[name] = part = new Slot(looks ?? name, KqlType.Unknown);
        return part;
    }

    private void Learn(object? value)
    {
        if (!Type.IsUnknown && !Type.IsDynamic)
            return;
        Type = value switch
        {
            string => KqlType.String,
            bool => KqlType.Bool,
            int or long => KqlType.Long,
            double or decimal => KqlType.Real,
            DateTime => KqlType.DateTime,
            TimeSpan => KqlType.TimeSpan,
            Guid => KqlType.Guid,
            _ => Type,
        };
    }
}
