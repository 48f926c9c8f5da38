using Content.Kql;
using Content.Kql.Symbols;

namespace Content.Cli.CrossCheck;

/// <summary>What a cross-check came to.</summary>
/// <param name="Skipped">Why there was none; null when there was one.</param>
/// <param name="Version">Version of Kusto.Language; null when there was none.</param>
/// <param name="Queries">Number of queries asked.</param>
/// <param name="Disagreements">Number of queries that both see differently.</param>
internal sealed record CrossCheckSummary(string? Skipped, string? Version, int Queries, int Disagreements)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Skipped is not null ? $"skipped. {Skipped}"
        : $"{Queries} {(Queries == 1 ? "query" : "queries")}, {(Disagreements == 0 ? "Kusto.Language agrees" : $"{Disagreements} seen differently by Kusto.Language")} ({Version})";
}

/// <summary>Asks Kusto.Language for a second opinion on queries, where it is installed.</summary>
internal sealed class CrossChecker : IDisposable
{
    private readonly KustoJudge? _judge;
    private readonly string _missing;
    private readonly Dictionary<string, JudgeOpinion> _opinions = new(StringComparer.Ordinal);
    private int _queries;
    private int _disagreements;

    private CrossChecker(KustoJudge? judge, string missing)
    {
        _judge = judge;
        _missing = missing;
    }

    /// <summary>True when Node or the package is missing.</summary>
    public bool IsSkipped => _judge is null;

    /// <summary>What it came to so far.</summary>
    public CrossCheckSummary Summary => _judge is null ? new CrossCheckSummary(_missing, null, 0, 0) : new CrossCheckSummary(null, _judge.Version, _queries, _disagreements);

    /// <summary>Starts what is installed; it loads in the background.</summary>
    /// <param name="folder">Folder to look for the package from, besides the current one; null for none.</param>
    public static CrossChecker Start(string? folder = null)
    {
        string[] folders = folder is null ? [Environment.CurrentDirectory] : [Environment.CurrentDirectory, folder];
        return JudgeInstallation.Find(folders, out var missing) is { } installation ? new CrossChecker(KustoJudge.Start(installation), "") : new CrossChecker(null, missing);
    }

    /// <summary>Declares what queries can refer to; goes on in the background.</summary>
    public void Declare(ISchema schema, CancellationToken cancellationToken) => _judge?.Declare(schema, cancellationToken);

    /// <summary>Kusto.Language's opinion on a query and what differs in it from ours; null when the check is skipped.</summary>
    public (JudgeOpinion Opinion, Disagreement? Disagreement)? Check(BoundQuery query, CancellationToken cancellationToken)
    {
        if (_judge is null)
            return null;
        if (!_opinions.TryGetValue(query.Source.Content, out var opinion))
            _opinions.Add(query.Source.Content, opinion = _judge.Ask(query.Source.Content, cancellationToken));
        var disagreement = Disagreement.Find(query, opinion);
        _queries++;
        if (disagreement is not null)
            _disagreements++;
        return (opinion, disagreement);
    }

    /// <summary>Ends the process.</summary>
    public void Dispose() => _judge?.Dispose();
}
