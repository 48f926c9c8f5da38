using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>IPv6 addresses, and IPv4 addresses as the IPv6 addresses that they map to.</summary>
internal static class Ipv6Functions
{
    public static void Register(KernelTable table)
    {
        table.Scalar("parse_ipv6", Kernel.TextToText((text, output) =>
        {
            if (IpAddress.Parse(text) is { } ip)
                output.Append(IpAddress.Format6(IpAddress.Masked(ip.Bits, ip.Prefix)));
        }));
        table.Scalar("parse_ipv6_mask", _ => ParseMask);
        table.Scalar("ipv6_compare", _ => (arguments, length) => Compare(arguments, length));
        table.Scalar("ipv6_is_match", _ => IsMatch);
        table.Scalar("ipv6_is_in_range", Kernel.Text2<bool>(TypeKind.Bool, IsInRange));
        table.Scalar("ipv6_is_in_any_range", binding => IpRanges.InAnyRange(binding, ipv4: false));
    }

    private static Vector ParseMask(ReadOnlySpan<Vector> arguments, int length)
    {
        var text = arguments[0].AsString();
        var prefixes = arguments[1].AsLong();
        var output = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            if (!prefixes.IsNull(i) && prefixes[i] is >= 0 and <= 128 && IpAddress.Parse(text[i]) is { } ip)
                output.Append(IpAddress.Format6(IpAddress.Masked(ip.Bits, (int)Math.Min(ip.Prefix, prefixes[i]))));
            output.EndRow();
        }

        return output.Build();
    }

    private static FixedVector<long> Compare(ReadOnlySpan<Vector> arguments, int length)
    {
        var first = arguments[0].AsString();
        var second = arguments[1].AsString();
        var prefixes = arguments.Length > 2 ? arguments[2].AsLong() : null;
        var output = new FixedBuilder<long>(TypeKind.Long, length);
        for (var i = 0; i < length; i++)
        {
            var wanted = prefixes is null || prefixes.IsNull(i) ? 128 : prefixes[i];
            if (wanted is < 0 or > 128 || IpAddress.Parse(first[i]) is not { } a || IpAddress.Parse(second[i]) is not { } b)
            {
                output.AddNull();
                continue;
            }

            // Between two IPv4 addresses a prefix of up to 32 counts their own bits.
            if (a.IsIpv4 && b.IsIpv4 && wanted <= 32)
                wanted += 96;
            var prefix = (int)Math.Min(wanted, Math.Min(a.Prefix, b.Prefix));
            output.Add(IpAddress.Masked(a.Bits, prefix).CompareTo(IpAddress.Masked(b.Bits, prefix)));
        }

        return (FixedVector<long>)output.Build();
    }

    private static Vector IsMatch(ReadOnlySpan<Vector> arguments, int length)
    {
        var order = Compare(arguments, length);
        var values = new bool[length];
        for (var i = 0; i < length; i++)
            values[i] = order[i] == 0;
        return new FixedVector<bool>(TypeKind.Bool, values, length, order.Validity);
    }

    private static bool? IsInRange(ReadOnlySpan<byte> text, ReadOnlySpan<byte> range)
    {
        if (IpAddress.Parse(text) is not { } ip || IpAddress.Parse(range) is not { } network)
            return null;
        var prefix = Math.Min(ip.Prefix, network.Prefix);
        return IpAddress.Masked(ip.Bits, prefix) == IpAddress.Masked(network.Bits, prefix);
    }
}
