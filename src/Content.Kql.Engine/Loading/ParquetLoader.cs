using System.Collections.Immutable;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;
using Parquet;
using Parquet.Schema;

namespace Content.Kql.Engine.Loading;

/// <summary>Reads Apache Parquet, row group by row group and only the columns that are asked for.</summary>
internal static class ParquetLoader
{
    public static LoadResult Load(Stream stream, string name, LoadOptions options, Action<long> charge, CancellationToken cancellation) =>
        Guard(() => LoadAsync(stream, name, options, charge, cancellation).GetAwaiter().GetResult());

    /// <summary>The columns of a file as a table's.</summary>
    public static RowType InferRow(Stream stream) => Guard(() =>
    {
        var schema = ParquetReader.ReadSchemaAsync(stream).GetAwaiter().GetResult();
        return new RowType([.. schema.Fields.Select(field => new ColumnSymbol(field.Name, KqlType.FromKind(ParquetColumn.KindOf(field))))]);
    });

    // The library answers damage with whatever exception its decoders run into.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (EngineException or OperationCanceledException or OutOfMemoryException))
        {
            throw new LoadFailedException($"it is no Parquet file, is damaged, or uses what cannot be read ({e.Message})");
        }
    }

    private static async Task<LoadResult> LoadAsync(Stream stream, string name, LoadOptions options, Action<long> charge, CancellationToken cancellation)
    {
        await using var reader = await ParquetReader.CreateAsync(stream, null, true, cancellation);
        var problems = new ParquetProblems(name, options);
        var unknown = ImmutableArray.CreateBuilder<string>();
        var fields = new Dictionary<int, Field>();
        foreach (var field in reader.Schema.Fields)
        {
            var ordinal = options.Row.IndexOf(field.Name);
            if (ordinal < 0)
                unknown.Add(field.Name);
            else if (options.Columns is null || options.Columns.Contains(ordinal))
                fields.TryAdd(ordinal, field);
        }

        var chunks = ImmutableArray.CreateBuilder<TableChunk>();
        var firstRow = 0L;
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            if (rows.RowCount is < 0 or > int.MaxValue)
                throw new LoadFailedException("a row group has more than two thousand million rows");
            var count = (int)rows.RowCount;
            var slices = new Vector?[(count + ColumnarTable.ChunkSize - 1) / ColumnarTable.ChunkSize][];
            for (var i = 0; i < slices.Length; i++)
                slices[i] = new Vector?[options.Row.Columns.Length];
            for (var ordinal = 0; ordinal < options.Row.Columns.Length; ordinal++)
            {
                cancellation.ThrowIfCancellationRequested();
                var column = options.Row.Columns[ordinal];
                if (options.Columns is not null && !options.Columns.Contains(ordinal))
                    continue;
                using var source = fields.TryGetValue(ordinal, out var field) ? await ParquetColumn.Open(rows, field, count, cancellation) : null;
                for (var i = 0; i < slices.Length; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var start = i * ColumnarTable.ChunkSize;
                    var length = Math.Min(ColumnarTable.ChunkSize, count - start);
                    var vector = source?.Read(length) is { } read ? problems.Convert(read, column, firstRow + start) : Vector.Null(column.Type.Kind, length);
                    charge(vector.ByteSize);
                    slices[i][ordinal] = vector;
                }
            }

            for (var i = 0; i < slices.Length; i++)
                chunks.Add(new TableChunk(slices[i], Math.Min(ColumnarTable.ChunkSize, count - i * ColumnarTable.ChunkSize)));
            firstRow += count;
        }

        return new LoadResult(new ColumnarTable(options.Row, chunks.ToImmutable()), problems.Kept, problems.Count, unknown.ToImmutable());
    }
}

/// <summary>Converts columns to the types of the table and notes the cells that do not convert.</summary>
internal sealed class ParquetProblems(string path, LoadOptions options)
{
    private readonly List<(long Row, LoadProblem Problem)> _kept = [];

    public long Count { get; private set; }

    /// <summary>The first ones, in order of rows.</summary>
    public ImmutableArray<LoadProblem> Kept => [.. _kept.OrderBy(kept => kept.Row).Take(options.MaxProblems).Select(kept => kept.Problem)];

    public Vector Convert(Vector vector, ColumnSymbol column, long firstRow)
    {
        if (vector.Kind == column.Type.Kind)
            return vector;
        var kind = column.Type.Kind;
        var result = vector is StringVector text && kind == TypeKind.Dynamic ? Parse(text) : Conversions.To(Wholes(vector, kind), kind);
        for (var i = 0; i < vector.Length; i++)
        {
            if (!result.IsNull(i) || vector.IsNull(i) || vector is StringVector strings && strings[i].IsEmpty)
                continue;
            Count++;
            if (_kept.Count(kept => kept.Problem.ColumnName == column.Name) < options.MaxProblems)
                _kept.Add((firstRow + i, new LoadProblem(path, 0, 0, $"row {firstRow + i + 1}: Column '{column.Name}' is {column.Type}, and {ResultText.Format(vector, i)} is none.", column.Name)));
        }

        return result;
    }

    // 1.5 is no whole number: it is not cut.
    private static Vector Wholes(Vector vector, TypeKind kind)
    {
        if (kind is not (TypeKind.Long or TypeKind.Int) || vector is not FixedVector<double> reals)
            return vector;
        var builder = new FixedBuilder<double>(TypeKind.Real, reals.Length);
        for (var i = 0; i < reals.Length; i++)
            builder.Add(reals.IsNull(i) || Math.Floor(reals[i]) != reals[i] ? null : reals[i]);
        return builder.Build();
    }

    private static Vector Parse(StringVector text)
    {
        var builder = new DynamicBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i];
            if (value.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..])
                DynamicJson.ParseOrString(value, builder.Writer);
            else if (!value.IsEmpty)
                builder.Writer.String(value);
            builder.EndRow();
        }

        return builder.Build();
    }
}
