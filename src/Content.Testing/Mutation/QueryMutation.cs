using Content.Diagnostics;

namespace Content.Testing.Mutation;

/// <summary>A change of a query's text.</summary>
/// <param name="Operator">What made it.</param>
/// <param name="Span">The text that is replaced.</param>
/// <param name="Replacement">What takes its place.</param>
internal readonly record struct QueryMutation(MutationOperator Operator, TextSpan Span, string Replacement)
{
    /// <summary>The changed text.</summary>
    public string Apply(string text) => string.Concat(text.AsSpan(0, Span.Start), Replacement, text.AsSpan(Span.End));
}
