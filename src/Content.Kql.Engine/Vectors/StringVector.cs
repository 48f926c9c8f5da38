using System.Text;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Vectors;

/// <summary>A piece of an arena.</summary>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Number of bytes.</param>
public readonly record struct BytesRef(int Offset, int Length);

/// <summary>Texts as UTF-8 in an arena. In dictionary form <see cref="Codes"/> give each row's entry in <see cref="Refs"/>.</summary>
public sealed class StringVector : Vector
{
    private readonly int _mask;

    /// <summary>Wraps buffers; they must not change afterwards.</summary>
    /// <param name="arena">Bytes of all texts.</param>
    /// <param name="refs">Where each row's (or dictionary entry's) text lies.</param>
    /// <param name="codes">Entry of each row; null in the plain form.</param>
    /// <param name="start">First row in <paramref name="refs"/>, or in <paramref name="codes"/> when given.</param>
    /// <param name="length">Rows.</param>
    /// <param name="isAscii">True when the arena is known to hold ASCII only.</param>
    /// <param name="isConstant">True when one text stands for all rows.</param>
    public StringVector(byte[] arena, BytesRef[] refs, int[]? codes, int start, int length, bool isAscii, bool isConstant = false)
        : base(TypeKind.String, length, isConstant)
    {
        Arena = arena;
        Refs = refs;
        Codes = codes;
        Start = start;
        IsAscii = isAscii;
        _mask = isConstant ? 0 : -1;
    }

    /// <summary>Bytes of all texts.</summary>
    public byte[] Arena { get; }
    /// <summary>Places of the texts, by row from <see cref="Start"/>, or by dictionary entry.</summary>
    public BytesRef[] Refs { get; }
    /// <summary>Entry of each row, from <see cref="Start"/>; null in the plain form.</summary>
    public int[]? Codes { get; }
    /// <summary>First row in the buffers.</summary>
    public int Start { get; }
    /// <summary>True when all bytes of the arena are known to be ASCII.</summary>
    public bool IsAscii { get; }
    /// <summary>True in the dictionary form.</summary>
    public bool IsDictionary => Codes is not null;

    /// <summary>The place of a row's text in the arena.</summary>
    public BytesRef Ref(int row) => Refs[Codes is null ? Start + (row & _mask) : Codes[Start + (row & _mask)]];

    /// <summary>The text of a row, UTF-8.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            var place = Ref(row);
            return new ReadOnlySpan<byte>(Arena, place.Offset, place.Length);
        }
    }

    /// <summary>The text of a row.</summary>
    public string GetString(int row) => Encoding.UTF8.GetString(this[row]);

    /// <inheritdoc/>
    public override ulong[]? Validity => null;
    /// <inheritdoc/>
    public override bool MayBeNull => false;
    /// <inheritdoc/>
    public override bool IsNull(int row) => false;

    /// <inheritdoc/>
    public override Vector Slice(int start, int length) => IsConstant
        ? length == Length ? this : new StringVector(Arena, Refs, Codes, Start, length, IsAscii, isConstant: true)
        : start == 0 && length == Length ? this : new StringVector(Arena, Refs, Codes, Start + start, length, IsAscii);

    /// <inheritdoc/>
    public override Vector Gather(ReadOnlySpan<int> rows)
    {
        if (Codes is not null && !IsConstant && rows.IndexOf(-1) < 0)
        {
            var codes = new int[rows.Length];
            for (var i = 0; i < rows.Length; i++)
                codes[i] = Codes[Start + rows[i]];
            return new StringVector(Arena, Refs, codes, 0, rows.Length, IsAscii);
        }

        var refs = new BytesRef[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] >= 0)
                refs[i] = Ref(rows[i]);
        }

        return new StringVector(Arena, refs, null, 0, rows.Length, IsAscii);
    }

    /// <summary>Rows that repeat, as codes of a dictionary whose entries are the rows here: what is worked out a text is worked out once.</summary>
    internal Vector GatherCodes(ReadOnlySpan<int> rows)
    {
        if (Codes is not null || IsConstant)
            return Gather(rows);
        var codes = new int[rows.Length];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = Start + rows[i];
        return new StringVector(Arena, Refs, codes, 0, rows.Length, IsAscii);
    }

    /// <inheritdoc/>
    public override Vector AsConstant(int row, int length) => new StringVector(Arena, [Ref(row)], null, 0, length, IsAscii, isConstant: true);

    /// <summary>A constant text.</summary>
    public static StringVector Constant(ReadOnlySpan<byte> text, int length) =>
        new(text.ToArray(), [new BytesRef(0, text.Length)], null, 0, length, Ascii.IsValid(text), isConstant: true);

    /// <summary>A constant text.</summary>
    public static StringVector Constant(string text, int length) => Constant(Encoding.UTF8.GetBytes(text), length);

    /// <inheritdoc/>
    public override object? GetValue(int row) => GetString(row);

    /// <inheritdoc/>
    public override long ByteSize
    {
        get
        {
            if (Codes is not null)
                return 4L * Length;
            var total = 8L * Length;
            for (var i = 0; i < (IsConstant ? 1 : Length); i++)
                total += Refs[Start + i].Length;
            return total;
        }
    }
}
