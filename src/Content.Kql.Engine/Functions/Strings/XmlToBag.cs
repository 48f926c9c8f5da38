using System.Text;
using System.Xml;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>
/// Reads XML as a property bag, as the document of <c>parse_xml</c> describes: attributes as <c>@name</c>, text beside them as
/// <c>#text</c>, elements of one name as an array. Other nodes are left out.
/// </summary>
internal static class XmlToBag
{
    private const int MaxBytes = 1 << 20;
    private const int MaxDepth = 200;

    /// <summary>Writes the bag; nothing when the text is no XML or longer than 1 MB.</summary>
    public static void Write(ReadOnlySpan<byte> utf8, DynamicWriter writer)
    {
        if (utf8.Length > MaxBytes || utf8.IndexOf((byte)'<') < 0)
            return;
        try
        {
            using var reader = XmlReader.Create(new StringReader(Encoding.UTF8.GetString(utf8).Trim()), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Ignore,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                IgnoreWhitespace = true,
            });
            Element? root = null;
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && root is null)
                    root = ReadElement(reader, 0);
            }

            if (root is null)
                return;
            var bag = writer.BeginBag();
            writer.Key(root.Name);
            WriteValue(root, writer);
            writer.EndBag(bag, 1);
        }
        catch (XmlException)
        {
            // Not XML: null. Nothing is written before all of it has been read.
        }
    }

    private static Element? ReadElement(XmlReader reader, int depth)
    {
        if (depth > MaxDepth)
            throw new XmlException("The elements are nested too deeply.");
        var element = new Element(reader.Name) { IsEmpty = reader.IsEmptyElement };
        if (reader.HasAttributes)
        {
            while (reader.MoveToNextAttribute())
                element.Add("@" + reader.Name, reader.Value);
            reader.MoveToElement();
        }

        if (element.IsEmpty)
            return element;
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                var child = ReadElement(reader, depth + 1)!;
                element.Add(child.Name, child);
            }
            else if (reader.NodeType == XmlNodeType.Text && reader.Value.Trim() is { Length: > 0 } text)
            {
                element.Add("#text", text);
            }
        }

        return element;
    }

    private static void WriteValue(Element element, DynamicWriter writer)
    {
        if (element.Properties.Count == 0)
        {
            if (element.IsEmpty)
                writer.Null();
            else
                writer.String("");
            return;
        }

        if (element.Properties is [{ Name: "#text", Values: [string only] }])
        {
            writer.String(only);
            return;
        }

        var bag = writer.BeginBag();
        foreach (var (name, values) in element.Properties)
        {
            writer.Key(name);
            var array = values.Count > 1 ? writer.BeginArray() : -1;
            foreach (var value in values)
            {
                if (value is Element child)
                    WriteValue(child, writer);
                else
                    writer.String((string)value);
            }

            if (array >= 0)
                writer.EndArray(array, values.Count);
        }

        writer.EndBag(bag, element.Properties.Count);
    }

    private sealed class Element(string name)
    {
        private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

        public string Name { get; } = name;
        public bool IsEmpty { get; init; }
        public List<(string Name, List<object> Values)> Properties { get; } = [];

        public void Add(string property, object value)
        {
            if (_places.TryGetValue(property, out var place))
            {
                Properties[place].Values.Add(value);
                return;
            }

            _places.Add(property, Properties.Count);
            Properties.Add((property, [value]));
        }
    }
}
