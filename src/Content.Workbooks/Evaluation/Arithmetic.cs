using System.Globalization;

namespace Content.Workbooks.Evaluation;

/// <summary>Expressions of criteria: numbers with <c>+ - * / %</c> and parentheses. What is no number counts as 0 (workbooks-criteria of Azure Monitor's documentation).</summary>
internal static class Arithmetic
{
    private const int DepthLimit = 64;

    /// <summary>The value of an expression; 0 for what is none.</summary>
    public static double Evaluate(string text) => new Reader(text).Read();

    /// <summary>A number as a parameter holds it.</summary>
    public static string Text(double value) => double.IsFinite(value) ? value.ToString("0.###############", CultureInfo.InvariantCulture) : "0";

    private sealed class Reader(string text)
    {
        private int _position;

        public double Read() => Sum(0);

        private double Sum(int depth)
        {
            var value = Product(depth);
            while (true)
            {
                if (Take('+'))
                    value += Product(depth);
                else if (Take('-'))
                    value -= Product(depth);
                else
                    return value;
            }
        }

        private double Product(int depth)
        {
            var value = Operand(depth);
            while (true)
            {
                if (Take('*'))
                    value *= Operand(depth);
                else if (Take('/'))
                    value /= Operand(depth);
                else if (Take('%'))
                    value %= Operand(depth);
                else
                    return value;
            }
        }

        private double Operand(int depth)
        {
            var sign = 1;
            while (true)
            {
                if (Take('-'))
                    sign = -sign;
                else if (!Take('+'))
                    break;
            }

            if (depth < DepthLimit && Take('('))
            {
                var inner = Sum(depth + 1);
                Take(')');
                return sign * inner;
            }

            var start = _position;
            while (_position < text.Length && (text[_position] is not ('+' or '-' or '*' or '/' or '%' or '(' or ')') || IsExponent(start)))
                _position++;
            return double.TryParse(text.AsSpan(start, _position - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? sign * number : 0;
        }

        // The sign in 1e-5.
        private bool IsExponent(int start) => _position > start + 1 && text[_position] is '+' or '-' && text[_position - 1] is 'e' or 'E' && _position > start + 1 && char.IsAsciiDigit(text[_position - 2]);

        private bool Take(char c)
        {
            while (_position < text.Length && char.IsWhiteSpace(text[_position]))
                _position++;
            if (_position >= text.Length || text[_position] != c)
                return false;
            _position++;
            return true;
        }
    }
}
