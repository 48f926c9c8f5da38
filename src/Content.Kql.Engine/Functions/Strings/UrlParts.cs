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
            // A slash at the very end is no path.
            rest = slash < 0 || slash == rest.Length - 1 && mark < 0 && hash < 0 ? "" : rest[slash..];
            var at = host.LastIndexOf('@');
            // A name without a password stays with the host.
            if (at >= 0 && host.AsSpan(0, at).IndexOf(':') is >= 0 and var separator)
            {
                user = host[..separator];
                password = host[(separator + 1)..at];
                host = host[(at + 1)..];
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
        // Parameters in order of their names; one that is given several times has an array, one without a name or a value does not count.
        var parameters = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == pair.Length - 1)
                continue;
            var key = pair[..equals];
            if (!parameters.TryGetValue(key, out var values))
                parameters[key] = values = [];
            values.Add(pair[(equals + 1)..]);
        }

        var bag = writer.BeginBag();
        foreach (var (key, values) in parameters)
        {
            writer.Key(key);
            if (values.Count == 1)
            {
                writer.String(values[0]);
                continue;
            }

            var array = writer.BeginArray();
            foreach (var value in values)
                writer.String(value);
            writer.EndArray(array, values.Count);
        }

        writer.EndBag(bag, parameters.Count);
    }

    private static void Property(DynamicWriter writer, string name, string value)
    {
        writer.Key(name);
        writer.String(value);
    }
}
