using System.Collections.Immutable;

namespace Content.Testing.Assertions;

/// <summary>What a row of a comparison shows.</summary>
public enum ComparisonSide : byte
{
    /// <summary>Something that was expected and is not there.</summary>
    Expected,
    /// <summary>Something that is there.</summary>
    Actual,
}

/// <summary>A row of a comparison.</summary>
/// <param name="Side">Expected or actual.</param>
/// <param name="Cells">A text for each column; empty where nothing is expected.</param>
/// <param name="Differs">For an actual row: the columns that keep it from being the expected row above it.</param>
public sealed record ComparisonRow(ComparisonSide Side, ImmutableArray<string> Cells, ImmutableArray<bool> Differs);

/// <summary>Expected against actual, side by side.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Omitted">Rows that are left out because there are too many.</param>
public sealed record ComparisonTable(ImmutableArray<string> Columns, ImmutableArray<ComparisonRow> Rows, int Omitted);

/// <summary>An expectation that does not hold.</summary>
/// <param name="Expectation">The key under <c>expect</c>: alerts, rows, rowsInclude, rowsExclude, columns, entities.</param>
/// <param name="Message">What differs, as a sentence.</param>
/// <param name="Place">Where the expectation stands.</param>
/// <param name="Table">Expected against actual; null when the message says it all.</param>
public sealed record ExpectationFailure(string Expectation, string Message, Diagnostics.Diagnostic Place, ComparisonTable? Table);
