using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Splits URLs. Nothing is decoded: what a part holds is what is written.</summary>
internal static class UrlParts
{
    private const string QueryName = "Query Parameters";

    /// <summary>Writes the bag of <c>parse_url</c>.</summary>
    public static void Write(string url, DynamicWriter writer)
    {
        var rest = url;
        var fragment = "";
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0)
        {
            fragment = rest[(hash + 1)..];
            rest = rest[..hash];
        }

        var query = "";
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        if (mark >= 0)
        {
            query = rest[(mark + 1)..];
            rest = rest[..mark];
        }

        string scheme = "", host = "", port = "", user = "", password = "";
        var authority = rest.IndexOf("://", StringComparison.Ordinal);
        if (authority > 0)
        {
            scheme = rest[..authority];
            rest = rest[(authority + 3)..];
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            host = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? "" : rest[slash..];
            var at = host.LastIndexOf('@');
            if (at >= 0)
            {
                user = host[..at];
                host = host[(at + 1)..];
                var separator = user.IndexOf(':', StringComparison.Ordinal);
                if (separator >= 0)
                {
                    password = user[(separator + 1)..];
                    user = user[..separator];
                }
            }

            // The colons inside the brackets of an IPv6 address are no port.
            var colon = host.LastIndexOf(':');
            if (colon > host.LastIndexOf(']'))
            {
                port = host[(colon + 1)..];
                host = host[..colon];
            }
        }

        var bag = writer.BeginBag();
        Property(writer, "Scheme", scheme);
        Property(writer, "Host", host);
        Property(writer, "Port", port);
        Property(writer, "Path", rest);
        Property(writer, "Username", user);
        Property(writer, "Password", password);
        WriteParameters(writer, query);
        Property(writer, "Fragment", fragment);
        writer.EndBag(bag, 8);
    }

    /// <summary>Writes the bag of <c>parse_urlquery</c>.</summary>
    public static void WriteQueryBag(string query, DynamicWriter writer)
    {
        var bag = writer.BeginBag();
        WriteParameters(writer, query.StartsWith('?') ? query[1..] : query);
        writer.EndBag(bag, 1);
    }

    private static void WriteParameters(DynamicWriter writer, string query)
    {
        writer.Key(QueryName);
        var bag = writer.BeginBag();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? pair : pair[..equals];
            if (seen.Add(key))
                Property(writer, key, equals < 0 ? "" : pair[(equals + 1)..]);
        }

        writer.EndBag(bag, seen.Count);
    }

    private static void Property(DynamicWriter writer, string name, string value)
    {
        writer.Key(name);
        writer.String(value);
    }
}
