using System.Globalization;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels of the unit conversions and of <c>format_bytes</c>. An unknown unit gives null.</summary>
internal static class UnitFunctions
{
    public static void Register(KernelTable table)
    {
        table.Scalar("convert_angle", Convert(static (value, from, to) => FromDegrees(ToDegrees(value, from), to)));
        table.Scalar("convert_energy", Convert(Linear(UnitTables.Energy)));
        table.Scalar("convert_force", Convert(Linear(UnitTables.Force)));
        table.Scalar("convert_length", Convert(Linear(UnitTables.Length)));
        table.Scalar("convert_mass", Convert(Linear(UnitTables.Mass)));
        table.Scalar("convert_speed", Convert(static (value, from, to) => value * Speed(from) / Speed(to)));
        table.Scalar("convert_temperature", Convert(static (value, from, to) => FromKelvin(ToKelvin(value, from), to)));
        table.Scalar("convert_volume", Convert(Linear(UnitTables.Volume)));
        table.Scalar("format_bytes", FormatBytes);
    }

    private static ScalarKernelFactory Convert(Func<double, string, string, double?> convert) => binding =>
    {
        var from = binding.ConstantString(1);
        var to = binding.ConstantString(2);
        return (arguments, length) =>
        {
            var values = arguments[0].AsReal();
            var fromNames = arguments[1].AsString();
            var toNames = arguments[2].AsString();
            var builder = new FixedBuilder<double>(TypeKind.Real, length);
            for (var i = 0; i < length; i++)
            {
                if (values.IsNull(i))
                    builder.AddNull();
                else
                    builder.Add(convert(values[i], from ?? fromNames.GetString(i), to ?? toNames.GetString(i)));
            }

            return builder.Build();
        };
    };

    private static Func<double, string, string, double?> Linear(string units) => (value, from, to) =>
    {
        if (Find(units, from) is not { } source || Find(units, to) is not { } target)
            return null;
        if (from.Equals(to, StringComparison.OrdinalIgnoreCase))
            return value;
        var inBase = source.Divides ? value / source.Size : value * source.Size;
        return target.Divides ? inBase * target.Size : inBase / target.Size;
    };

    // "Name=size" or "Name=/divisor", separated by spaces.
    private static (double Size, bool Divides)? Find(ReadOnlySpan<char> units, ReadOnlySpan<char> name)
    {
        foreach (var range in units.Split(' '))
        {
            var entry = units[range];
            var equals = entry.IndexOf('=');
            if (equals != name.Length || !entry[..equals].Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            var size = entry[(equals + 1)..];
            var divides = size[0] == '/';
            return (double.Parse(divides ? size[1..] : size, CultureInfo.InvariantCulture), divides);
        }

        return null;
    }

    private static double? Factor(ReadOnlySpan<char> units, ReadOnlySpan<char> name) =>
        Find(units, name) is { } unit ? unit.Divides ? 1 / unit.Size : unit.Size : null;

    private static double? ToDegrees(double value, string unit) => unit.ToUpperInvariant() switch
    {
        "TILT" => Trigonometry.Asin(value) * 180 / Math.PI,
        "RADIAN" => value * 180 / Math.PI,
        _ => Find(UnitTables.Angle, unit) is { } known ? known.Divides ? value / known.Size : value * known.Size : null,
    };

    private static double? FromDegrees(double? value, string unit) => value is null ? null : unit.ToUpperInvariant() switch
    {
        "TILT" => Trigonometry.Sin(value.Value / 180 * Math.PI),
        "RADIAN" => value / 180 * Math.PI,
        _ => Find(UnitTables.Angle, unit) is { } known ? known.Divides ? value * known.Size : value / known.Size : null,
    };

    // A speed is a length, "Per", a time.
    private static double? Speed(string unit)
    {
        if (unit.Equals("Knot", StringComparison.OrdinalIgnoreCase))
            return 1852.0 / 3600;
        var per = unit.IndexOf("Per", StringComparison.OrdinalIgnoreCase);
        if (per < 0 || Factor(UnitTables.Length, unit.AsSpan(0, per)) is not { } length)
            return null;
        return unit[(per + 3)..].ToUpperInvariant() switch
        {
            "SECOND" => length,
            "MINUTE" => length / 60,
            "HOUR" => length / 3600,
            _ => null,
        };
    }

    private static double? ToKelvin(double value, string unit) => unit.ToUpperInvariant() switch
    {
        "KELVIN" => value,
        "DEGREECELSIUS" => value + 273.15,
        "MILLIDEGREECELSIUS" => value / 1000 + 273.15,
        "DEGREEDELISLE" => value * -2 / 3 + 373.15,
        "DEGREEFAHRENHEIT" => (value + 459.67) * 5 / 9,
        "DEGREENEWTON" => value * 100 / 33 + 273.15,
        "DEGREERANKINE" => value * 5 / 9,
        "DEGREEREAUMUR" => value * 5 / 4 + 273.15,
        "DEGREEROEMER" => (value - 7.5) * 40 / 21 + 273.15,
        "SOLARTEMPERATURE" => value * 5778,
        _ => null,
    };

    private static double? FromKelvin(double? value, string unit) => unit.ToUpperInvariant() switch
    {
        "KELVIN" => value,
        "DEGREECELSIUS" => value - 273.15,
        "MILLIDEGREECELSIUS" => (value - 273.15) * 1000,
        "DEGREEDELISLE" => (value - 373.15) * -3 / 2,
        "DEGREEFAHRENHEIT" => value * 9 / 5 - 459.67,
        "DEGREENEWTON" => (value - 273.15) * 33 / 100,
        "DEGREERANKINE" => value * 9 / 5,
        "DEGREEREAUMUR" => (value - 273.15) * 4 / 5,
        "DEGREEROEMER" => (value - 273.15) * 21 / 40 + 7.5,
        "SOLARTEMPERATURE" => value / 5778,
        _ => null,
    };

    private static readonly string[] ByteUnits = ["Bytes", "KB", "MB", "GB", "TB", "PB", "EB"];

    private static ScalarKernel FormatBytes(KernelBinding binding)
    {
        var precision = (int)Math.Clamp(binding.ConstantLong(1) ?? 0, 0, 15);
        var unit = Array.FindIndex(ByteUnits, name => name.Equals(binding.ConstantString(2), StringComparison.OrdinalIgnoreCase));
        return (arguments, length) =>
        {
            var sizes = arguments[0].AsReal();
            var builder = new StringBuilderVector(length);
            for (var i = 0; i < length; i++)
            {
                if (!sizes.IsNull(i))
                {
                    var power = unit;
                    var size = sizes[i];
                    if (power < 0)
                    {
                        for (power = 0; power < ByteUnits.Length - 1 && Math.Abs(size) >= 1024; power++)
                            size /= 1024;
                    }
                    else
                    {
                        size /= Math.Pow(1024, power);
                    }

                    builder.AppendValue(MathFunctions.RoundReal(size, precision));
                    builder.Append((byte)' ');
                    builder.Append(ByteUnits[power]);
                }

                builder.EndRow();
            }

            return builder.Build();
        };
    }
}
