namespace Content.Kql.Engine;

/// <summary>Ends a run; <see cref="QueryEngine"/> turns it into a <see cref="QueryError"/>. Never leaves the engine.</summary>
internal abstract class EngineException(string message) : Exception(message);

/// <summary>The data or the arguments make the query fail, as they would in Kusto.</summary>
internal sealed class QueryFailedException(string message) : EngineException(message);

/// <summary>The engine cannot run something: the outcome is inconclusive, and names it.</summary>
internal sealed class UnsupportedException(string name, string? detail = null)
    : EngineException($"'{name}' cannot be run by the local engine{(detail is null ? "" : ": " + detail)}.")
{
    /// <summary>What cannot run: the name of an operator, function, aggregate or plugin.</summary>
    public string Name { get; } = name;
}

/// <summary>A limit on rows, bytes or steps is used up.</summary>
internal sealed class LimitExceededException(string limit, string message) : EngineException(message)
{
    /// <summary>rows, bytes or steps.</summary>
    public string Limit { get; } = limit;
}
