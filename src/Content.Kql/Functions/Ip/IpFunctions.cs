namespace Content.Kql.Functions;

/// <summary>Declarations of the ip functions.</summary>
internal static class IpFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        format_ipv4(ip: scalar, prefix?: long) -> string
            Writes an IPv4 address given as text or number, masked by a prefix.

        format_ipv4_mask(ip: scalar, prefix: long) -> string
            Writes an IPv4 address with its prefix in CIDR notation.

        geo_info_from_ip_address(ip: string) -> dynamic
            Gives country, state, city and position of an IP address.

        has_any_ipv4(source: string-or-dynamic, ips+: string) -> bool
        has_any_ipv4(source: string-or-dynamic, ips: array) -> bool
            @not-constant
            Tells whether a text has one of several IPv4 addresses.

        has_any_ipv4_prefix(source: string-or-dynamic, ip_prefixes+: string) -> bool
        has_any_ipv4_prefix(source: string-or-dynamic, ip_prefixes: array) -> bool
            @not-constant
            Tells whether a text has an IPv4 address that starts with one of several prefixes.

        has_ipv4(source: string-or-dynamic, ip: string) -> bool
            @not-constant
            Tells whether a text has an IPv4 address.

        has_ipv4_prefix(source: string-or-dynamic, ip_prefix: string) -> bool
            @not-constant
            Tells whether a text has an IPv4 address that starts with a prefix.

        ipv4_compare(ip1: string, ip2: string, prefix?: long) -> long
            Compares two IPv4 addresses, masked by a prefix: -1, 0 or 1.

        ipv4_is_in_any_range(ip: string-or-dynamic, ranges+: string) -> bool
        ipv4_is_in_any_range(ip: string-or-dynamic, ranges: array) -> bool
            @not-constant
            Tells whether an IPv4 address is in one of several ranges.

        ipv4_is_in_range(ip: string, ip_range: string) -> bool
            Tells whether an IPv4 address is in a range in CIDR notation.

        ipv4_is_match(ip1: string, ip2: string, prefix?: long) -> bool
            Tells whether two IPv4 addresses are equal, masked by a prefix.

        ipv4_is_private(ip: string) -> bool
            Tells whether an IPv4 address belongs to a private network.

        ipv4_netmask_suffix(ip: string) -> long
            Gives the prefix length of an IPv4 address in CIDR notation.

        ipv4_range_to_cidr_list(start_ip: string, end_ip: string) -> array
            Covers a range of IPv4 addresses by CIDR ranges.

        ipv6_compare(ip1: string, ip2: string, prefix?: long) -> long
            Compares two IPv6 or IPv4 addresses, masked by a prefix: -1, 0 or 1.

        ipv6_is_in_any_range(ip: string-or-dynamic, ranges+: string) -> bool
        ipv6_is_in_any_range(ip: string-or-dynamic, ranges: array) -> bool
            @not-constant
            Tells whether an IPv6 address is in one of several ranges.

        ipv6_is_in_range(ip: string, ip_range: string) -> bool
            Tells whether an IPv6 address is in a range in CIDR notation.

        ipv6_is_match(ip1: string, ip2: string, prefix?: long) -> bool
            Tells whether two IPv6 or IPv4 addresses are equal, masked by a prefix.

        __ipv6_lookup_ranges(ip: string-or-dynamic, ranges: array) -> array
            @hidden  @not-constant
            Finds the ranges of a list that an address is in.

        parse_ipv4(ip: string) -> long
            Turns an IPv4 address into a number.

        parse_ipv4_mask(ip: string, prefix: long) -> long
            Turns an IPv4 address, masked by a prefix, into a number.

        parse_ipv6(ip: string) -> string
            Writes an IPv6 or IPv4 address in full IPv6 form.

        parse_ipv6_mask(ip: string, prefix: long) -> string
            Writes an IPv6 or IPv4 address, masked by a prefix, in full IPv6 form.
        """;
}
