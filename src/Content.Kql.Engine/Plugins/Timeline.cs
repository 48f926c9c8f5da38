using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Plugins;

/// <summary>The rows of one combination of dimensions: ids as numbers, places on the timeline.</summary>
internal sealed record Slice(int Group, List<int> Rows);

/// <summary>Ids over a timeline, in slices by dimension: what most plugins on user activity start from.</summary>
internal sealed class Timeline
{
    private readonly PluginCall _call;
    private readonly int[] _dimensionOrdinals;
    private readonly GroupTable _dimensions;
    private readonly GroupTable? _idTable;
    private readonly TypeKind _idKind;

    public Timeline(PluginCall call, int idArgument, int timeArgument, int firstDimension)
    {
        _call = call;
        var time = call.Values(timeArgument);
        TimeKind = time.Kind;
        Time = time as FixedVector<long> ?? time.AsLong();
        if (idArgument >= 0)
        {
            var id = call.Values(idArgument);
            _idKind = id.Kind;
            _idTable = new GroupTable([id.Kind]);
            Ids = new int[call.Rows.Length];
            _idTable.Find([id], Ids.Length, Ids, add: true);
        }

        var ordinals = new List<int>();
        for (var i = firstDimension; i < call.Count; i++)
        {
            if (call.ColumnOrdinal(i) is var ordinal and >= 0)
                ordinals.Add(ordinal);
        }

        _dimensionOrdinals = [.. ordinals];
        _dimensions = new GroupTable([.. ordinals.Select(i => call.InputRow.Columns[i].Type.Kind)]);
        var groups = new int[call.Rows.Length];
        _dimensions.Find([.. ordinals.Select(i => call.Rows.Column(i))], groups.Length, groups, add: true);
        for (var i = 0; i < _dimensions.Count; i++)
            Slices.Add(new Slice(i, []));
        for (var i = 0; i < groups.Length; i++)
        {
            if (!Time.IsNull(i))
                Slices[groups[i]].Rows.Add(i);
        }
    }

    public TypeKind TimeKind { get; }
    public FixedVector<long> Time { get; }
    public int[] Ids { get; } = [];
    public List<Slice> Slices { get; } = [];

    /// <summary>A constant argument as a place or distance on the timeline.</summary>
    public long Ticks(int argument)
    {
        var value = _call.Constant(argument) ?? throw new QueryFailedException($"'{_call.Name}' lacks an argument.");
        if (value.IsNull(0))
            throw new QueryFailedException($"Argument {argument + 1} of '{_call.Name}' must not be null.");
        return value is FixedVector<long> ticks ? ticks[0] : value.AsLong()[0];
    }

    public long Positive(int argument)
    {
        var value = Ticks(argument);
        return value > 0 ? value : throw new QueryFailedException($"Argument {argument + 1} of '{_call.Name}' must be greater than 0.");
    }

    /// <summary>The result columns: the timeline, the dimensions, then what a plugin computes.</summary>
    public VectorBuilder[] Builders()
    {
        var builders = new VectorBuilder[_call.Row.Columns.Length];
        for (var i = 0; i < builders.Length; i++)
            builders[i] = VectorBuilder.Create(_call.Row.Columns[i].Type.Kind);
        return builders;
    }

    /// <summary>A place on the timeline as a vector of one row.</summary>
    public Vector Place(long time, TypeKind kind) =>
        Conversions.To(new FixedVector<long>(TimeKind is TypeKind.DateTime or TypeKind.TimeSpan ? TimeKind : TypeKind.Long, [time], 1), kind);

    /// <summary>The value of a dimension in a slice as a vector of one row.</summary>
    public Vector Dimension(int index, Slice slice) => _call.Rows.Column(_dimensionOrdinals[index]).AsConstant(slice.Rows[0], 1);

    /// <summary>First and last place of all rows; both 0 without rows.</summary>
    public (long Start, long End) Range()
    {
        var (start, end) = (long.MaxValue, long.MinValue);
        foreach (var row in Slices.SelectMany(slice => slice.Rows))
            (start, end) = (Math.Min(start, Time[row]), Math.Max(end, Time[row]));
        return start > end ? (0, 0) : (start, end);
    }

    /// <summary>The numbers of ids that occur in other rows too.</summary>
    public HashSet<int> IdsOf(Vector values)
    {
        var converted = Conversions.To(values, _idKind);
        var numbers = new int[converted.Length];
        _idTable!.Find([converted], numbers.Length, numbers, add: false);
        return [.. numbers.Where(number => number >= 0)];
    }

    public void Add(VectorBuilder[] builders, long time, Slice slice, params ReadOnlySpan<object?> values)
    {
        builders[0].AddFrom(Place(time, builders[0].Kind), 0);
        for (var i = 0; i < _dimensionOrdinals.Length; i++)
            builders[i + 1].AddFrom(_call.Rows.Column(_dimensionOrdinals[i]), slice.Rows[0]);
        for (var i = 0; i < values.Length; i++)
            builders[i + 1 + _dimensionOrdinals.Length].AddObject(values[i]);
    }

    public static Batch Build(VectorBuilder[] builders) => new(Array.ConvertAll<VectorBuilder, Vector?>(builders, b => b.Build()), builders[0].Count);

    public void CheckBins(long start, long end, long step)
    {
        if ((end - start) / step > 1_000_000)
            throw new LimitExceededException("rows", $"'{_call.Name}' would have more than a million bins.");
    }

    /// <summary>The bin that a place on the timeline is in.</summary>
    public static long FloorDivide(long x, long y)
    {
        var quotient = x / y;
        return x % y < 0 ? quotient - 1 : quotient;
    }
}
