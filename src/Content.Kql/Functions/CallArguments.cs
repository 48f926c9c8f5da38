using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>The arguments of a call as the binder knows them.</summary>
/// <remarks>A star is a <see cref="BoundStar"/>, a table a <see cref="BoundTabularArgument"/>, an argument in error a <see cref="BoundErrorExpression"/>.</remarks>
public readonly ref struct CallArguments
{
    /// <summary>Collects the arguments of a call.</summary>
    /// <param name="expressions">Values in order.</param>
    /// <param name="row">The row in scope; null without one.</param>
    /// <param name="names">For each argument the name of <c>name = value</c>, null where there is none; may be empty when no argument has one.</param>
    public CallArguments(ReadOnlySpan<BoundExpression> expressions, RowType? row = null, ReadOnlySpan<string?> names = default)
    {
        Expressions = expressions;
        Row = row;
        Names = names;
    }

    /// <summary>Values in order.</summary>
    public ReadOnlySpan<BoundExpression> Expressions { get; }
    /// <summary>The row in scope; null without one.</summary>
    public RowType? Row { get; }
    /// <summary>Names of named arguments; empty when there are none.</summary>
    public ReadOnlySpan<string?> Names { get; }
    /// <summary>Number of arguments.</summary>
    public int Count => Expressions.Length;

    /// <summary>The name of <c>name = value</c>; null when the argument has none.</summary>
    public string? NameOf(int index) => index < Names.Length ? Names[index] : null;

    internal bool HasStar
    {
        get
        {
            foreach (var expression in Expressions)
            {
                if (expression is BoundStar)
                    return true;
            }

            return false;
        }
    }
}

/// <summary>What is wrong with a call.</summary>
/// <param name="Code">Stable code; its number is that of Kusto.Language's.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Argument">Which argument is to blame; -1 for the call as a whole (its name or operator).</param>
public sealed record CallError(string Code, string Message, int Argument);

/// <summary>What a call comes to.</summary>
/// <param name="Signature">The signature that fits best; null when none or several do.</param>
/// <param name="Type">Type of the result: of the first column for a call that gives several; <see cref="KqlType.Unknown"/> where nothing can be said.</param>
/// <param name="Error">What is wrong; null when all is well.</param>
public readonly record struct CallResolution(Signature? Signature, KqlType Type, CallError? Error);
