using Content.Azure.Arm;
using Content.Azure.Query;
using Content.Cli.Commands;
using Content.Kql.Engine;
using Content.Kql.Engine.SelfContained;
using Content.Model;

namespace Content.Cli.Engines;

/// <summary>An engine other than the local one, ready to run the queries of tests over the data of their cases.</summary>
internal sealed class TestEngine
{
    // What a body of a request may have is documented for neither service. Both take more than this; a limit of ours.
    private const int MaxTextBytes = 1_000_000;

    private readonly ServiceQueryRunner _service;

    private TestEngine(string name, ServiceQueryRunner service)
    {
        Name = name;
        _service = service;
        Runner = new SelfContainedRunner(service, new ServiceLimits(name, MaxTextBytes));
    }

    /// <summary>What it is called in reports.</summary>
    public string Name { get; }

    /// <summary>Runs queries.</summary>
    public IQueryRunner Runner { get; }

    /// <summary>Queries that it takes at a time.</summary>
    public int Concurrency => _service.Concurrency;

    /// <summary>Reaches an engine.</summary>
    /// <param name="kind">Which; not the local one.</param>
    /// <param name="repository">The content, in its environment where one was named.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="CommandException">It is not configured, or cannot be used.</exception>
    public static TestEngine Connect(EngineKind kind, ContentRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            var engine = kind == EngineKind.Workspace ? ConnectWorkspace(repository, cancellationToken) : ConnectCluster(repository);
            // One query says what all of them would: nobody is logged in, there is no right, no such database.
            var answer = engine._service.RunAsync(new QueryRequest("print 1", new ExecutionOptions { Now = DateTimeOffset.UnixEpoch }), cancellationToken).GetAwaiter().GetResult();
            return answer.Error is { } error ? throw new CommandException(ExitCodes.Environment, $"{engine.Name} runs no queries: {error.Message}") : engine;
        }
        catch (ArmException exception)
        {
            throw new CommandException(ExitCodes.Environment, exception.Message);
        }
    }

    private static TestEngine ConnectWorkspace(ContentRepository repository, CancellationToken cancellationToken)
    {
        if (repository.Environment is not { } environment)
            throw new CommandException(ExitCodes.Usage, "--engine workspace runs in the workspace of an environment.", $"Name one of {RepositoryConfiguration.FileName} with -e.");
        var (target, diagnostics) = WorkspaceTarget.Create(environment);
        if (target is null)
            throw new CommandException(ExitCodes.Usage, diagnostics[0].Message, diagnostics[0].Help);
        return new TestEngine($"Workspace {target.Workspace}", new WorkspaceQueryRunner(LogAnalyticsClient.ConnectAsync(target, cancellationToken: cancellationToken).GetAwaiter().GetResult()));
    }

    private static TestEngine ConnectCluster(ContentRepository repository)
    {
        var (target, problem) = ClusterTarget.Create(repository.Configuration);
        if (target is null)
            throw new CommandException(ExitCodes.Usage, problem!);
        return new TestEngine($"Database {target.Database} on {target.Cluster.Host}", new KustoQueryRunner(new KustoClient(target)));
    }
}
