using System.Collections.Immutable;
using System.Text.Json;
using Content.Model.Json;
using Content.Workbooks.Parameters;

namespace Content.Workbooks.Evaluation;

/// <summary>
/// The parameters at a place of a workbook: those declared and set above it in its own group and the groups around it, and global ones.
/// Immutable, so that what is evaluated later still sees the values of its place.
/// </summary>
/// <param name="Values">The values by name.</param>
/// <param name="Names">All names that mean a parameter here, with a value or not: another one in braces is just text.</param>
/// <param name="Now">The end of time ranges that end now.</param>
internal sealed record Surroundings(ImmutableDictionary<string, ParameterState> Values, ImmutableHashSet<string> Names, DateTime Now)
{
    public ParameterState? Find(string name) => Values.GetValueOrDefault(name);

    public Surroundings With(ParameterState state) => this with { Values = Values.SetItem(state.Name, state), Names = Names.Add(state.Name) };

    /// <summary>A text with values where it refers to parameters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="inQuery">True for the text of a query.</param>
    public string Text(string text, bool inQuery) =>
        text.Contains('{', StringComparison.Ordinal) ? SubstitutedText.Create(text, reference => Names.Contains(reference.Name) ? Find(reference.Name)?.Text(reference.Format, inQuery, Now) ?? "" : null).Text : text;

    /// <summary>The text of a parameter that criteria and conditions compare; null when it has no value. The name may have a format.</summary>
    public string? Plain(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
            return Find(name[..colon])?.Text(name[(colon + 1)..], inQuery: false, Now);
        return Find(name) is { Value: not null } state ? state.Plain : null;
    }

    /// <summary>Whether the conditions of an item hold.</summary>
    public bool Shows(WorkbookItem item)
    {
        if (item.Node["conditionalVisibility"] is { } one && !Holds(one))
            return false;
        return item.Node["conditionalVisibilities"] is not { Kind: JsonValueKind.Array } list || list.Items.All(Holds);
    }

    private bool Holds(JsonElementNode condition)
    {
        if (condition.TextOf("parameterName") is not { Length: > 0 } name)
            return true;
        var wanted = condition["value"]?.Text ?? "";
        var state = Find(name);
        var actual = Plain(name) ?? "";
        var isEqual = actual == wanted || wanted.Length > 0 && state is { IsMultiple: true } && state.Text(null, inQuery: false, Now) == wanted;
        return condition.TextOf("comparison") switch { "isEqualTo" => isEqual, "isNotEqualTo" => !isEqual, _ => true };
    }

    /// <summary>The time range that binds a query; null when it sets its own.</summary>
    /// <param name="content">What has <c>timeContextFromParameter</c> and <c>timeContext</c>.</param>
    public TimeRangeValue? RangeOf(JsonElementNode content)
    {
        var range = content.TextOf("timeContextFromParameter") is { Length: > 0 } name && Find(name)?.Value is TimeRangeValue chosen ? chosen : ParameterChoices.TimeOf(content["timeContext"]);
        return range is null || range.Duration <= TimeSpan.Zero ? null : range;
    }
}
