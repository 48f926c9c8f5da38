using System.Globalization;
using System.Text;

namespace Content.Kql.Engine.Functions;

/// <summary>
/// An IPv4 or IPv6 address with a prefix length. IPv4 addresses are held as the IPv6 addresses that they map to (<c>::ffff:a.b.c.d</c>),
/// so that both kinds compare; <see cref="Prefix"/> always counts from 128 bits.
/// </summary>
internal readonly record struct IpAddress(UInt128 Bits, int Prefix, bool IsIpv4)
{
    private const int MappedBits = 96;
    private static readonly UInt128 Mapped = (UInt128)0xFFFF << 32;

    /// <summary>Reads an address of either kind, with an optional <c>/prefix</c>; null when it is none.</summary>
    public static IpAddress? Parse(ReadOnlySpan<byte> text)
    {
        var prefixText = default(ReadOnlySpan<byte>);
        var hasPrefix = false;
        var slash = text.IndexOf((byte)'/');
        if (slash >= 0)
        {
            prefixText = text[(slash + 1)..];
            text = text[..slash];
            hasPrefix = true;
        }

        if (text.IndexOf((byte)':') < 0)
        {
            if (!TryIpv4(text, out var ipv4))
                return null;
            var prefix = 32;
            if (hasPrefix && !TryPrefix(prefixText, 32, out prefix))
                return null;
            return new IpAddress(Mapped | ipv4, prefix + MappedBits, IsIpv4: true);
        }

        if (!TryIpv6(text, out var bits, out var dotted))
            return null;
        if (dotted)
        {
            // ::a.b.c.d and ::ffff:a.b.c.d stand for the IPv4 address; the prefix counts its bits.
            var low = bits & uint.MaxValue;
            var prefix = 32;
            if (hasPrefix && !TryPrefix(prefixText, 128, out prefix))
                return null;
            return new IpAddress(Mapped | low, prefix <= 32 ? prefix + MappedBits : prefix, IsIpv4: false);
        }

        var length = 128;
        if (hasPrefix && !TryPrefix(prefixText, 128, out length))
            return null;
        return new IpAddress(bits, length, IsIpv4: false);
    }

    /// <summary>Reads a dotted IPv4 address, with an optional <c>/prefix</c>.</summary>
    public static bool TryIpv4WithPrefix(ReadOnlySpan<byte> text, out uint address, out int prefix)
    {
        prefix = 32;
        var slash = text.IndexOf((byte)'/');
        if (slash < 0)
            return TryIpv4(text, out address);
        if (TryPrefix(text[(slash + 1)..], 32, out prefix))
            return TryIpv4(text[..slash], out address);
        address = 0;
        return false;
    }

    /// <summary>Reads four decimal numbers of 0 to 255, without leading zeros, with dots between.</summary>
    public static bool TryIpv4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        var number = 0;
        var digits = 0;
        var parts = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == '.')
            {
                if (digits == 0 || number > 255 || ++parts > 4)
                    return false;
                address = address << 8 | (uint)number;
                number = 0;
                digits = 0;
            }
            else if (text[i] is >= (byte)'0' and <= (byte)'9' && (digits == 0 || number > 0) && ++digits <= 3)
            {
                number = number * 10 + (text[i] - '0');
            }
            else
            {
                return false;
            }
        }

        return parts == 4;
    }

    /// <summary>The mask of a prefix length of IPv4.</summary>
    public static uint Mask4(int prefix) => prefix == 0 ? 0 : uint.MaxValue << (32 - prefix);

    /// <summary>Dotted text of an IPv4 address.</summary>
    public static string Format4(uint address) => string.Create(CultureInfo.InvariantCulture, $"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}");

    /// <summary>The bits that a prefix length keeps.</summary>
    public static UInt128 Masked(UInt128 bits, int prefix) => prefix == 0 ? UInt128.Zero : bits & (UInt128.MaxValue << (128 - prefix));

    /// <summary>Eight groups of four hexadecimal digits.</summary>
    public static string Format6(UInt128 bits)
    {
        var text = new StringBuilder(39);
        for (var shift = 112; shift >= 0; shift -= 16)
        {
            if (text.Length > 0)
                text.Append(':');
            text.Append(((ushort)(bits >> shift)).ToString("x4", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static bool TryPrefix(ReadOnlySpan<byte> text, int max, out int prefix)
    {
        prefix = 0;
        if (text.Length is 0 or > 3)
            return false;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9')
                return false;
            prefix = prefix * 10 + (c - '0');
        }

        return prefix <= max;
    }

    private static bool TryIpv6(ReadOnlySpan<byte> text, out UInt128 bits, out bool dotted)
    {
        bits = 0;
        dotted = false;
        // An interface after % does not belong to the address.
        var zone = text.IndexOf((byte)'%');
        if (zone >= 0)
            text = text[..zone];
        Span<ushort> groups = stackalloc ushort[8];
        var count = 0;
        var gap = -1;
        var at = 0;
        if (text.StartsWith("::"u8))
        {
            gap = 0;
            at = 2;
        }
        else if (text.IsEmpty || text[0] == ':')
        {
            return false;
        }

        while (at < text.Length)
        {
            var end = text[at..].IndexOf((byte)':');
            var part = end < 0 ? text[at..] : text.Slice(at, end);
            if (end < 0 && part.IndexOf((byte)'.') >= 0)
            {
                if (count > 6 || !TryIpv4(part, out var tail))
                    return false;
                groups[count++] = (ushort)(tail >> 16);
                groups[count++] = (ushort)tail;
                dotted = true;
                at = text.Length;
                break;
            }

            if (part.Length is 0 or > 4 || count == 8)
                return false;
            if (!System.Buffers.Text.Utf8Parser.TryParse(part, out ushort group, out var used, 'x') || used != part.Length)
                return false;
            groups[count++] = group;
            if (end < 0)
            {
                at = text.Length;
                break;
            }

            at += end + 1;
            if (at == text.Length)
                return false;
            if (text[at] == ':')
            {
                if (gap >= 0)
                    return false;
                gap = count;
                at++;
            }
        }

        if (gap < 0 ? count != 8 : count > 7)
            return false;
        for (var i = 0; i < 8; i++)
        {
            var fromEnd = 8 - i;
            ushort group = 0;
            if (gap < 0 || i < gap)
                group = groups[i];
            else if (fromEnd <= count - gap)
                group = groups[count - fromEnd];
            bits = bits << 16 | group;
        }

        // Only addresses whose upper part is that of an IPv4 address stand for one.
        dotted &= bits >> 32 == 0 || bits >> 32 == 0xFFFF;
        return true;
    }
}
