using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>
/// Finds IPv4 addresses in texts. An address counts when it is valid and stands between characters that are neither letters nor digits.
/// </summary>
internal static class IpTextSearch
{
    public static void Register(KernelTable table)
    {
        foreach (var name in (ReadOnlySpan<string>)["has_ipv4", "has_any_ipv4"])
            table.Scalar(name, binding => Search(binding, byPrefix: false));
        foreach (var name in (ReadOnlySpan<string>)["has_ipv4_prefix", "has_any_ipv4_prefix"])
            table.Scalar(name, binding => Search(binding, byPrefix: true));
    }

    private static ScalarKernel Search(KernelBinding binding, bool byPrefix)
    {
        var constant = ConstantWanted(binding, byPrefix);
        return (arguments, length) =>
        {
            var text = arguments[0].AsString();
            var wanted = constant ?? [];
            var values = new bool[length];
            for (var i = 0; i < length; i++)
            {
                if (constant is null)
                {
                    wanted.Clear();
                    for (var k = 1; k < arguments.Length; k++)
                        Add(wanted, arguments[k], i, byPrefix);
                }

                values[i] = wanted.Count > 0 && HasAny(text[i], wanted);
            }

            return new FixedVector<bool>(TypeKind.Bool, values, length);
        };
    }

    // An address or the leading octets of one, with the mask of what is given.
    private readonly record struct Wanted(uint Address, uint Mask);

    private static List<Wanted>? ConstantWanted(KernelBinding binding, bool byPrefix)
    {
        var wanted = new List<Wanted>();
        for (var k = 1; k < binding.Count; k++)
        {
            if (binding.Constant(k) is not { } vector)
                return null;
            Add(wanted, vector, 0, byPrefix);
        }

        return wanted;
    }

    private static void Add(List<Wanted> wanted, Vector vector, int row, bool byPrefix)
    {
        if (vector is not DynamicVector dynamics)
        {
            Add(wanted, vector.AsString()[row], byPrefix);
            return;
        }

        Add(wanted, dynamics[row].Text, byPrefix);
        foreach (var element in dynamics[row].Elements)
            Add(wanted, element.Text, byPrefix);
    }

    private static void Add(List<Wanted> wanted, ReadOnlySpan<byte> text, bool byPrefix)
    {
        if (IpAddress.TryIpv4(text, out var address))
        {
            wanted.Add(new Wanted(address, uint.MaxValue));
            return;
        }

        // A prefix ends with a dot: 10. or 192.168. or 192.168.1.
        if (!byPrefix || text.IsEmpty || text[^1] != '.')
            return;
        var dots = text.Count((byte)'.');
        if (dots > 3)
            return;
        if (text.Length > 12)
            return;
        Span<byte> padded = stackalloc byte[24];
        text.CopyTo(padded);
        var length = text.Length;
        for (var missing = 4 - dots; missing > 0; missing--)
        {
            padded[length++] = (byte)'0';
            if (missing > 1)
                padded[length++] = (byte)'.';
        }

        if (IpAddress.TryIpv4(padded[..length], out address))
            wanted.Add(new Wanted(address, IpAddress.Mask4(dots * 8)));
    }

    private static bool HasAny(ReadOnlySpan<byte> text, List<Wanted> wanted)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is < (byte)'0' or > (byte)'9' || (at > 0 && TermSearch.IsTermBefore(text, at)))
                continue;
            var end = at;
            var dots = 0;
            for (; end < text.Length; end++)
            {
                // The fourth dot ends the address: it may be that of a sentence.
                if (text[end] == '.' && ++dots == 4)
                    break;
                if (text[end] is not ((>= (byte)'0' and <= (byte)'9') or (byte)'.'))
                    break;
            }

            if (end < text.Length && TermSearch.IsTermAt(text, end))
                continue;
            if (!IpAddress.TryIpv4(text[at..end], out var address))
                continue;
            foreach (var one in wanted)
            {
                if ((address & one.Mask) == one.Address)
                    return true;
            }
        }

        return false;
    }
}
