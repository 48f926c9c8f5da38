using System.Text;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Expressions;

/// <summary>Members and elements of dynamic values: pieces of the same tape, nothing is copied.</summary>
internal static class DynamicAccess
{
    public static ScalarKernel Member(string name, TypeKind result)
    {
        var key = Encoding.UTF8.GetBytes(name);
        return (arguments, length) =>
        {
            var source = arguments[0].AsDynamic();
            if (source.IsConstant)
                return Conversions.To(Property(source, key, 1), result).AsConstant(0, length);
            return Conversions.To(Property(source, key, length), result);
        };
    }

    public static ScalarKernel Index(TypeKind index, TypeKind result) => (arguments, length) =>
    {
        var source = arguments[0].AsDynamic();
        var refs = new BytesRef[length];
        var key = arguments[1];
        for (var i = 0; i < length; i++)
        {
            var place = source.Ref(i);
            if (place.Length == 0 || key.IsNull(i))
                continue;
            var tape = source.Tape.AsSpan(place.Offset, place.Length);
            var found = key switch
            {
                StringVector texts => DynamicValue.FindProperty(tape, texts[i]),
                DynamicVector dynamics when dynamics[i].Tag == DynamicTag.String => DynamicValue.FindProperty(tape, dynamics[i].Text),
                DynamicVector dynamics when dynamics[i].IsNumber => DynamicValue.FindElement(tape, dynamics[i].AsLong),
                DynamicVector => default,
                FixedVector<long> longs => DynamicValue.FindElement(tape, longs[i]),
                FixedVector<int> ints => DynamicValue.FindElement(tape, ints[i]),
                _ => default,
            };
            if (found.Length > 0)
                refs[i] = new BytesRef(place.Offset + found.Offset, found.Length);
        }

        _ = index;
        return Conversions.To(new DynamicVector(source.Tape, refs, 0, length), result);
    };

    private static DynamicVector Property(DynamicVector source, byte[] key, int length)
    {
        var refs = new BytesRef[length];
        for (var i = 0; i < length; i++)
        {
            var place = source.Ref(i);
            if (place.Length == 0)
                continue;
            var found = DynamicValue.FindProperty(source.Tape.AsSpan(place.Offset, place.Length), key);
            if (found.Length > 0)
                refs[i] = new BytesRef(place.Offset + found.Offset, found.Length);
        }

        return new DynamicVector(source.Tape, refs, 0, length);
    }
}
