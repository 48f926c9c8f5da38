using System.Text;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Conversions between types, tests for null, and names of types.</summary>
internal static class ConversionFunctions
{
    public static void Register(KernelTable table)
    {
        foreach (var (name, kind) in (ReadOnlySpan<(string, TypeKind)>)
        [
            ("tobool", TypeKind.Bool), ("toboolean", TypeKind.Bool), ("todatetime", TypeKind.DateTime), ("todecimal", TypeKind.Decimal),
            ("todouble", TypeKind.Real), ("toreal", TypeKind.Real), ("toguid", TypeKind.Guid), ("toint", TypeKind.Int), ("tolong", TypeKind.Long),
            ("tostring", TypeKind.String), ("totime", TypeKind.TimeSpan), ("totimespan", TypeKind.TimeSpan),
        ])
        {
            table.Scalar(name, _ => (arguments, _) => Conversions.To(arguments[0], kind));
        }

        table.Scalar("__cast", Cast);
        table.Scalar("isnull", _ => (arguments, length) => IsNull(arguments[0], length, wanted: true));
        foreach (var name in (ReadOnlySpan<string>)["isnotnull", "notnull"])
            table.Scalar(name, _ => (arguments, length) => IsNull(arguments[0], length, wanted: false));
        table.Scalar("gettype", _ => GetType);
        table.Scalar("dynamic_to_json", _ => ToCanonicalJson);
    }

    private static ScalarKernel Cast(KernelBinding binding)
    {
        var kind = binding.ResultType.Kind;
        return (arguments, length) => arguments[1] is StringVector text
            ? JsonPathFunctions.ConvertText(text, kind)
            : Conversions.To(arguments[1], kind);
    }

    private static FixedVector<bool> IsNull(Vector vector, int length, bool wanted)
    {
        var values = new bool[length];
        for (var i = 0; i < length; i++)
            values[i] = vector.IsNull(i) == wanted;
        return new FixedVector<bool>(TypeKind.Bool, values, length);
    }

    private static Vector GetType(ReadOnlySpan<Vector> arguments, int length)
    {
        var vector = arguments[0];
        var output = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
            output.Add(vector is DynamicVector dynamics ? NameOf(dynamics[i]) : NameOf(vector.Kind));
        return output.Build();
    }

    private static ReadOnlySpan<byte> NameOf(TypeKind kind) => kind switch
    {
        TypeKind.Bool => "bool"u8,
        TypeKind.Int => "int"u8,
        TypeKind.Long => "long"u8,
        TypeKind.Real => "real"u8,
        TypeKind.Decimal => "decimal"u8,
        TypeKind.DateTime => "datetime"u8,
        TypeKind.TimeSpan => "timespan"u8,
        TypeKind.Guid => "guid"u8,
        _ => "string"u8,
    };

    private static ReadOnlySpan<byte> NameOf(DynamicValue value) => value.Tag switch
    {
        DynamicTag.Null => "null"u8,
        DynamicTag.False or DynamicTag.True => "bool"u8,
        DynamicTag.Int => "int"u8,
        // A whole number in JSON is held in the smallest type that it fits.
        DynamicTag.Long => value.AsLong is >= int.MinValue and <= int.MaxValue ? "int"u8 : "long"u8,
        DynamicTag.Real => "real"u8,
        DynamicTag.Decimal => "decimal"u8,
        DynamicTag.DateTime => "datetime"u8,
        DynamicTag.TimeSpan => "timespan"u8,
        DynamicTag.Guid => "guid"u8,
        DynamicTag.Array => "array"u8,
        DynamicTag.Bag => "dictionary"u8,
        _ => "string"u8,
    };

    private static Vector ToCanonicalJson(ReadOnlySpan<Vector> arguments, int length)
    {
        if (arguments[0] is not DynamicVector dynamics)
            return arguments[0].AsString();
        var output = new StringBuilderVector(length);
        var sorted = new DynamicWriter();
        for (var i = 0; i < length; i++)
        {
            sorted.Rewind(0);
            WriteSorted(dynamics[i], sorted);
            ValueText.AppendDynamic(output, sorted.ValueAt(0));
            output.EndRow();
        }

        return output.Build();
    }

    private static void WriteSorted(DynamicValue value, DynamicWriter writer)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value.Tag == DynamicTag.Array)
        {
            var array = writer.BeginArray();
            foreach (var element in value.Elements)
                WriteSorted(element, writer);
            writer.EndArray(array, value.Count);
        }
        else if (value.Tag == DynamicTag.Bag)
        {
            var keys = new List<byte[]>(value.Count);
            foreach (var property in value.Properties)
                keys.Add(property.Key.ToArray());
            keys.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
            var bag = writer.BeginBag();
            foreach (var key in keys)
            {
                writer.Key(key);
                WriteSorted(value.Get(key), writer);
            }

            writer.EndBag(bag, keys.Count);
        }
        else
        {
            writer.Value(value);
        }
    }
}
