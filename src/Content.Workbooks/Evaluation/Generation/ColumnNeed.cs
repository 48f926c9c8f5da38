namespace Content.Workbooks.Evaluation.Generation;

/// <summary>Where a searched text has to stand in a value.</summary>
internal enum TextPlace : byte
{
    Anywhere,
    Start,
    End,
}

/// <summary>What a query asks of the values of a column, or of a member of a dynamic one. Columns that are joined or compared share a domain.</summary>
/// <param name="name">Name of the column or member.</param>
internal sealed class ColumnNeed(string name)
{
    private Domain _domain = new(name);

    public string Name { get; } = name;

    /// <summary>Members of a dynamic value, by name.</summary>
    public OrderedDictionary<string, ColumnNeed> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>What is asked of the elements of an array; null when it is none.</summary>
    public ColumnNeed? Element { get; private set; }

    /// <summary>The pieces of a text that is taken apart: fixed ones, and a null for each that is wanted.</summary>
    public IReadOnlyList<string?>? Pieces { get; set; }

    /// <summary>Keys of a text of <c>key=value</c> pairs, what the query looks for before the value, with its equals sign.</summary>
    public OrderedDictionary<string, ColumnNeed> Pairs { get; } = new(StringComparer.Ordinal);

    public bool IsNumber { get; set; }
    public bool IsTime { get; set; }

    /// <summary>True when a time has to lie ahead of the clock.</summary>
    public bool IsAhead { get; set; }

    public Domain Values => _domain = _domain.Root;

    public ColumnNeed Member(string key)
    {
        if (!Members.TryGetValue(key, out var member))
            Members.Add(key, member = new ColumnNeed(key));
        return member;
    }

    public ColumnNeed ElementNeed() => Element ??= new ColumnNeed(Name);

    /// <summary>The two have values in common from now on.</summary>
    public void Join(ColumnNeed other) => Values.Join(other.Values);

    /// <summary>The values that a filter or comparison makes interesting.</summary>
    internal sealed class Domain(string name)
    {
        private Domain? _parent;

        public Domain Root => _parent is null ? this : _parent = _parent.Root;

        public string Name { get; } = name;

        public List<object> Literals { get; } = [];

        public List<(TextPlace Place, string Text)> Parts { get; } = [];

        /// <summary>False when comparisons only count or sort: other values are as welcome.</summary>
        public bool IsFiltered { get; private set; }

        public void Add(object literal, bool isFilter)
        {
            IsFiltered |= isFilter;
            if (Literals.Count < 64 && !Literals.Contains(literal))
                Literals.Add(literal);
        }

        public void Add(TextPlace place, string text, bool isFilter)
        {
            IsFiltered |= isFilter;
            if (Parts.Count < 32 && text.Length > 0 && !Parts.Contains((place, text)))
                Parts.Add((place, text));
        }

        public void Join(Domain other)
        {
            var (one, two) = (Root, other.Root);
            if (ReferenceEquals(one, two))
                return;
            two._parent = one;
            foreach (var literal in two.Literals)
                one.Add(literal, two.IsFiltered);
            foreach (var (place, text) in two.Parts)
                one.Add(place, text, two.IsFiltered);
        }
    }
}

/// <summary>What a query asks of a table.</summary>
internal sealed class TableNeed
{
    public Dictionary<string, ColumnNeed> Columns { get; } = new(StringComparer.Ordinal);

    public ColumnNeed Column(string name)
    {
        if (!Columns.TryGetValue(name, out var need))
            Columns.Add(name, need = new ColumnNeed(name));
        return need;
    }
}
