using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Kernels;

/// <summary>A function of a text.</summary>
public delegate T Utf8Function<out T>(ReadOnlySpan<byte> text);

/// <summary>A function of two texts.</summary>
public delegate T Utf8Function2<out T>(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second);

/// <summary>Appends the result for a text to the open row of the output.</summary>
public delegate void Utf8Writer(ReadOnlySpan<byte> text, StringBuilderVector output);

/// <summary>A function of a dynamic value.</summary>
public delegate T DynamicFunction<out T>(DynamicValue value);

/// <summary>Writes the result for a dynamic value; writing nothing gives null.</summary>
public delegate void DynamicValueWriter(DynamicValue value, DynamicWriter output);

/// <summary>
/// Short ways to write kernels. Arguments are converted to the kinds given; a null argument gives a null result (texts are never null).
/// A constant batch is computed once by the caller, so kernels need not care.
/// </summary>
internal static class Kernel
{
    /// <summary>One fixed-width argument, one fixed-width result. <typeparamref name="TA"/> and <typeparamref name="TR"/> are the storage types of the kinds.</summary>
    public static ScalarKernelFactory Unary<TA, TR>(TypeKind argument, TypeKind result, Func<TA, TR> function) where TA : unmanaged where TR : unmanaged =>
        _ => (arguments, length) =>
        {
            var a = (FixedVector<TA>)Conversions.To(arguments[0], argument);
            var values = new TR[length];
            var span = a.Span;
            var mask = a.Mask;
            for (var i = 0; i < values.Length; i++)
                values[i] = function(span[i & mask]);
            return new FixedVector<TR>(result, values, length, a.Validity);
        };

    /// <summary>As <see cref="Unary{TA, TR}"/>; the function may give null, and is not called on nulls.</summary>
    public static ScalarKernelFactory UnaryOrNull<TA, TR>(TypeKind argument, TypeKind result, Func<TA, TR?> function) where TA : unmanaged where TR : unmanaged =>
        _ => (arguments, length) =>
        {
            var a = (FixedVector<TA>)Conversions.To(arguments[0], argument);
            var builder = new FixedBuilder<TR>(result, length);
            for (var i = 0; i < length; i++)
            {
                if (a.IsNull(i))
                    builder.AddNull();
                else
                    builder.Add(function(a[i]));
            }

            return builder.Build();
        };

    /// <summary>Two fixed-width arguments; the function may give null, and is not called on nulls.</summary>
    public static ScalarKernelFactory Binary<TA, TB, TR>(TypeKind first, TypeKind second, TypeKind result, Func<TA, TB, TR?> function)
        where TA : unmanaged where TB : unmanaged where TR : unmanaged =>
        _ => (arguments, length) =>
        {
            var a = (FixedVector<TA>)Conversions.To(arguments[0], first);
            var b = (FixedVector<TB>)Conversions.To(arguments[1], second);
            var builder = new FixedBuilder<TR>(result, length);
            for (var i = 0; i < length; i++)
            {
                if (a.IsNull(i) || b.IsNull(i))
                    builder.AddNull();
                else
                    builder.Add(function(a[i], b[i]));
            }

            return builder.Build();
        };

    /// <summary>Three fixed-width arguments; the function may give null, and is not called on nulls.</summary>
    public static ScalarKernelFactory Ternary<TA, TB, TC, TR>(TypeKind first, TypeKind second, TypeKind third, TypeKind result, Func<TA, TB, TC, TR?> function)
        where TA : unmanaged where TB : unmanaged where TC : unmanaged where TR : unmanaged =>
        _ => (arguments, length) =>
        {
            var a = (FixedVector<TA>)Conversions.To(arguments[0], first);
            var b = (FixedVector<TB>)Conversions.To(arguments[1], second);
            var c = (FixedVector<TC>)Conversions.To(arguments[2], third);
            var builder = new FixedBuilder<TR>(result, length);
            for (var i = 0; i < length; i++)
            {
                if (a.IsNull(i) || b.IsNull(i) || c.IsNull(i))
                    builder.AddNull();
                else
                    builder.Add(function(a[i], b[i], c[i]));
            }

            return builder.Build();
        };

    /// <summary>A text to a fixed-width value or null.</summary>
    public static ScalarKernelFactory Text<TR>(TypeKind result, Utf8Function<TR?> function) where TR : unmanaged =>
        _ => (arguments, length) =>
        {
            var a = arguments[0].AsString();
            var builder = new FixedBuilder<TR>(result, length);
            for (var i = 0; i < length; i++)
                builder.Add(function(a[i]));
            return builder.Build();
        };

    /// <summary>Two texts to a fixed-width value or null.</summary>
    public static ScalarKernelFactory Text2<TR>(TypeKind result, Utf8Function2<TR?> function) where TR : unmanaged =>
        _ => (arguments, length) =>
        {
            var a = arguments[0].AsString();
            var b = arguments[1].AsString();
            var builder = new FixedBuilder<TR>(result, length);
            for (var i = 0; i < length; i++)
                builder.Add(function(a[i], b[i]));
            return builder.Build();
        };

    /// <summary>A text to a text: the function appends to the output; the row is closed for it.</summary>
    public static ScalarKernelFactory TextToText(Utf8Writer function) =>
        _ => (arguments, length) =>
        {
            var a = arguments[0].AsString();
            var builder = new StringBuilderVector(length);
            for (var i = 0; i < length; i++)
            {
                function(a[i], builder);
                builder.EndRow();
            }

            return builder.Build();
        };

    /// <summary>A text to a dynamic: the function writes at most one value; writing nothing gives null.</summary>
    public static ScalarKernelFactory TextToDynamic(Action<StringVector, int, DynamicWriter> function) =>
        _ => (arguments, length) =>
        {
            var a = arguments[0].AsString();
            var builder = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                function(a, i, builder.Writer);
                builder.EndRow();
            }

            return builder.Build();
        };

    /// <summary>A dynamic to a fixed-width value or null; not called on nulls.</summary>
    public static ScalarKernelFactory Dynamic<TR>(TypeKind result, DynamicFunction<TR?> function) where TR : unmanaged =>
        _ => (arguments, length) =>
        {
            var a = arguments[0].AsDynamic();
            var builder = new FixedBuilder<TR>(result, length);
            for (var i = 0; i < length; i++)
            {
                if (a.IsNull(i))
                    builder.AddNull();
                else
                    builder.Add(function(a[i]));
            }

            return builder.Build();
        };

    /// <summary>A dynamic to a dynamic; not called on nulls.</summary>
    public static ScalarKernelFactory DynamicToDynamic(DynamicValueWriter function) =>
        _ => (arguments, length) =>
        {
            var a = arguments[0].AsDynamic();
            var builder = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                if (!a.IsNull(i))
                    function(a[i], builder.Writer);
                builder.EndRow();
            }

            return builder.Build();
        };

    /// <summary>The same text for all rows (computed once a call).</summary>
    public static ScalarKernelFactory Constant(Func<KernelBinding, object?> value) =>
        binding =>
        {
            var one = Vector.Constant(binding.ResultType.Kind, value(binding), 1);
            return (_, length) => one.AsConstant(0, length);
        };
}
