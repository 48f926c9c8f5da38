using System.Globalization;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>IPv4 addresses: numbers, text forms, comparison and ranges.</summary>
internal static class Ipv4Functions
{
    public static void Register(KernelTable table)
    {
        table.Scalar("parse_ipv4", Kernel.Text<long>(TypeKind.Long,
            text => IpAddress.TryIpv4WithPrefix(text, out var address, out var prefix) ? address & IpAddress.Mask4(prefix) : null));
        table.Scalar("parse_ipv4_mask", _ => ParseMask);
        table.Scalar("format_ipv4", _ => (arguments, length) => Format(arguments, length, withPrefix: false));
        table.Scalar("format_ipv4_mask", _ => (arguments, length) => Format(arguments, length, withPrefix: true));
        table.Scalar("ipv4_compare", _ => Compare);
        table.Scalar("ipv4_is_match", _ => IsMatch);
        table.Scalar("ipv4_is_in_range", Kernel.Text2<bool>(TypeKind.Bool, IsInRange));
        table.Scalar("ipv4_is_in_any_range", binding => IpRanges.InAnyRange(binding, ipv4: true));
        table.Scalar("ipv4_is_private", Kernel.Text<bool>(TypeKind.Bool, IsPrivate));
        table.Scalar("ipv4_netmask_suffix", Kernel.Text<long>(TypeKind.Long, text => IpAddress.TryIpv4WithPrefix(text, out _, out var prefix) ? prefix : null));
        table.Scalar("ipv4_range_to_cidr_list", _ => RangeToCidrList);
    }

    private static Vector ParseMask(ReadOnlySpan<Vector> arguments, int length)
    {
        var text = arguments[0].AsString();
        var prefixes = arguments[1].AsLong();
        var output = new FixedBuilder<long>(TypeKind.Long, length);
        for (var i = 0; i < length; i++)
        {
            if (!prefixes.IsNull(i) && prefixes[i] is >= 0 and <= 32 && IpAddress.TryIpv4WithPrefix(text[i], out var address, out var own))
                output.Add(address & IpAddress.Mask4((int)Math.Min(own, prefixes[i])));
            else
                output.AddNull();
        }

        return output.Build();
    }

    private static Vector Format(ReadOnlySpan<Vector> arguments, int length, bool withPrefix)
    {
        var text = arguments[0] as StringVector ?? (arguments[0] is DynamicVector ? arguments[0].AsString() : null);
        var numbers = text is null ? arguments[0].AsLong() : null;
        var prefixes = arguments.Length > 1 ? arguments[1].AsLong() : null;
        var output = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            var wanted = prefixes is null || prefixes.IsNull(i) ? 32 : prefixes[i];
            if (wanted is >= 0 and <= 32 && TryRead(text, numbers, i, out var address, out var own))
            {
                var prefix = (int)Math.Min(own, wanted);
                output.Append(IpAddress.Format4(address & IpAddress.Mask4(prefix)));
                if (withPrefix)
                    output.Append(string.Create(CultureInfo.InvariantCulture, $"/{prefix}"));
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static bool TryRead(StringVector? text, FixedVector<long>? numbers, int row, out uint address, out int prefix)
    {
        prefix = 32;
        if (text is not null)
        {
            if (IpAddress.TryIpv4WithPrefix(text[row], out address, out prefix))
                return true;
            prefix = 32;
            var number = TextParser.Long(text[row]);
            address = number is >= 0 and <= uint.MaxValue ? (uint)number : 0;
            return number is >= 0 and <= uint.MaxValue;
        }

        var value = numbers!.IsNull(row) ? -1 : numbers[row];
        address = value is >= 0 and <= uint.MaxValue ? (uint)value : 0;
        return value is >= 0 and <= uint.MaxValue;
    }

    private static Vector Compare(ReadOnlySpan<Vector> arguments, int length)
    {
        var output = new FixedBuilder<long>(TypeKind.Long, length);
        Pairs(arguments, length, (difference, known) =>
        {
            if (known)
                output.Add(difference);
            else
                output.AddNull();
        });
        return output.Build();
    }

    private static Vector IsMatch(ReadOnlySpan<Vector> arguments, int length)
    {
        var output = new FixedBuilder<bool>(TypeKind.Bool, length);
        Pairs(arguments, length, (difference, known) =>
        {
            if (known)
                output.Add(difference == 0);
            else
                output.AddNull();
        });
        return output.Build();
    }

    private static void Pairs(ReadOnlySpan<Vector> arguments, int length, Action<long, bool> add)
    {
        var first = arguments[0].AsString();
        var second = arguments[1].AsString();
        var prefixes = arguments.Length > 2 ? arguments[2].AsLong() : null;
        for (var i = 0; i < length; i++)
        {
            var wanted = prefixes is null || prefixes.IsNull(i) ? 32 : prefixes[i];
            if (wanted is < 0 or > 32 || !IpAddress.TryIpv4WithPrefix(first[i], out var a, out var prefixA) || !IpAddress.TryIpv4WithPrefix(second[i], out var b, out var prefixB))
            {
                add(0, false);
                continue;
            }

            var mask = IpAddress.Mask4((int)Math.Min(wanted, Math.Min(prefixA, prefixB)));
            add((a & mask).CompareTo(b & mask), true);
        }
    }

    private static bool? IsInRange(ReadOnlySpan<byte> ip, ReadOnlySpan<byte> range)
    {
        if (!IpAddress.TryIpv4WithPrefix(ip, out var address, out var own) || !IpAddress.TryIpv4WithPrefix(range, out var network, out var prefix))
            return null;
        var mask = IpAddress.Mask4(Math.Min(own, prefix));
        return (address & mask) == (network & mask);
    }

    private static bool? IsPrivate(ReadOnlySpan<byte> text)
    {
        if (!IpAddress.TryIpv4WithPrefix(text, out var address, out var prefix))
            return null;
        var network = address & IpAddress.Mask4(prefix);
        return network >> 24 == 10 || network >> 20 == 0xAC1 || network >> 16 == 0xC0A8;
    }

    private static Vector RangeToCidrList(ReadOnlySpan<Vector> arguments, int length)
    {
        var starts = arguments[0].AsString();
        var ends = arguments[1].AsString();
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            if (IpAddress.TryIpv4(starts[i], out var first) && IpAddress.TryIpv4(ends[i], out var last))
            {
                var array = output.Writer.BeginArray();
                var count = 0;
                for (long at = first; at <= last; count++)
                {
                    // The largest block that begins here, is aligned, and does not pass the end.
                    var aligned = at == 0 ? 32 : System.Numerics.BitOperations.TrailingZeroCount((uint)at);
                    var fitting = System.Numerics.BitOperations.Log2((ulong)(last - at + 1));
                    var size = Math.Min(aligned, fitting);
                    output.Writer.String(string.Create(CultureInfo.InvariantCulture, $"{IpAddress.Format4((uint)at)}/{32 - size}"));
                    at += 1L << size;
                }

                output.Writer.EndArray(array, count);
            }

            output.EndRow();
        }

        return output.Build();
    }
}
