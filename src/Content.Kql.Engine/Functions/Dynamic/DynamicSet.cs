using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>A place of a dynamic value on a tape that outlives the batch.</summary>
internal readonly record struct TapePiece(byte[] Tape, int Offset, int Length)
{
    public DynamicValue Value => new(Tape.AsSpan(Offset, Length));
}

/// <summary>Distinct dynamic values, in the order in which they were added.</summary>
internal sealed class DynamicSet
{
    private readonly Dictionary<TapePiece, int> _places = new(PieceComparer.Instance);

    /// <summary>The values.</summary>
    public List<TapePiece> Items { get; } = [];

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        _places.Clear();
        Items.Clear();
    }

    /// <summary>Adds a value; false when it is there already.</summary>
    public bool Add(TapePiece piece)
    {
        if (!_places.TryAdd(piece, Items.Count))
            return false;
        Items.Add(piece);
        return true;
    }

    /// <summary>Adds the elements of the array in a row; nothing when it is no array.</summary>
    public void AddElements(DynamicVector vector, int row)
    {
        var place = vector.Ref(row);
        var elements = vector[row].Elements;
        while (elements.MoveNext())
            Add(new TapePiece(vector.Tape, place.Offset + elements.Place.Offset, elements.Place.Length));
    }

    /// <summary>Whether a value is there.</summary>
    public bool Contains(TapePiece piece) => _places.ContainsKey(piece);

    private sealed class PieceComparer : IEqualityComparer<TapePiece>
    {
        public static PieceComparer Instance { get; } = new();

        public bool Equals(TapePiece x, TapePiece y) => x.Value.DeepEquals(y.Value);

        public int GetHashCode(TapePiece piece) => piece.Value.DeepHash();
    }
}
