using Content.Azure.Applying;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.Stub.Hosting;
using Content.Azure.Stub.Service;
using Content.Model;

namespace Content.Azure.Tests.Support;

/// <summary>A simulated workspace and all that is needed to deploy to it.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly StubHost _host;

    private Deployment(StubHost host) => _host = host;

    public ArmStub Service => _host.Service;

    public Uri Address => _host.Address;

    public static async Task<Deployment> StartAsync(ArmStub? service = null) => new(await StubHost.StartAsync(service));

    public WorkspaceTarget Target => new("test", Address, "00000000-0000-0000-0000-000000000001", "rg-Test", "law-Test", CredentialKind.None) { Location = "westeurope" };

    public ArmClient Client => new(Target, Settings);

    public static ArmClientSettings Settings { get; } = new()
    {
        MaxRetries = 3, RetryDelay = TimeSpan.FromMilliseconds(2), MaxRetryDelay = TimeSpan.FromMilliseconds(5), PollInterval = TimeSpan.FromMilliseconds(2), MaxPolls = 50,
    };

    public async Task<Plan> PlanAsync(Pack pack, PlanOptions? options = null) => await PlanAsync(pack.Load(), options);

    public async Task<Plan> PlanAsync(ContentRepository repository, PlanOptions? options = null)
    {
        var desired = DesiredStateBuilder.Build(repository, Target);
        Assert.Empty(desired.Diagnostics);
        return await Planner.PlanAsync(desired, Client, options ?? new PlanOptions(), TestContext.Current.CancellationToken);
    }

    public Task<ApplyReport> ApplyAsync(Plan plan, CancellationToken? cancellationToken = null, Action<ApplyOutcome>? progress = null) =>
        new Applier(Client, new ApplySettings { SettleTries = 3, SettleDelay = TimeSpan.FromMilliseconds(2) }, progress).ApplyAsync(plan, cancellationToken ?? TestContext.Current.CancellationToken);

    /// <summary>Deploys a repository and sees to it that all of it arrived.</summary>
    public async Task DeployAsync(Pack pack, PlanOptions? options = null)
    {
        var report = await ApplyAsync(await PlanAsync(pack, options));
        Assert.Equal([], report.Refusals);
        Assert.Equal([], report.Outcomes.Where(outcome => outcome.Result != ApplyResult.Deployed).Select(outcome => $"{outcome.Item.Key}: {outcome.Message}"));
        Assert.Null(report.RecordError);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}

internal static class PlanAssertions
{
    public static PlanItem Item(this Plan plan, ResourceKind kind) => plan.Items.Single(item => item.Key.Kind == kind);

    public static PlanItem Item(this Plan plan, string name) => plan.Items.Single(item => string.Equals(item.Key.Name, name, StringComparison.OrdinalIgnoreCase));

    public static string Text(this Plan plan) => string.Join("\n", PlanText.Write(plan).Select(line => line.Text));
}
