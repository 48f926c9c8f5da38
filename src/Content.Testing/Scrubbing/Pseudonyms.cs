using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Content.Testing.Scrubbing;

/// <summary>Makes names in place of names: the same one for the same value and key, another one for another value, of the same form.</summary>
internal sealed class Pseudonyms(byte[] key)
{
    private const int ShortName = 6;

    // Two values that would get the same short name: the later one gets a longer one.
    private readonly Dictionary<(ScrubKind Kind, string Value), string> _given = [];
    private readonly HashSet<(ScrubKind Kind, string Name)> _taken = [];

    /// <summary>The name in place of a value. Case does not matter, as it does not to those who compare names.</summary>
    public string Of(ScrubKind kind, string value)
    {
        var folded = value.ToLowerInvariant();
        if (!_given.TryGetValue((kind, folded), out var name))
        {
            for (var length = 0; !_taken.Add((kind, name = Make(kind, folded, length))); length++)
            {
                if (length > 40)
                    break;
            }

            _given[(kind, folded)] = name;
        }

        var isUpper = (kind is ScrubKind.User or ScrubKind.Host or ScrubKind.Guid or ScrubKind.Mac) && value.Any(char.IsAsciiLetter) && !value.Any(char.IsAsciiLetterLower);
        return isUpper ? name.ToUpperInvariant() : name;
    }

    private string Make(ScrubKind kind, string value, int attempt)
    {
        var hash = Hash(kind, attempt == 0 ? value : string.Create(CultureInfo.InvariantCulture, $"{value}\0{attempt}"));
        var hex = Convert.ToHexStringLower(hash);
        return kind switch
        {
            ScrubKind.User => "user" + hex[..ShortName],
            ScrubKind.Host => "host-" + hex[..ShortName],
            ScrubKind.Domain => "d" + hex[..ShortName] + ".example",
            ScrubKind.Guid => Identifier(hash, value),
            ScrubKind.Sid => Security(value),
            ScrubKind.Phone => Digits(value, hash),
            ScrubKind.Mac => Hardware(value, hash),
            ScrubKind.Ip => Address(value),
            ScrubKind.Token => "token-" + hex[..16],
            _ => Letters(value, hash),
        };
    }

    private byte[] Hash(ScrubKind kind, string value) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\0{value}"));

    private static string Identifier(byte[] hash, string value)
    {
        var guid = new Guid(hash.AsSpan(0, 16)).ToString("D").ToCharArray();
        guid[14] = value.Length == 36 ? value[14] : '4';
        guid[19] = value.Length == 36 ? value[19] : 'a';
        return new string(guid);
    }

    // The domain part and the account part each on its own: accounts of one domain stay in one. Well-known accounts stay.
    private string Security(string value)
    {
        var parts = value.Split('-');
        var domain = Hash(ScrubKind.Sid, string.Join('-', parts.Skip(4).Take(3)));
        var account = parts.Length > 7 && long.TryParse(parts[7], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number < 1_000 ? parts[7]
            : (1_000 + BinaryPrimitives.ReadUInt32LittleEndian(Hash(ScrubKind.Sid, value)) % 900_000_000).ToString(CultureInfo.InvariantCulture) : null;
        return string.Create(CultureInfo.InvariantCulture, $"S-1-5-21-{BinaryPrimitives.ReadUInt32LittleEndian(domain)}-{BinaryPrimitives.ReadUInt32LittleEndian(domain.AsSpan(4))}-{BinaryPrimitives.ReadUInt32LittleEndian(domain.AsSpan(8))}")
            + (account is null ? "" : "-" + account);
    }

    // The first digits say the country.
    private static string Digits(string value, byte[] hash)
    {
        var text = new StringBuilder();
        var seen = 0;
        foreach (var c in value)
            text.Append(char.IsAsciiDigit(c) && ++seen > 2 ? (char)('0' + hash[seen % hash.Length] % 10) : c);
        return text.ToString();
    }

    // The first half says the maker.
    private static string Hardware(string value, byte[] hash)
    {
        var text = new StringBuilder();
        var seen = 0;
        foreach (var c in value)
            text.Append(char.IsAsciiHexDigit(c) && ++seen > 6 ? "0123456789abcdef"[hash[seen] % 16] : c);
        return text.ToString();
    }

    private static string Letters(string value, byte[] hash)
    {
        var text = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            var random = hash[i % hash.Length] ^ (byte)(i / hash.Length * 31);
            text.Append(char.IsAsciiDigit(value[i]) ? (char)('0' + random % 10) : value[i] is >= 'a' and <= 'f' ? (char)('a' + random % 6) : char.IsAsciiLetter(value[i]) ? (char)('g' + random % 20) : value[i]);
        }

        return text.ToString();
    }

    // Each bit is turned or not by what stands before it, so two addresses share as long a beginning after it as before. The bits that make an address private stay.
    private string Address(string value)
    {
        var bytes = IPAddress.Parse(value).GetAddressBytes();
        var kept = KeptBits(bytes);
        do
        {
            for (var bit = kept; bit < 8 * bytes.Length; bit++)
            {
                var before = new byte[bytes.Length + 1];
                for (var i = 0; i < bit; i++)
                    before[i / 8] |= (byte)(bytes[i / 8] & (0x80 >> (i % 8)));
                before[^1] = (byte)bit;
                if ((HMACSHA256.HashData(key, before)[0] & 1) != 0)
                    bytes[bit / 8] ^= (byte)(0x80 >> (bit % 8));
            }
        }
        while (kept == 0 && KeptBits(bytes) != 0);
        return new IPAddress(bytes).ToString();
    }

    private static int KeptBits(byte[] bytes) => bytes switch
    {
        [10, ..] or [127, ..] or [0, ..] or [>= 224, _, _, _] => 8,
        [172, >= 16 and < 32, _, _] => 12,
        [192, 168, _, _] or [169, 254, _, _] => 16,
        [100, >= 64 and < 128, _, _] => 10,
        { Length: 16 } => 16,
        _ => 0,
    };

    /// <summary>Whether an address says nothing of a place: loopback, link-local, multicast, none.</summary>
    public static bool IsNowhere(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return IPAddress.IsLoopback(address) || bytes is [0, ..] or [>= 224, _, _, _] or [169, 254, _, _] || address.AddressFamily == AddressFamily.InterNetworkV6 && (address.IsIPv6LinkLocal || address.IsIPv6Multicast || bytes.All(b => b == 0));
    }
}
