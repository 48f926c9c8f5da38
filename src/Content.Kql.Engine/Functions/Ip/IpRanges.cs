using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Whether an address is in one of several ranges. Ranges that do not vary by row are read once.</summary>
internal static class IpRanges
{
    public static ScalarKernel InAnyRange(KernelBinding binding, bool ipv4)
    {
        var constant = ConstantRanges(binding, ipv4);
        return (arguments, length) =>
        {
            var text = arguments[0].AsString();
            var ranges = constant ?? [];
            var output = new FixedBuilder<bool>(TypeKind.Bool, length);
            for (var i = 0; i < length; i++)
            {
                if (constant is null)
                {
                    ranges.Clear();
                    for (var k = 1; k < arguments.Length; k++)
                        Add(ranges, arguments[k], i, ipv4);
                }

                output.Add(Read(text[i], ipv4) is { } ip && ranges.Count > 0 ? IsIn(ip, ranges) : null);
            }

            return output.Build();
        };
    }

    private static List<IpAddress>? ConstantRanges(KernelBinding binding, bool ipv4)
    {
        var ranges = new List<IpAddress>();
        for (var k = 1; k < binding.Count; k++)
        {
            if (binding.Constant(k) is not { } vector)
                return null;
            Add(ranges, vector, 0, ipv4);
        }

        return ranges;
    }

    // What is no range is left out: feeds have empty lines.
    private static void Add(List<IpAddress> ranges, Vector vector, int row, bool ipv4)
    {
        if (vector is not DynamicVector dynamics)
        {
            if (Read(vector.AsString()[row], ipv4) is { } range)
                ranges.Add(range);
            return;
        }

        if (dynamics[row].Tag == DynamicTag.String && Read(dynamics[row].Text, ipv4) is { } only)
            ranges.Add(only);
        foreach (var element in dynamics[row].Elements)
        {
            if (Read(element.Text, ipv4) is { } range)
                ranges.Add(range);
        }
    }

    private static IpAddress? Read(ReadOnlySpan<byte> text, bool ipv4) => IpAddress.Parse(text) is { } ip && (!ipv4 || ip.IsIpv4) ? ip : null;

    private static bool IsIn(IpAddress ip, List<IpAddress> ranges)
    {
        foreach (var range in ranges)
        {
            var prefix = Math.Min(ip.Prefix, range.Prefix);
            if (IpAddress.Masked(ip.Bits, prefix) == IpAddress.Masked(range.Bits, prefix))
                return true;
        }

        return false;
    }
}
