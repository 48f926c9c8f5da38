using System.Text;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>
/// Functions that look things up in data of the service: <c>geo_info_from_ip_address</c> and <c>parse_user_agent</c>. They read a fixture
/// of their own name, given to the run as a function's rows; without one they cannot run.
/// </summary>
internal static class FixtureFunctions
{
    private static readonly ColumnSymbol[] GeoColumns =
    [
        new("country", KqlType.String), new("state", KqlType.String), new("city", KqlType.String),
        new("latitude", KqlType.Real), new("longitude", KqlType.Real),
    ];

    private static readonly (string Target, string Column)[] AgentParts =
        [("browser", "Browser"), ("os", "OperatingSystem"), ("device", "Device")];

    public static void Register(KernelTable table)
    {
        table.Scalar("geo_info_from_ip_address", GeoInfo);
        table.Scalar("parse_user_agent", ParseUserAgent);
    }

    private static ColumnarTable Fixture(KernelBinding binding, RowType row, string columns)
    {
        var all = new int[row.Columns.Length];
        for (var i = 0; i < all.Length; i++)
            all[i] = i;
        return binding.Context.Tables.FindFunction(new TableRequest(binding.Name, row, all)) is { RowCount: > 0 } table
            ? table
            : throw new UnsupportedException(binding.Name, $"there is no fixture of that name with the columns {columns}");
    }

    // Rows: ip_range (CIDR), country, state, city, latitude, longitude. The narrowest range that holds the address gives the answer.
    private static ScalarKernel GeoInfo(KernelBinding binding)
    {
        var row = new RowType([new ColumnSymbol("ip_range", KqlType.String), .. GeoColumns]);
        var table = Fixture(binding, row, "ip_range, country, state, city, latitude, longitude");
        var ranges = new List<(IpAddress Range, object?[] Values)>();
        foreach (var chunk in table.Chunks)
        {
            for (var i = 0; i < chunk.Length; i++)
            {
                if (Read(table, chunk, "ip_range", i) is not string text || IpAddress.Parse(Encoding.UTF8.GetBytes(text)) is not { } range)
                    continue;
                var values = new object?[GeoColumns.Length];
                for (var k = 0; k < values.Length; k++)
                    values[k] = Read(table, chunk, GeoColumns[k].Name, i);
                ranges.Add((range, values));
            }
        }

        ranges.Sort((a, b) => b.Range.Prefix.CompareTo(a.Range.Prefix));
        return (arguments, length) =>
        {
            var text = arguments[0].AsString();
            var output = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                if (IpAddress.Parse(text[i]) is { } ip)
                    WriteGeo(output.Writer, ip, ranges);
                output.EndRow();
            }

            return output.Build();
        };
    }

    private static void WriteGeo(DynamicWriter writer, IpAddress ip, List<(IpAddress Range, object?[] Values)> ranges)
    {
        foreach (var (range, values) in ranges)
        {
            if (IpAddress.Masked(ip.Bits, range.Prefix) != IpAddress.Masked(range.Bits, range.Prefix))
                continue;
            var bag = writer.BeginBag();
            for (var k = 0; k < values.Length; k++)
            {
                writer.Key(GeoColumns[k].Name);
                writer.Object(values[k]);
            }

            writer.EndBag(bag, values.Length);
            return;
        }
    }

    private static object? Read(ColumnarTable table, TableChunk chunk, string column, int row) =>
        table.Row.IndexOf(column) is >= 0 and var ordinal ? chunk.Columns[ordinal]?.GetValue(row) : null;

    // Rows: user_agent (the whole text), Browser, OperatingSystem, Device (bags as the function gives them).
    private static ScalarKernel ParseUserAgent(KernelBinding binding)
    {
        var row = new RowType([new ColumnSymbol("user_agent", KqlType.String), .. AgentParts.Select(part => new ColumnSymbol(part.Column, KqlType.Dynamic))]);
        var table = Fixture(binding, row, "user_agent, Browser, OperatingSystem, Device");
        var agents = new Dictionary<string, object?[]>(StringComparer.Ordinal);
        foreach (var chunk in table.Chunks)
        {
            for (var i = 0; i < chunk.Length; i++)
            {
                if (Read(table, chunk, "user_agent", i) is string text)
                    agents[text] = [.. AgentParts.Select(part => Read(table, chunk, part.Column, i))];
            }
        }

        return (arguments, length) =>
        {
            var text = arguments[0].AsString();
            var wanted = arguments.Length > 1 ? arguments[1].AsDynamic() : null;
            var output = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                if (!text[i].IsEmpty)
                    WriteAgent(output.Writer, text.GetString(i), wanted is null ? default : wanted[i], agents);
                output.EndRow();
            }

            return output.Build();
        };
    }

    private static void WriteAgent(DynamicWriter writer, string text, DynamicValue wanted, Dictionary<string, object?[]> agents)
    {
        if (!agents.TryGetValue(text, out var parts))
            throw new UnsupportedException("parse_user_agent", $"its fixture has no row for '{text}'");
        var bag = writer.BeginBag();
        var count = 0;
        for (var k = 0; k < AgentParts.Length; k++)
        {
            if (!IsWanted(wanted, AgentParts[k].Target))
                continue;
            writer.Key(AgentParts[k].Column);
            writer.Object(parts[k]);
            count++;
        }

        writer.EndBag(bag, count);
    }

    private static bool IsWanted(DynamicValue wanted, string target)
    {
        if (wanted.IsNull)
            return true;
        if (wanted.Tag == DynamicTag.String)
            return string.Equals(Encoding.UTF8.GetString(wanted.Text), target, StringComparison.OrdinalIgnoreCase);
        foreach (var element in wanted.Elements)
        {
            if (IsWanted(element, target))
                return true;
        }

        return false;
    }
}
