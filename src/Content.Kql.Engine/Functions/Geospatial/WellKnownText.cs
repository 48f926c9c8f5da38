using System.Globalization;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Reads well-known text of geometries into GeoJSON. What is not well formed gives null.</summary>
internal static class WellKnownText
{
    public static void Read(RowArguments row, DynamicWriter writer)
    {
        if (row.Text(0) is not { Length: > 0 } text)
            return;
        var start = writer.Position;
        var reader = new Reader(text, writer);
        if (!reader.Geometry(0) || !reader.AtEnd)
            writer.Rewind(start);
    }

    private ref struct Reader(ReadOnlySpan<char> text, DynamicWriter writer)
    {
        private ReadOnlySpan<char> _rest = text;

        public bool AtEnd => _rest.Trim().IsEmpty;

        public bool Geometry(int depth)
        {
            _rest = _rest.TrimStart();
            var length = 0;
            while (length < _rest.Length && char.IsAsciiLetter(_rest[length]))
                length++;
            var name = _rest[..length].ToString().ToUpperInvariant();
            _rest = _rest[length..];
            var (type, levels) = name switch
            {
                "POINT" => ("Point", 0),
                "LINESTRING" => ("LineString", 1),
                "POLYGON" => ("Polygon", 2),
                "MULTIPOINT" => ("MultiPoint", 1),
                "MULTILINESTRING" => ("MultiLineString", 2),
                "MULTIPOLYGON" => ("MultiPolygon", 3),
                "GEOMETRYCOLLECTION" => ("GeometryCollection", -1),
                _ => ("", -2),
            };
            if (levels == -2 || depth > 16)
                return false;
            var start = writer.BeginBag();
            writer.Key("type");
            writer.String(type);
            writer.Key(levels < 0 ? "geometries" : "coordinates");
            var good = levels switch
            {
                -1 => Collection(depth),
                0 => Take('(') && Point() && Take(')'),
                _ => List(levels),
            };
            writer.EndBag(start, 2);
            return good;
        }

        private bool Collection(int depth)
        {
            if (!Take('('))
                return false;
            var start = writer.BeginArray();
            var count = 0;
            do
            {
                if (!Geometry(depth + 1))
                    return false;
                count++;
            }
            while (Take(','));
            writer.EndArray(start, count);
            return Take(')');
        }

        private bool List(int levels)
        {
            if (!Take('('))
                return false;
            var start = writer.BeginArray();
            var count = 0;
            do
            {
                if (levels > 1)
                {
                    if (!List(levels - 1))
                        return false;
                }
                else
                {
                    // A multipoint may put each point in parentheses.
                    var wrapped = Take('(');
                    if (!Point() || wrapped && !Take(')'))
                        return false;
                }

                count++;
            }
            while (Take(','));
            writer.EndArray(start, count);
            return Take(')');
        }

        private bool Point()
        {
            var start = writer.BeginArray();
            if (!Number() || !Number())
                return false;
            writer.EndArray(start, 2);
            return true;
        }

        private bool Number()
        {
            _rest = _rest.TrimStart();
            var length = 0;
            while (length < _rest.Length && (char.IsAsciiDigit(_rest[length]) || _rest[length] is '+' or '-' or '.' or 'e' or 'E'))
                length++;
            if (!double.TryParse(_rest[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                return false;
            GeoJson.Number(writer, value);
            _rest = _rest[length..];
            return true;
        }

        private bool Take(char c)
        {
            _rest = _rest.TrimStart();
            if (_rest.IsEmpty || _rest[0] != c)
                return false;
            _rest = _rest[1..];
            return true;
        }
    }
}
