using System.Collections.Immutable;

namespace Content.Workbooks.Evaluation;

/// <summary>A parameter with its value and what may be chosen.</summary>
/// <param name="Parameter">The parameter as it is written.</param>
/// <param name="Label">What is shown as its name.</param>
/// <param name="IsHidden">True when it is not shown.</param>
/// <param name="Value">Its value; null when it has none.</param>
/// <param name="Choices">What may be chosen, of drop-downs, options, time ranges and resources.</param>
/// <param name="Message">What is wrong: it is required and empty, its query failed, its text breaks a rule; null when nothing is.</param>
public sealed record EvaluatedParameter(WorkbookParameter Parameter, string Label, bool IsHidden, ParameterValue? Value, ImmutableArray<ParameterChoice> Choices, string? Message)
{
    /// <summary>The type; an unknown one counts as text.</summary>
    public WorkbookParameterType Type => Enum.IsDefined((WorkbookParameterType)Parameter.Type) ? (WorkbookParameterType)Parameter.Type : WorkbookParameterType.Text;
}

/// <summary>One thing to choose.</summary>
/// <param name="Value">Its value, such as <c>value::all</c>; a length in milliseconds for a time range.</param>
/// <param name="Label">What is shown.</param>
/// <param name="Group">Group it is listed under; null without one.</param>
public sealed record ParameterChoice(string Value, string Label, string? Group);

/// <summary>What a parameter holds.</summary>
public abstract record ParameterValue
{
    /// <summary>A time range that ends now.</summary>
    /// <param name="duration">Its length; zero when queries set their own.</param>
    public static ParameterValue Last(TimeSpan duration) => new TimeRangeValue(duration, null);

    /// <summary>Some texts.</summary>
    public static ParameterValue Of(params ReadOnlySpan<string> values) => new ListValue([.. values]);
}

/// <summary>Texts: one, or several of a multi-select.</summary>
/// <param name="Values">The values in order, before quotes and delimiters; may hold <c>value::all</c>.</param>
public sealed record ListValue(ImmutableArray<string> Values) : ParameterValue
{
    /// <inheritdoc/>
    public bool Equals(ListValue? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Length == 0 ? 0 : HashCode.Combine(Values.Length, Values[0], Values[^1]);
}

/// <summary>A time range.</summary>
/// <param name="Duration">Its length; zero when queries set their own.</param>
/// <param name="End">Its end, UTC; null when it ends now.</param>
public sealed record TimeRangeValue(TimeSpan Duration, DateTime? End) : ParameterValue;
