using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Content.Catalog.Packs;
using Content.Kql.Symbols;

namespace Content.Catalog;

/// <summary>
/// The schema that every Sentinel workspace can have: tables of Log Analytics, Microsoft Defender XDR and the connectors, the ASIM
/// parser functions and the functions that solutions install. Symbols are made when first asked for and are shared from then on.
/// </summary>
/// <remarks>Safe for use from several threads. Equal (name, type) pairs share one <see cref="ColumnSymbol"/> over all tables.</remarks>
public sealed class SentinelSchema : ISchema
{
    private const int ColumnSection = 1;
    private const int RowSection = 2;
    private const int RowDataSection = 3;
    private const int TableSection = 4;
    private const int FunctionSection = 5;
    private const int ParameterSection = 6;
    private const int TableStride = 4;
    private const int FunctionStride = 12;

    private static readonly Lazy<SentinelSchema> Shared = new(() => new SentinelSchema(PackFile.Open("schema.bin", "SCS1"u8)));

    // Built into every workspace; its result follows from the watchlist, which the binder asks the schema for.
    private static readonly WorkspaceFunction GetWatchlist = new(WorkspaceFunction.WatchlistReader, [new WorkspaceFunctionParameter("watchlistAlias", KqlType.String)])
    {
        Description = "The rows of a watchlist.",
    };

    private readonly PackFile _pack;
    private readonly ColumnSymbol?[] _columns;
    private readonly RowType?[] _rows;
    private readonly TableSymbol?[] _tables;
    private readonly WorkspaceFunction?[] _functions;
    private string[]? _tableNames;
    private IReadOnlyList<string>? _functionNames;

    private SentinelSchema(PackFile pack)
    {
        _pack = pack;
        _columns = new ColumnSymbol?[pack.SectionCount(ColumnSection)];
        _rows = new RowType?[pack.SectionCount(RowSection)];
        _tables = new TableSymbol?[pack.SectionCount(TableSection)];
        _functions = new WorkspaceFunction?[pack.SectionCount(FunctionSection)];
    }

    /// <summary>The schema; loaded on first use.</summary>
    public static SentinelSchema Instance => Shared.Value;

    /// <inheritdoc/>
    public IReadOnlyList<string> TableNames => _tableNames ??= Names(TableSection, TableStride);

    /// <inheritdoc/>
    public IReadOnlyList<string> FunctionNames => _functionNames ??= CompositeSchema.Merge(Names(FunctionSection, FunctionStride), [GetWatchlist.Name]);

    /// <inheritdoc/>
    public TableSymbol? FindTable(string name)
    {
        var number = _pack.Find(TableSection, TableStride, name);
        return number < 0 ? null : _tables[number] ?? Publish(ref _tables[number], new TableSymbol(TextOf(TableSection, TableStride, number), Row(number)));
    }

    /// <inheritdoc/>
    public WorkspaceFunction? FindFunction(string name)
    {
        if (name == GetWatchlist.Name)
            return GetWatchlist;
        var number = _pack.Find(FunctionSection, FunctionStride, name);
        return number < 0 ? null : _functions[number] ?? Publish(ref _functions[number], MakeFunction(number));
    }

    /// <summary>No watchlist is built in: always null.</summary>
    public RowType? FindWatchlist(string alias) => null;

    private WorkspaceFunction MakeFunction(int number)
    {
        var entry = _pack.SectionStart(FunctionSection) + (number * FunctionStride);
        var position = _pack.SectionStart(ParameterSection) + _pack.U32(entry + 4);
        var count = _pack.Count(ref position);
        var parameters = ImmutableArray.CreateBuilder<WorkspaceFunctionParameter>(count);
        for (var i = 0; i < count; i++)
        {
            var name = _pack.Text(_pack.Count(ref position));
            var type = KqlType.FromKind((TypeKind)_pack.Bytes[position++]);
            parameters.Add(new WorkspaceFunctionParameter(name, type) { DefaultValue = _pack.Text(_pack.Count(ref position)) });
        }

        return new WorkspaceFunction(_pack.Text(_pack.U32(entry)), parameters.MoveToImmutable()) { Result = Row(_pack.U32(entry + 8)) };
    }

    private RowType Row(int number)
    {
        if (_rows[number] is { } known)
            return known;
        var position = _pack.SectionStart(RowDataSection) + _pack.U32(_pack.SectionStart(RowSection) + (number * 4));
        var columns = new ColumnSymbol[_pack.Count(ref position)];
        for (var i = 0; i < columns.Length; i++, position += 2)
            columns[i] = Column(_pack.U16(position));
        return Publish(ref _rows[number], new RowType(ImmutableCollectionsMarshal.AsImmutableArray(columns)));
    }

    private ColumnSymbol Column(int number)
    {
        if (_columns[number] is { } known)
            return known;
        var packed = (uint)_pack.U32(_pack.SectionStart(ColumnSection) + (number * 4));
        return Publish(ref _columns[number], new ColumnSymbol(_pack.Text((int)(packed >> 4)), KqlType.FromKind((TypeKind)(packed & 15))));
    }

    private string[] Names(int section, int stride)
    {
        var names = new string[_pack.SectionCount(section)];
        for (var i = 0; i < names.Length; i++)
            names[i] = TextOf(section, stride, i);
        return names;
    }

    private string TextOf(int section, int stride, int number) => _pack.Text(_pack.U32(_pack.SectionStart(section) + (number * stride)));

    // Two threads may make the same symbol: the first one published is everybody's.
    private static T Publish<T>(ref T? slot, T made) where T : class => Interlocked.CompareExchange(ref slot, made, null) ?? made;
}
