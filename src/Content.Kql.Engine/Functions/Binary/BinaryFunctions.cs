using System.Numerics;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Bits of whole numbers.</summary>
internal static class BinaryFunctions
{
    private const int MaxHexDigits = 16;

    public static void Register(KernelTable table)
    {
        table.Scalar("binary_and", Two((a, b) => a & b));
        table.Scalar("binary_or", Two((a, b) => a | b));
        table.Scalar("binary_xor", Two((a, b) => a ^ b));
        table.Scalar("binary_not", Kernel.Unary<long, long>(TypeKind.Long, TypeKind.Long, a => ~a));
        // Only the last six bits of the shift count; a negative shift gives null.
        table.Scalar("binary_shift_left", Two((a, b) => b < 0 ? null : a << (int)(b % 64)));
        table.Scalar("binary_shift_right", Two((a, b) => b < 0 ? null : a >> (int)(b % 64)));
        table.Scalar("bitset_count_ones", Kernel.Unary<long, long>(TypeKind.Long, TypeKind.Long, a => BitOperations.PopCount((ulong)a)));
        table.Scalar("tohex", ToHex);
    }

    private static ScalarKernelFactory Two(Func<long, long, long?> function) =>
        Kernel.Binary<long, long, long>(TypeKind.Long, TypeKind.Long, TypeKind.Long, function);

    private static ScalarKernel ToHex(KernelBinding binding)
    {
        var isInt = binding.KindOf(0) == TypeKind.Int;
        return (arguments, length) =>
        {
            var numbers = arguments[0].AsLong();
            var least = arguments.Length > 1 ? arguments[1].AsLong() : null;
            var output = new StringBuilderVector(length);
            for (var i = 0; i < length; i++)
            {
                if (!numbers.IsNull(i))
                {
                    var bits = isInt ? (uint)(int)numbers[i] : (ulong)numbers[i];
                    var digits = least is null || least.IsNull(i) ? 1 : Math.Clamp(least[i], 1, MaxHexDigits);
                    output.Append(bits.ToString("x" + digits, null));
                }

                output.EndRow();
            }

            return output.Build();
        };
    }
}
