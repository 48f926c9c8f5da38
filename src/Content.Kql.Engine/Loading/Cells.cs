namespace Content.Kql.Engine.Loading;

/// <summary>What the text of a cell is.</summary>
internal enum CellKind : byte
{
    /// <summary>The record does not have it.</summary>
    Missing,
    /// <summary>JSON null, or an empty field of CSV.</summary>
    Null,
    /// <summary>The text of a JSON string without escapes.</summary>
    Text,
    /// <summary>The text of a JSON string with escapes, still escaped.</summary>
    Escaped,
    /// <summary>A JSON number, or true or false.</summary>
    Literal,
    /// <summary>A JSON object or array.</summary>
    Container,
    /// <summary>A field of CSV: text that may be anything.</summary>
    Field,
    /// <summary>A field of CSV with doubled quotes, still doubled.</summary>
    QuotedField,
}

/// <summary>A piece of the text that is read, and what it is.</summary>
internal readonly struct Cell(int start, int length, CellKind kind)
{
    private readonly uint _packed = (uint)length << 3 | (uint)kind;

    public int Start { get; } = start;
    public int Length => (int)(_packed >> 3);
    public CellKind Kind => (CellKind)(_packed & 7);
}

/// <summary>Something wrong at a place of the text; the message is made only for those that are kept.</summary>
/// <param name="Start">Offset in the text.</param>
/// <param name="Length">Length of the text that is shown.</param>
/// <param name="Slot">The column; -1 where the message says all.</param>
/// <param name="Shape">What the text is.</param>
/// <param name="Message">A sentence; null for a cell that does not convert.</param>
internal readonly record struct Finding(int Start, int Length, int Slot, CellKind Shape, string? Message);
