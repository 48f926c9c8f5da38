using Content.Kql.Symbols;

namespace Content.Kql.Engine.Vectors;

/// <summary>Dynamic values as pieces of a tagged tape (see <see cref="DynamicValue"/>). A piece of length 0 is null.</summary>
public sealed class DynamicVector : Vector
{
    private readonly int _mask;

    /// <summary>Wraps buffers; they must not change afterwards.</summary>
    public DynamicVector(byte[] tape, BytesRef[] refs, int start, int length, bool isConstant = false)
        : base(TypeKind.Dynamic, length, isConstant)
    {
        Tape = tape;
        Refs = refs;
        Start = start;
        _mask = isConstant ? 0 : -1;
    }

    /// <summary>The tape that all rows lie in.</summary>
    public byte[] Tape { get; }
    /// <summary>Places of the rows, from <see cref="Start"/>.</summary>
    public BytesRef[] Refs { get; }
    /// <summary>First row in <see cref="Refs"/>.</summary>
    public int Start { get; }

    /// <summary>Place of a row in the tape.</summary>
    public BytesRef Ref(int row) => Refs[Start + (row & _mask)];

    /// <summary>The value of a row.</summary>
    public DynamicValue this[int row]
    {
        get
        {
            var place = Ref(row);
            return new DynamicValue(new ReadOnlySpan<byte>(Tape, place.Offset, place.Length));
        }
    }

    /// <inheritdoc/>
    public override bool IsNull(int row) => Ref(row).Length == 0;

    /// <inheritdoc/>
    public override bool MayBeNull => true;

    /// <inheritdoc/>
    public override ulong[]? Validity
    {
        get
        {
            ulong[]? validity = null;
            for (var i = 0; i < Length; i++)
            {
                if (IsNull(i))
                    Bits.Clear(validity ??= Bits.AllSet(Length), i);
            }

            return validity;
        }
    }

    /// <inheritdoc/>
    public override Vector Slice(int start, int length) => IsConstant
        ? length == Length ? this : new DynamicVector(Tape, Refs, Start, length, isConstant: true)
        : start == 0 && length == Length ? this : new DynamicVector(Tape, Refs, Start + start, length);

    /// <inheritdoc/>
    public override Vector Gather(ReadOnlySpan<int> rows)
    {
        var refs = new BytesRef[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] >= 0)
                refs[i] = Ref(rows[i]);
        }

        return new DynamicVector(Tape, refs, 0, rows.Length);
    }

    /// <inheritdoc/>
    public override Vector AsConstant(int row, int length) => new DynamicVector(Tape, [Ref(row)], 0, length, isConstant: true);

    /// <inheritdoc/>
    public override object? GetValue(int row) => this[row].ToObject();

    /// <inheritdoc/>
    public override long ByteSize
    {
        get
        {
            var total = 8L * Length;
            for (var i = 0; i < (IsConstant ? 1 : Length); i++)
                total += Refs[Start + i].Length;
            return total;
        }
    }
}
