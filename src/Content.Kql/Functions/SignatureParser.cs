using System.Collections.Immutable;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>
/// Reads signatures, one a line: <c>name(parameter, …) -> result</c>.
/// <para>
/// A parameter is <c>name: type kind</c>. After the name: <c>?</c> optional, <c>+</c> one or more, <c>*</c> any number, <c>{2,64}</c> so many.
/// <c>[a: …, b: …]+</c> is a group that repeats as a whole.
/// Types are KQL's, <c>a|b</c> for one of several, or: any, scalar, integer, number, number-or-bool, real-or-decimal, summable, orderable,
/// string-or-dynamic, string-or-array, integer-or-array, array, bag, not-bool, not-real-or-bool, not-dynamic, table, same-as-1st, same-as-2nd,
/// common, common-orderable, common-or-dynamic.
/// Kinds: constant, literal, literal-not-empty, column, column-of-1st, column-of-both, star, or-star, aggregate, element-of-1st;
/// <c>literal of list</c> allows the values of a named list (<see cref="ValueLists"/>), <c>or '~'</c> a text that stands for the default.
/// </para>
/// <para>
/// A result is a type (also <c>array&lt;real&gt;</c>, <c>bag(x: long)</c>, <c>geoshape</c>), or: 1st, 2nd, array-of-1st, promoted-1st, widest, common, common-not-dynamic,
/// typeof-1st, typeof-2nd, typeof-last, entity, <c>table(x: long)</c>, <c>columns p (x: long)</c> with the name of parameter p in the middle of each name, <c>rule name</c>.
/// <c>layout name</c> after it names a layout of its own (<see cref="CustomLayouts"/>).
/// </para>
/// </summary>
internal ref struct SignatureParser
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private SignatureParser(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Signatures of a declaration.</summary>
    /// <exception cref="FormatException">The declaration is wrong; a test reads all of them.</exception>
    public static Signature[] Parse(CallableSymbol? symbol, ReadOnlySpan<char> text)
    {
        var signatures = new List<Signature>(2);
        while (!text.IsEmpty)
        {
            var length = text.IndexOf('\n');
            var line = length < 0 ? text : text[..length];
            signatures.Add(new SignatureParser(line).ParseLine(symbol));
            text = length < 0 ? [] : text[(length + 1)..];
        }

        return [.. signatures];
    }

    private Signature ParseLine(CallableSymbol? symbol)
    {
        _at = _text.IndexOf('(');
        var parameters = ParseParameters(out var isBlock);
        Expect("->");
        var returns = ReturnRule.Declared;
        var type = KqlType.Unknown;
        var rule = "";
        ColumnSymbol[] columns = [];
        var start = _at;
        switch (Word())
        {
            case "1st": returns = ReturnRule.First; break;
            case "2nd": returns = ReturnRule.Second; break;
            case "array-of-1st": returns = ReturnRule.ArrayOfFirst; break;
            case "promoted-1st": returns = ReturnRule.PromotedFirst; break;
            case "widest": returns = ReturnRule.Widest; break;
            case "common": returns = ReturnRule.Common; break;
            case "common-not-dynamic": returns = ReturnRule.CommonNotDynamic; break;
            case "typeof-1st": returns = ReturnRule.TypeOfFirst; break;
            case "typeof-2nd": returns = ReturnRule.TypeOfSecond; break;
            case "typeof-last": returns = ReturnRule.TypeOfLast; break;
            case "entity": returns = ReturnRule.Entity; break;
            case "table":
                returns = ReturnRule.Table;
                columns = ParseColumns();
                break;
            case "columns":
                returns = ReturnRule.Columns;
                rule = Word().ToString();
                columns = ParseColumns();
                break;
            case "rule":
                returns = ReturnRule.Custom;
                rule = Word().ToString();
                break;
            default:
                _at = start;
                type = ParseType();
                break;
        }

        var layout = isBlock ? ParameterLayout.Block : ParameterLayout.Fixed;
        var layoutName = "";
        if (Word() is "layout")
        {
            layout = ParameterLayout.Custom;
            layoutName = Word().ToString();
        }

        var signature = new Signature(symbol, parameters, returns)
        {
            ReturnType = type,
            RuleName = rule,
            ColumnArray = columns,
            Layout = layout == ParameterLayout.Fixed && Array.Exists(parameters, p => p.IsRepeatable) ? ParameterLayout.Repeating : layout,
            LayoutName = layoutName,
        };
        return _at == _text.Length ? signature : throw Error("the end");
    }

    private Parameter[] ParseParameters(out bool isBlock)
    {
        Expect("(");
        isBlock = false;
        var parameters = new List<Parameter>(4);
        if (TryTake(")"))
            return [];
        do
        {
            if (TryTake("["))
            {
                isBlock = true;
                do
                    parameters.Add(ParseParameter(inBlock: true));
                while (TryTake(","));
                Expect("]+");
            }
            else
            {
                parameters.Add(ParseParameter(inBlock: false));
            }
        }
        while (TryTake(","));
        Expect(")");
        return [.. parameters];
    }

    private Parameter ParseParameter(bool inBlock)
    {
        var name = Word().ToString();
        var (min, max) = inBlock ? (1, Parameter.Unlimited) : (1, 1);
        if (TryTake("?"))
        {
            min = 0;
        }
        else if (TryTake("+"))
        {
            max = Parameter.Unlimited;
        }
        else if (TryTake("*"))
        {
            (min, max) = (0, Parameter.Unlimited);
        }
        else if (TryTake("{"))
        {
            min = int.Parse(Word());
            Expect(",");
            max = int.Parse(Word());
            Expect("}");
        }

        Expect(":");
        var type = ParseParameterType(out var declared);
        var kind = ParseKind();
        string[] values = [];
        var caseSensitive = false;
        string? indicator = null;
        if (TryTake("of "))
            values = ValueLists.Find(Word(), out caseSensitive) ?? throw Error("a list of values");
        if (TryTake("or '"))
        {
            indicator = Word().ToString();
            Expect("'");
        }

        return new Parameter(name, type)
        {
            DeclaredTypes = declared,
            Kind = kind,
            MinCount = min,
            MaxCount = max,
            Values = values,
            CaseSensitiveValues = caseSensitive,
            DefaultIndicator = indicator,
        };
    }

    private ParameterType ParseParameterType(out KqlType[] declared)
    {
        var start = _at;
        var type = Word() switch
        {
            "any" => ParameterType.Any,
            "scalar" => ParameterType.Scalar,
            "integer" => ParameterType.Integer,
            "number" => ParameterType.Number,
            "number-or-bool" => ParameterType.NumberOrBool,
            "real-or-decimal" => ParameterType.RealOrDecimal,
            "summable" => ParameterType.Summable,
            "orderable" => ParameterType.Orderable,
            "string-or-dynamic" => ParameterType.StringOrDynamic,
            "string-or-array" => ParameterType.StringOrArray,
            "integer-or-array" => ParameterType.IntegerOrArray,
            "array" => ParameterType.Array,
            "bag" => ParameterType.Bag,
            "not-bool" => ParameterType.NotBool,
            "not-real-or-bool" => ParameterType.NotRealOrBool,
            "not-dynamic" => ParameterType.NotDynamic,
            "table" => ParameterType.Table,
            "same-as-1st" => ParameterType.SameAsFirst,
            "same-as-2nd" => ParameterType.SameAsSecond,
            "common" => ParameterType.CommonScalar,
            "common-orderable" => ParameterType.CommonOrderable,
            "common-or-dynamic" => ParameterType.CommonScalarOrDynamic,
            _ => ParameterType.Declared,
        };
        declared = [];
        if (type != ParameterType.Declared)
            return type;
        _at = start;
        declared = [ParseType()];
        while (TryTake("|"))
            declared = [.. declared, ParseType()];
        return type;
    }

    private ArgumentKind ParseKind()
    {
        var start = _at;
        switch (Word())
        {
            case "constant": return ArgumentKind.Constant;
            case "literal": return ArgumentKind.Literal;
            case "literal-not-empty": return ArgumentKind.LiteralNotEmpty;
            case "column": return ArgumentKind.Column;
            case "column-of-1st": return ArgumentKind.ColumnOfFirst;
            case "column-of-both": return ArgumentKind.ColumnOfBoth;
            case "star": return ArgumentKind.Star;
            case "or-star": return ArgumentKind.StarAllowed;
            case "aggregate": return ArgumentKind.Aggregate;
            case "element-of-1st": return ArgumentKind.ElementOfFirst;
            default:
                _at = start;
                return ArgumentKind.Expression;
        }
    }

    private KqlType ParseType()
    {
        var word = Word();
        switch (word)
        {
            case "array":
                if (!TryTake("<"))
                    return KqlType.DynamicArray;
                var element = ParseType();
                Expect(">");
                return KqlType.DynamicArrayOf(element);
            case "bag":
                return TryPeek("(") ? KqlType.DynamicBagOf([.. ParseColumns()]) : KqlType.DynamicBag;
            case "geoshape":
                return KqlType.DynamicBagOf([new("type", KqlType.String), new("coordinates", KqlType.DynamicArray)]);
            case "type":
                return KqlType.Type;
            default:
                return KqlType.FromName(word) ?? throw Error("a type");
        }
    }

    private ColumnSymbol[] ParseColumns()
    {
        var columns = new List<ColumnSymbol>();
        Expect("(");
        do
        {
            string name;
            if (TryTake("'"))
            {
                var end = _text[_at..].IndexOf('\'');
                name = _text.Slice(_at, end).ToString();
                _at += end + 1;
            }
            else
            {
                name = Word().ToString();
            }

            Expect(":");
            columns.Add(new ColumnSymbol(name, ParseType()));
        }
        while (TryTake(","));
        Expect(")");
        return [.. columns];
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] == ' ')
            _at++;
    }

    private ReadOnlySpan<char> Word()
    {
        SkipSpace();
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or '~'))
            _at++;
        return _text[start.._at];
    }

    private bool TryPeek(string token)
    {
        SkipSpace();
        return _text[_at..].StartsWith(token);
    }

    private bool TryTake(string token)
    {
        if (!TryPeek(token))
            return false;
        _at += token.Length;
        return true;
    }

    private void Expect(string token)
    {
        if (!TryTake(token))
            throw Error($"'{token}'");
    }

    private readonly FormatException Error(string expected) => new($"Expected {expected} at {_at} in: {_text}");
}
