using System.Buffers.Binary;
using Content.Kql.Binding;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Columns of tables, sizes of values, new identifiers.</summary>
internal static class MetadataFunctions
{
    public static void Register(KernelTable table)
    {
        table.Scalar("column_names_of", ColumnNamesOf);
        table.Scalar("estimate_data_size", EstimateDataSize);
        table.Scalar("new_guid", NewGuid);
        // The binder puts the column in place of the default where there is one.
        foreach (var name in (ReadOnlySpan<string>)["column_ifexists", "columnifexists"])
            table.Scalar(name, binding => (arguments, _) => Conversions.To(arguments[1], binding.ResultType.Kind));
    }

    private static ScalarKernel ColumnNamesOf(KernelBinding binding)
    {
        if (binding.Arguments[0] is not BoundTabularArgument { Table: var argument })
            throw new UnsupportedException(binding.Name, "its argument is no table");
        var builder = new DynamicBuilder(1);
        var array = builder.Writer.BeginArray();
        foreach (var column in argument.Row.Columns)
            builder.Writer.String(column.Name);
        builder.Writer.EndArray(array, argument.Row.Columns.Length);
        builder.EndRow();
        var names = builder.Build();
        return (_, length) => names.AsConstant(0, length);
    }

    // Sizes of the documented types; what a dynamic or a decimal takes is a matter of the service's encoding.
    private static ScalarKernel EstimateDataSize(KernelBinding binding)
    {
        for (var k = 0; k < binding.Count; k++)
        {
            if (binding.KindOf(k) is TypeKind.Dynamic or TypeKind.Decimal)
                throw new UnsupportedException(binding.Name, $"the size of a {binding.Arguments[k].Type.Name} is not published");
        }

        return (arguments, length) =>
        {
            var values = new long[length];
            foreach (var argument in arguments)
            {
                for (var i = 0; i < length; i++)
                    values[i] += argument is StringVector text ? text.Ref(i).Length : FixedSize(argument.Kind);
            }

            return new FixedVector<long>(TypeKind.Long, values, length);
        };
    }

    private static int FixedSize(TypeKind kind) => kind switch
    {
        TypeKind.Bool => 1,
        TypeKind.Int => 4,
        TypeKind.Guid => 16,
        _ => 8,
    };

    // Version 4 in form, but of the execution's own sequence and clock: every run gives the same.
    private static ScalarKernel NewGuid(KernelBinding binding)
    {
        Guid Next()
        {
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, binding.Context.NextRandom() ^ (ulong)binding.Context.NowTicks);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], binding.Context.NextRandom());
            bytes[7] = (byte)(bytes[7] & 0x0F | 0x40);
            bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
            return new Guid(bytes);
        }

        return (_, length) =>
        {
            var values = new Guid[length];
            for (var i = 0; i < length; i++)
                values[i] = Next();
            return new FixedVector<Guid>(TypeKind.Guid, values, length);
        };
    }
}
