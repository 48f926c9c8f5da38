using System.Text;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>What types a parameter takes.</summary>
public enum ParameterType : byte
{
    /// <summary>Anything, unchecked.</summary>
    Any,
    /// <summary>One of <see cref="Parameter.Types"/>.</summary>
    Declared,
    Scalar, Integer, Number, NumberOrBool, RealOrDecimal, Summable, Orderable,
    StringOrDynamic, StringOrArray, IntegerOrArray, Array, Bag,
    NotBool, NotRealOrBool, NotDynamic,
    Table,
    /// <summary>The type of the argument with that number, from 0.</summary>
    SameAsFirst, SameAsSecond,
    /// <summary>All arguments of such parameters must have a type in common.</summary>
    CommonScalar, CommonOrderable, CommonScalarOrDynamic,
}

/// <summary>What an argument must be beside its type.</summary>
public enum ArgumentKind : byte
{
    Expression,
    /// <summary>An expression over the element of the first argument (functions on graph paths).</summary>
    ElementOfFirst,
    /// <summary><c>*</c> and nothing else.</summary>
    Star,
    /// <summary><c>*</c> or an expression.</summary>
    StarAllowed,
    /// <summary>A call of an aggregate.</summary>
    Aggregate,
    /// <summary>A column of the input.</summary>
    Column,
    /// <summary>A column of the table that is the first argument.</summary>
    ColumnOfFirst,
    /// <summary>A column that the input and the first argument share.</summary>
    ColumnOfBoth,
    /// <summary>A literal, of <see cref="Parameter.Values"/> where there are any.</summary>
    Literal,
    /// <summary>A literal that is not an empty string.</summary>
    LiteralNotEmpty,
    /// <summary>A constant expression.</summary>
    Constant,
}

/// <summary>A parameter.</summary>
public sealed class Parameter
{
    /// <summary>For a count without upper limit.</summary>
    public const int Unlimited = 32767;

    internal Parameter(string name, ParameterType type)
    {
        Name = name;
        Type = type;
    }

    // Stands for the arguments that no parameter takes.
    internal static Parameter None { get; } = new("", ParameterType.Declared) { DeclaredTypes = [KqlType.Unknown] };

    /// <summary>Name, for hints; KQL's own functions take no named arguments.</summary>
    public string Name { get; }
    /// <summary>What types it takes.</summary>
    public ParameterType Type { get; }
    /// <summary>The types of <see cref="ParameterType.Declared"/>; empty otherwise.</summary>
    public IReadOnlyList<KqlType> Types => DeclaredTypes;
    /// <summary>What the argument must be beside its type.</summary>
    public ArgumentKind Kind { get; internal init; }
    /// <summary>Least number of arguments that it takes.</summary>
    public int MinCount { get; internal init; } = 1;
    /// <summary>Greatest number of arguments that it takes.</summary>
    public int MaxCount { get; internal init; } = 1;
    /// <summary>The values that a literal may have; empty when all are good.</summary>
    public IReadOnlyList<string> Values { get; internal init; } = [];
    /// <summary>True when the case of <see cref="Values"/> matters.</summary>
    public bool CaseSensitiveValues { get; internal init; }
    /// <summary>A text that stands for "the default", whatever the type; null when there is none.</summary>
    public string? DefaultIndicator { get; internal init; }

    /// <summary>May be left out.</summary>
    public bool IsOptional => MinCount == 0;
    /// <summary>May take several arguments.</summary>
    public bool IsRepeatable => MaxCount > 1;

