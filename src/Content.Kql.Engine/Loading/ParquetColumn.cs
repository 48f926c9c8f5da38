using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;
using Parquet;
using Parquet.Schema;

namespace Content.Kql.Engine.Loading;

/// <summary>A column of a row group: rows are read in order, as a vector of the type that is nearest to the file's.</summary>
internal abstract class ParquetColumn : IDisposable
{
    /// <summary>The next rows.</summary>
    public abstract Vector Read(int rows);

    public abstract void Dispose();

    /// <summary>The type nearest to a field's.</summary>
    public static TypeKind KindOf(Field field)
    {
        if (field is not DataField { IsArray: false } data)
            return TypeKind.Dynamic;
        var type = data.ClrType;
        if (type == typeof(bool))
            return TypeKind.Bool;
        if (type == typeof(int) || type == typeof(short) || type == typeof(byte) || type == typeof(sbyte) || type == typeof(ushort))
            return TypeKind.Int;
        if (type == typeof(long) || type == typeof(uint))
            return TypeKind.Long;
        if (type == typeof(float) || type == typeof(double))
            return TypeKind.Real;
        if (type == typeof(decimal) || type == typeof(ulong) || type == typeof(System.Numerics.BigInteger))
            return TypeKind.Decimal;
        if (type == typeof(DateTime) || type == typeof(DateOnly))
            return TypeKind.DateTime;
        if (type == typeof(TimeSpan) || type == typeof(TimeOnly))
            return TypeKind.TimeSpan;
        return type == typeof(Guid) ? TypeKind.Guid : TypeKind.String;
    }

    /// <summary>Reads a field of a row group.</summary>
    public static async Task<ParquetColumn> Open(ParquetRowGroupReader rows, Field field, int count, CancellationToken cancellation)
    {
        var leaves = new Dictionary<DataField, ParquetLeaf>();
        foreach (var leaf in Leaves(field))
            leaves[leaf] = ParquetLeaf.Create(leaf, await rows.ReadRawColumnDataBaseAsync(leaf, cancellation), count);
        return field is DataField { IsArray: false, MaxRepetitionLevel: 0 } flat ? new FlatColumn(KindOf(flat), leaves[flat]) : new NestedColumn(field, leaves);
    }

    private static IEnumerable<DataField> Leaves(Field field) => field switch
    {
        DataField data => [data],
        ListField list => Leaves(list.Item),
        MapField map => Leaves(map.Key).Concat(Leaves(map.Value)),
        StructField structure => structure.Fields.SelectMany(Leaves),
        _ => throw new LoadFailedException($"column '{field.Name}' has the unknown shape {field.SchemaType}"),
    };

    private sealed class FlatColumn(TypeKind kind, ParquetLeaf leaf) : ParquetColumn
    {
        private readonly TextLoader? _text = kind == TypeKind.String ? new TextLoader() : null;

        public override Vector Read(int rows)
        {
            if (_text is not null)
            {
                for (var i = 0; i < rows; i++)
                {
                    _text.Take(leaf.HasValue ? leaf.Text : default);
                    leaf.Advance();
                }

                return _text.Build();
            }

            var builder = VectorBuilder.Create(kind, rows);
            for (var i = 0; i < rows; i++)
            {
                if (leaf.HasValue)
                    leaf.AddTo(builder);
                else
                    builder.AddNull();
                leaf.Advance();
            }

            return builder.Build();
        }

        public override void Dispose() => leaf.Dispose();
    }

    /// <summary>Puts the values of nested fields together again, by their repetition and definition levels (Dremel).</summary>
    private sealed class NestedColumn(Field field, Dictionary<DataField, ParquetLeaf> leaves) : ParquetColumn
    {
        public override Vector Read(int rows)
        {
            var builder = new DynamicBuilder(rows);
            for (var i = 0; i < rows; i++)
            {
                Write(field, builder.Writer, 0, 0);
                builder.EndRow();
            }

            return builder.Build();
        }

        public override void Dispose()
        {
            foreach (var leaf in leaves.Values)
                leaf.Dispose();
        }

        // The levels are those of what surrounds the field.
        private void Write(Field field, DynamicWriter writer, int repetition, int definition)
        {
            switch (field)
            {
                case DataField { IsArray: true } array:
                    Repeat(array, writer, repetition + 1, definition, () => WriteValue(array, writer));
                    break;
                case DataField data:
                    WriteValue(data, writer);
                    break;
                case ListField list:
                    Repeat(list, writer, repetition + 1, definition + Optional(list), () => Write(list.Item, writer, repetition + 1, definition + Optional(list) + 1));
                    break;
                case MapField map:
                    WriteMap(map, writer, repetition + 1, definition + Optional(map));
                    break;
                case StructField structure:
                    definition += Optional(structure);
                    if (First(structure).Definition < definition)
                    {
                        Skip(structure);
                        writer.Null();
                        break;
                    }

                    var start = writer.BeginBag();
                    foreach (var child in structure.Fields)
                    {
                        writer.Key(child.Name);
                        Write(child, writer, repetition, definition);
                    }

                    writer.EndBag(start, structure.Fields.Count);
                    break;
            }
        }

        private void WriteValue(DataField data, DynamicWriter writer)
        {
            var leaf = leaves[data];
            if (leaf.HasValue)
                leaf.Write(writer);
            else
                writer.Null();
            leaf.Advance();
        }

        private void Repeat(Field list, DynamicWriter writer, int repetition, int definition, Action element)
        {
            var first = First(list);
            if (first.Definition <= definition)
            {
                // Empty, or null itself.
                var empty = first.Definition == definition;
                Skip(list);
                if (empty)
                    writer.EndArray(writer.BeginArray(), 0);
                else
                    writer.Null();
                return;
            }

            var start = writer.BeginArray();
            var count = 0;
            do
            {
                element();
                count++;
            }
            while (first.Repetition == repetition);
            writer.EndArray(start, count);
        }

        // A map is a bag; keys that are no text are written as text.
        private void WriteMap(MapField map, DynamicWriter writer, int repetition, int definition)
        {
            var first = First(map);
            if (first.Definition <= definition)
            {
                var empty = first.Definition == definition;
                Skip(map);
                if (empty)
                    writer.EndBag(writer.BeginBag(), 0);
                else
                    writer.Null();
                return;
            }

            var key = (DataField)map.Key;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var start = writer.BeginBag();
            var count = 0;
            do
            {
                var name = System.Text.Encoding.UTF8.GetString(leaves[key].Text);
                leaves[key].Advance();
                var entry = writer.Position;
                writer.Key(name);
                Write(map.Value, writer, repetition, definition + 1);
                // Of a repeated key the first value stands.
                if (seen.Add(name))
                    count++;
                else
                    writer.Rewind(entry);
            }
            while (first.Repetition == repetition);
            writer.EndBag(start, count);
        }

        private ParquetLeaf First(Field field) => leaves[Leaves(field).First()];

        private void Skip(Field field)
        {
            foreach (var leaf in Leaves(field))
                leaves[leaf].Advance();
        }

        private static int Optional(Field field) => field.IsNullable ? 1 : 0;
    }
}
