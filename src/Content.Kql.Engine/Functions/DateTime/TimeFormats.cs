using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels of <c>format_datetime</c> and <c>format_timespan</c>. A null gives an empty text.</summary>
internal static class TimeFormats
{
    public static void Register(KernelTable table)
    {
        table.Scalar("format_datetime", binding => Format(binding, isSpan: false));
        table.Scalar("format_timespan", binding => Format(binding, isSpan: true));
    }

    private static ScalarKernel Format(KernelBinding binding, bool isSpan)
    {
        var constant = binding.ConstantString(1);
        if (constant is not null)
            Check(binding.Name, constant, isSpan);
        return (arguments, length) =>
        {
            var values = isSpan ? arguments[0].AsTimeSpan() : arguments[0].AsDateTime();
            var formats = arguments[1].AsString();
            var builder = new StringBuilderVector(length);
            for (var i = 0; i < length; i++)
            {
                if (!values.IsNull(i))
                {
                    var format = constant ?? formats.GetString(i);
                    if (constant is null)
                        Check(binding.Name, format, isSpan);
                    Append(builder, values[i], format, isSpan);
                }

                builder.EndRow();
            }

            return builder.Build();
        };
    }

    // Letters beside the documented ones fail in Kusto; every run of letters has a greatest length.
    private static void Check(string function, string format, bool isSpan)
    {
        for (var i = 0; i < format.Length;)
        {
            var c = format[i];
            var run = Run(format, i);
            var fits = c switch
            {
                'd' => run <= (isSpan ? 8 : 2),
                'f' or 'F' => run <= 7,
                'h' or 'H' or 'm' or 's' => run <= 2,
                'M' => !isSpan && run <= 2,
                'y' => !isSpan && run is 1 or 2 or 4,
                't' => !isSpan && run <= 2,
                ' ' or '/' or '-' or ':' or ',' or '.' or '_' or '[' or ']' => true,
                _ => false,
            };
            if (!fits)
                throw new QueryFailedException($"{function}(): '{format.Substring(i, run)}' cannot stand in the format '{format}'.");
            i += run;
        }
    }

    private static int Run(string format, int start)
    {
        var end = start + 1;
        while (end < format.Length && format[end] == format[start])
            end++;
        return end - start;
    }

    private static void Append(StringBuilderVector output, long ticks, string format, bool isSpan)
    {
        var negative = isSpan && ticks < 0;
        var span = new TimeSpan(negative ? unchecked(-ticks) : ticks);
        var date = isSpan ? default : new DateTime(ticks);
        if (negative)
            output.Append((byte)'-');
        var fraction = span.Ticks % TimeSpan.TicksPerSecond;
        for (var i = 0; i < format.Length;)
        {
            var c = format[i];
            var run = Run(format, i);
            switch (c)
            {
                case 'd': Number(output, isSpan ? span.Days : date.Day, run == 2 && isSpan ? 2 : run); break;
                case 'M': Number(output, date.Month, run); break;
                case 'y' when run == 4: Number(output, date.Year, 4); break;
                case 'y': Number(output, date.Year % 100, run); break;
                case 'h' when !isSpan: Number(output, (date.Hour + 11) % 12 + 1, run); break;
                case 'h' or 'H': Number(output, span.Hours, run); break;
                case 'm': Number(output, span.Minutes, run); break;
                case 's': Number(output, span.Seconds, run); break;
                case 't': output.Append((run == 1 ? date.Hour < 12 ? "A" : "P" : date.Hour < 12 ? "AM" : "PM").AsSpan()); break;
                case 'f' or 'F': Fraction(output, fraction, run, trim: c == 'F'); break;
                default:
                    for (var k = 0; k < run; k++)
                        output.Append((byte)c);
                    break;
            }

            i += run;
        }
    }

    private static void Number(StringBuilderVector output, int value, int width)
    {
        Span<char> format = stackalloc char[width];
        format.Fill('0');
        output.AppendValue(value, format);
    }

    private static void Fraction(StringBuilderVector output, long ticks, int digits, bool trim)
    {
        for (var i = digits; i < 7; i++)
            ticks /= 10;
        if (trim)
        {
            if (ticks == 0)
                return;
            while (ticks % 10 == 0)
            {
                ticks /= 10;
                digits--;
            }
        }

        Number(output, (int)ticks, digits);
    }
}
