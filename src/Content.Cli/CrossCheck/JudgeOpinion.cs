using System.Collections.Immutable;
using System.Text.Json;

namespace Content.Cli.CrossCheck;

/// <summary>An error that Kusto.Language finds.</summary>
/// <param name="Code">Its code, such as <c>KS142</c>; empty when it has none.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Start">Offset in the query in UTF-16 units; -1 when it has no place.</param>
/// <param name="Length">Number of units.</param>
internal readonly record struct JudgeError(string Code, string Message, int Start, int Length)
{
    /// <inheritdoc/>
    public override string ToString() => Code.Length == 0 ? Message : $"{Code}: {Message}";
}

/// <summary>A column of a result as Kusto.Language sees it.</summary>
internal readonly record struct JudgeColumn(string Name, string Type)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}:{Type}";
}

/// <summary>What Kusto.Language says of a query.</summary>
/// <param name="Errors">Errors in order of their places.</param>
/// <param name="Columns">Columns of a tabular result; null when the result is none.</param>
/// <param name="ScalarType">Type of a scalar result; null when the result is none.</param>
/// <param name="HasSeveralResults">True when the result is no single table or value, as that of fork: nothing can be compared then.</param>
/// <param name="Failure">Why there is no opinion; null when there is one.</param>
internal sealed record JudgeOpinion(ImmutableArray<JudgeError> Errors, ImmutableArray<JudgeColumn>? Columns, string? ScalarType, bool HasSeveralResults, string? Failure)
{
    /// <summary>True when the query would be taken.</summary>
    public bool IsAccepted => Errors.IsEmpty;

    /// <summary>Reads an answer of the judge's process.</summary>
    public static JudgeOpinion Read(JsonElement answer)
    {
        if (answer.TryGetProperty("failure", out var failure))
            return new JudgeOpinion([], null, null, false, failure.GetString());
        var errors = answer.GetProperty("errors").EnumerateArray()
            .Select(static error => new JudgeError(
                error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!, error.GetProperty("start").GetInt32(), error.GetProperty("length").GetInt32()))
            .OrderBy(static error => error.Start);
        var result = answer.GetProperty("result");
        if (result.ValueKind != JsonValueKind.Object)
            return new JudgeOpinion([.. errors], null, null, true, null);
        ImmutableArray<JudgeColumn>? columns = result.TryGetProperty("columns", out var array)
            ? [.. array.EnumerateArray().Select(static column => new JudgeColumn(column[0].GetString()!, column[1].GetString()!))]
            : null;
        return new JudgeOpinion([.. errors], columns, result.TryGetProperty("scalar", out var scalar) ? scalar.GetString() : null, false, null);
    }
}