    internal KqlType[] DeclaredTypes { get; init; } = [];
    internal bool IsCommon => Type is ParameterType.CommonScalar or ParameterType.CommonOrderable or ParameterType.CommonScalarOrDynamic;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>How arguments are dealt out to parameters.</summary>
internal enum ParameterLayout : byte
{
    /// <summary>One by one.</summary>
    Fixed,
    /// <summary>A parameter takes as many as fit it best.</summary>
    Repeating,
    /// <summary>A group of parameters repeats: <c>case(p, v, p, v, else)</c>.</summary>
    Block,
    /// <summary>As <see cref="CustomLayouts"/> says for the name.</summary>
    Custom,
}

/// <summary>How the type of a call follows from its arguments.</summary>
public enum ReturnRule : byte
{
    /// <summary><see cref="Signature.ReturnType"/>.</summary>
    Declared,
    /// <summary>The type of the first argument.</summary>
    First,
    /// <summary>The type of the second argument.</summary>
    Second,
    /// <summary>An array of the type of the first argument.</summary>
    ArrayOfFirst,
    /// <summary>The type of the first argument, long for int.</summary>
    PromotedFirst,
    /// <summary>The widest number of all arguments, long for int.</summary>
    Widest,
    /// <summary>What the arguments of common type have in common.</summary>
    Common,
    /// <summary>The same, dynamics aside unless all are.</summary>
    CommonNotDynamic,
    /// <summary>What a <c>typeof(…)</c> names: the first, second or last argument.</summary>
    TypeOfFirst, TypeOfSecond, TypeOfLast,
    /// <summary>Several columns: <see cref="Signature.Columns"/>.</summary>
    Columns,
    /// <summary>A table of <see cref="Signature.Columns"/>.</summary>
    Table,
    /// <summary>A table, database or other entity, resolved by the binder.</summary>
    Entity,
    /// <summary>Computed by the method for <see cref="Signature.RuleName"/>.</summary>
    Custom,
}

/// <summary>One way to call something.</summary>
public sealed class Signature
{
    internal Signature(CallableSymbol? symbol, Parameter[] parameters, ReturnRule returns)
    {
        Symbol = symbol;
        ParameterArray = parameters;
        Returns = returns;
        foreach (var parameter in parameters)
        {
            MinCount += parameter.MinCount;
            MaxCount += parameter.MaxCount;
            HasRepeatable |= parameter.IsRepeatable;
            HasCommon |= parameter.IsCommon;
        }
    }

    /// <summary>What is called; null for an operator.</summary>
    public CallableSymbol? Symbol { get; }
    /// <summary>Parameters in order.</summary>
    public IReadOnlyList<Parameter> Parameters => ParameterArray;
    /// <summary>Least number of arguments.</summary>
    public int MinCount { get; }
    /// <summary>Greatest number of arguments; thousands when there is no limit.</summary>
    public int MaxCount { get; }
    /// <summary>How the result type follows from the arguments.</summary>
    public ReturnRule Returns { get; }
    /// <summary>The declared result type; <see cref="KqlType.Unknown"/> with other rules.</summary>
    public KqlType ReturnType { get; internal init; } = KqlType.Unknown;
    /// <summary>Declared columns of a table, or the last parts of the names of a function that gives several columns.</summary>
    public IReadOnlyList<ColumnSymbol> Columns => ColumnArray;
    /// <summary>Name of a custom rule; for <see cref="ReturnRule.Columns"/> the parameter whose name goes into the columns' names.</summary>
    public string RuleName { get; internal init; } = "";
    /// <summary>Name and parameters as KQL's documentation writes them, optional ones in brackets, for hover texts and hints.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder(Symbol?.Name).Append('(');
            foreach (var parameter in ParameterArray)
            {
                if (text[^1] != '(')
                    text.Append(", ");
                text.Append(parameter.IsOptional ? "[" : "").Append(parameter.Name).Append(parameter.IsOptional ? "]" : "");
                if (parameter.MaxCount == Parameter.Unlimited)
                    text.Append(", …");
            }

            return text.Append(')').ToString();
        }
    }

    internal Parameter[] ParameterArray { get; }
    internal ColumnSymbol[] ColumnArray { get; init; } = [];
    internal ParameterLayout Layout { get; init; }
    internal string LayoutName { get; init; } = "";
    internal bool HasRepeatable { get; }
    internal bool HasCommon { get; }

    internal int IndexOf(string parameterName)
    {
        for (var i = 0; i < ParameterArray.Length; i++)
        {
            if (ParameterArray[i].Name == parameterName)
                return i;
        }

        return -1;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
