using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Content.Azure.Templates;

/// <summary>Reads expressions of ARM templates: calls, texts in single quotes, whole numbers, properties and elements.</summary>
internal sealed class TemplateExpressionParser
{
    // Deeper than anything that a person or a packager writes.
    private const int MaxDepth = 64;

    private readonly string _text;
    private int _position;
    private int _depth;

    private TemplateExpressionParser(string text) => _text = text;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text between the brackets.</param>
    /// <exception cref="TemplateException">It is none.</exception>
    public static TemplateExpression Parse(string text)
    {
        var parser = new TemplateExpressionParser(text);
        var expression = parser.Expression();
        parser.SkipBlanks();
        return parser._position == text.Length ? expression : throw parser.Unexpected();
    }

    private TemplateExpression Expression()
    {
        if (++_depth > MaxDepth)
            throw new TemplateException("it is nested too deeply");
        var expression = Primary();
        while (true)
        {
            SkipBlanks();
            if (TryTake('.'))
            {
                var name = Name();
                SkipBlanks();
                if (_position < _text.Length && _text[_position] == '(')
                    throw new TemplateException($"functions of its own, such as '{name}', are not supported");
                expression = new TemplateElement(expression, new TemplateLiteral(JsonValue.Create(name)));
            }
            else if (TryTake('['))
            {
                expression = new TemplateElement(expression, Expression());
                Take(']');
            }
            else
            {
                _depth--;
                return expression;
            }
        }
    }

    private TemplateExpression Primary()
    {
        SkipBlanks();
        if (_position == _text.Length)
            throw new TemplateException("it ends too early");
        var c = _text[_position];
        if (c == '\'')
            return new TemplateLiteral(JsonValue.Create(Text()));
        if (char.IsAsciiDigit(c) || c == '-')
            return new TemplateLiteral(JsonValue.Create(Number()));
        var name = Name();
        if (TryTake('.'))
            throw new TemplateException($"functions of its own, such as '{name}.{Name()}', are not supported");
        Take('(');
        var arguments = ImmutableArray.CreateBuilder<TemplateExpression>();
        SkipBlanks();
        if (!TryTake(')'))
        {
            do
            {
                arguments.Add(Expression());
                SkipBlanks();
            }
            while (TryTake(','));
            Take(')');
        }

        return new TemplateCall(name, arguments.ToImmutable());
    }

    private string Text()
    {
        var text = new StringBuilder();
        for (_position++; _position < _text.Length; _position++)
        {
            if (_text[_position] != '\'')
            {
                text.Append(_text[_position]);
                continue;
            }

            // A quote is written twice.
            if (_position + 1 == _text.Length || _text[_position + 1] != '\'')
            {
                _position++;
                return text.ToString();
            }

            text.Append('\'');
            _position++;
        }

        throw new TemplateException("a text in it does not end");
    }

    private long Number()
    {
        var start = _position++;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
            _position++;
        return long.TryParse(_text.AsSpan(start, _position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new TemplateException($"'{_text[start.._position]}' in it is no whole number");
    }

    private string Name()
    {
        SkipBlanks();
        var start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '_' or '$'))
            _position++;
        return _position > start ? _text[start.._position] : throw Unexpected();
    }

    private void Take(char c)
    {
        SkipBlanks();
        if (!TryTake(c))
            throw Unexpected();
    }

    private bool TryTake(char c)
    {
        if (_position == _text.Length || _text[_position] != c)
            return false;
        _position++;
        return true;
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;
    }

    private TemplateException Unexpected() =>
        new(_position == _text.Length ? "it ends too early" : $"'{_text[_position]}' was not expected in it");
}
