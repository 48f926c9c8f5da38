using System.Collections.Immutable;

namespace Content.Workbooks.Evaluation;

/// <summary>Where a workbook gets its rows.</summary>
public interface IWorkbookData
{
    /// <summary>Runs a log query. Errors are in the outcome; only a cancelled task throws.</summary>
    /// <param name="query">KQL with the values of parameters in it.</param>
    /// <param name="range">Time range that binds it; null when it sets its own.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<WorkbookRows> QueryLogsAsync(string query, TimeRangeValue? range, CancellationToken cancellationToken);

    /// <summary>The recorded response of a query that no offline engine can answer (Resource Graph, ARM, metrics…); null when none was recorded.</summary>
    /// <param name="queryType">The type, the number of the format.</param>
    /// <param name="query">Its text with the values of parameters in it.</param>
    WorkbookTable? Recorded(int queryType, string query);

    /// <summary>The same for a step or parameter of a name, by which a response may have been recorded too.</summary>
    /// <param name="owner">Name of the item or parameter; empty when it has none.</param>
    /// <param name="queryType">The type, see <see cref="WorkbookQueryTypes"/>.</param>
    /// <param name="query">Its text with the values of parameters in it; empty for metrics.</param>
    WorkbookTable? Recorded(string owner, int queryType, string query) => Recorded(queryType, query);

    /// <summary>The clock: the end of time ranges that end now.</summary>
    DateTime Now { get; }

    /// <summary>Resource id of the workspace that the rows are of; null when they are of none.</summary>
    string? WorkspaceId => null;
}

/// <summary>What a query gave.</summary>
/// <param name="Table">The rows; empty with an error.</param>
/// <param name="Error">Why there are none; null when it succeeded.</param>
/// <param name="IsUnsupported">True when the error is that the thing cannot be had offline.</param>
public sealed record WorkbookRows(WorkbookTable Table, string? Error, bool IsUnsupported)
{
    /// <summary>True when asking again may give something else: the service could not be reached, was busy or let nobody in.</summary>
    public bool IsPassing { get; init; }
}

/// <summary>A workbook that a person looks at: its parameters, selections and tabs, and what it shows with them.</summary>
public interface IWorkbookSession
{
    /// <summary>What it shows; the last evaluation.</summary>
    ImmutableArray<EvaluatedItem> Items { get; }

    /// <summary>Evaluates what depends on something that changed; the rest is kept.</summary>
    Task<ImmutableArray<EvaluatedItem>> EvaluateAsync(CancellationToken cancellationToken);

    /// <summary>Sets all parameters of a name; null takes the value away, and what is written in the workbook holds no more.</summary>
    void SetParameter(string name, ParameterValue? value);

    /// <summary>Sets the parameter of one item only: groups may have parameters of the same name each.</summary>
    void SetParameter(string itemId, string name, ParameterValue? value);

    /// <summary>Selects rows of an item, which sets the parameters that it exports.</summary>
    void Select(string itemId, ImmutableArray<int> rows);

    /// <summary>Brushes a time range on a chart; null takes it away.</summary>
    void Brush(string itemId, TimeRangeValue? range);

    /// <summary>Follows a link that sets a parameter: opens a tab.</summary>
    void FollowLink(string itemId, int position);

    /// <summary>Loads a group that waits for its button, or folds and unfolds one.</summary>
    void Toggle(string itemId);
}
