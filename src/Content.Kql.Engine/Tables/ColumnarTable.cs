using System.Collections.Immutable;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tables;

/// <summary>A run of rows: a vector for each column of the table; null for one that was not loaded.</summary>
public sealed class TableChunk
{
    /// <summary>Creates a chunk.</summary>
    public TableChunk(Vector?[] columns, int length)
    {
        Columns = columns;
        Length = length;
    }

    /// <summary>A vector for each column, of <see cref="Length"/> rows; null where not loaded.</summary>
    public IReadOnlyList<Vector?> Columns { get; }
    /// <summary>Number of rows.</summary>
    public int Length { get; }
}

/// <summary>A table in memory: typed columns in chunks. Immutable.</summary>
public sealed class ColumnarTable
{
    /// <summary>Creates a table.</summary>
    public ColumnarTable(RowType row, ImmutableArray<TableChunk> chunks)
    {
        Row = row;
        Chunks = chunks;
        foreach (var chunk in chunks)
            RowCount += chunk.Length;
    }

    /// <summary>Rows of a chunk at most.</summary>
    public const int ChunkSize = 65_536;

    /// <summary>The columns.</summary>
    public RowType Row { get; }
    /// <summary>The rows, in chunks.</summary>
    public ImmutableArray<TableChunk> Chunks { get; }
    /// <summary>Number of rows.</summary>
    public long RowCount { get; }

    /// <summary>Name of the column that is none of the table's own, but tells when each row was ingested (see <see cref="ITableSource"/>).</summary>
    public const string IngestionTime = "_IngestionTime";

    /// <summary>The columns of a row whose others only the data tell, and those others.</summary>
    internal RowType ColumnsWith(RowType open) => new([.. open.Columns, .. Row.Columns.Where(column => open.IndexOf(column.Name) < 0 && column.Name != IngestionTime)]);

    /// <summary>A table without rows.</summary>
    public static ColumnarTable Empty(RowType row) => new(row, []);

    /// <summary>A table of objects, as <see cref="Vector.GetValue"/> gives them; values of another type are converted.</summary>
    public static ColumnarTable FromRows(RowType row, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var chunks = ImmutableArray.CreateBuilder<TableChunk>();
        var builders = new VectorBuilder[row.Columns.Length];
        var count = 0;
        void Begin()
        {
            for (var i = 0; i < builders.Length; i++)
                builders[i] = VectorBuilder.Create(row.Columns[i].Type.Kind);
            count = 0;
        }

        Begin();
        foreach (var values in rows)
        {
            for (var i = 0; i < builders.Length; i++)
                builders[i].AddObject(i < values.Count ? values[i] : null);
            if (++count == ChunkSize)
            {
                chunks.Add(new TableChunk(Array.ConvertAll(builders, b => b.Build()), count));
                Begin();
            }
        }

        if (count > 0)
            chunks.Add(new TableChunk(Array.ConvertAll(builders, b => b.Build()), count));
        return new ColumnarTable(row, chunks.ToImmutable());
    }
}
