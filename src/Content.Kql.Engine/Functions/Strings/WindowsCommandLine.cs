using System.Text;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Splits a command line as Windows does (CommandLineToArgvW): the program by its own rule, then quotes and backslashes.</summary>
internal static class WindowsCommandLine
{
    public static void Write(string text, DynamicWriter writer)
    {
        var array = writer.BeginArray();
        var count = 1;
        var at = Program(text, writer);
        var argument = new StringBuilder();
        while (true)
        {
            while (at < text.Length && text[at] is ' ' or '\t')
                at++;
            if (at >= text.Length)
                break;
            at = Argument(text, at, argument.Clear());
            writer.String(argument.ToString());
            count++;
        }

        writer.EndArray(array, count);
    }

    private static int Program(string text, DynamicWriter writer)
    {
        int end;
        if (text[0] == '"')
        {
            end = text.IndexOf('"', 1);
            writer.String(end < 0 ? text[1..] : text[1..end]);
            return end < 0 ? text.Length : end + 1;
        }

        end = text.AsSpan().IndexOfAny(' ', '\t');
        writer.String(end < 0 ? text : text[..end]);
        return end < 0 ? text.Length : end;
    }

    private static int Argument(string text, int at, StringBuilder argument)
    {
        var quoted = false;
        while (at < text.Length)
        {
            var c = text[at];
            if (c is ' ' or '\t' && !quoted)
                break;
            if (c == '\\')
            {
                var run = 0;
                while (at < text.Length && text[at] == '\\')
                {
                    run++;
                    at++;
                }

                // Backslashes mean something only before a quote: pairs become one, an odd one escapes it.
                var beforeQuote = at < text.Length && text[at] == '"';
                argument.Append('\\', beforeQuote ? run / 2 : run);
                if (beforeQuote && run % 2 == 1)
                {
                    argument.Append('"');
                    at++;
                }

                continue;
            }

            if (c == '"')
            {
                if (quoted && at + 1 < text.Length && text[at + 1] == '"')
                {
                    argument.Append('"');
                    at += 2;
                    continue;
                }

                quoted = !quoted;
            }
            else
            {
                argument.Append(c);
            }

            at++;
        }

        return at;
    }
}
