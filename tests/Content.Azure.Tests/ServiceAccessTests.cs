using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Resources;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;
using Content.Model;

namespace Content.Azure.Tests;

public sealed class ServiceAccessTests
{
    [Fact]
    public async Task A_token_never_goes_over_http()
    {
        await using var deployment = await Deployment.StartAsync();
        Assert.Throws<ArgumentException>(() => new ArmClient(deployment.Target with { Credential = CredentialKind.Default }));
        var (target, diagnostics) = WorkspaceTarget.Create(Environment($"endpoints: {{resourceManager: '{deployment.Address}'}}"));
        Assert.Null(target);
        Assert.Contains("never sent over plain http", Assert.Single(diagnostics).Message);
        Assert.Empty(deployment.Service.Requests);
    }

    [Fact]
    public void No_credential_is_for_this_machine_only()
    {
        var far = new WorkspaceTarget("x", new Uri("https://management.azure.com"), "s", "r", "w", CredentialKind.None);
        Assert.Throws<ArgumentException>(() => new ArmClient(far));
        Assert.Null(WorkspaceTarget.Create(Environment("credential: none")).Target);
    }

    [Theory]
    [InlineData("cloud: public", "https://management.azure.com/", "https://login.microsoftonline.com/")]
    [InlineData("cloud: usGovernment", "https://management.usgovcloudapi.net/", "https://login.microsoftonline.us/")]
    public void A_cloud_has_its_own_addresses(string line, string manager, string authority)
    {
        var (target, diagnostics) = WorkspaceTarget.Create(Environment(line));
        Assert.Empty(diagnostics);
        Assert.Equal((manager, authority), (target!.ResourceManager.AbsoluteUri, target.AuthorityHost.AbsoluteUri));
    }

    [Fact]
    public async Task No_token_is_sent_where_none_is_wanted()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.DeployAsync(new Pack());
        Assert.All(deployment.Service.Requests, request => Assert.Null(request.Authorization));
        Assert.All(deployment.Service.Requests, request => Assert.NotEmpty(request.Query["api-version"]));
    }

    [Theory]
    [InlineData("https://elsewhere.example/next")]
    [InlineData("http://127.0.0.1:1/next")]
    public async Task Pages_are_not_followed_to_another_host(string link)
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(request => request.Path.EndsWith("/alertRules", StringComparison.Ordinal), new StubResponse(200, new JsonObject { ["value"] = new JsonArray(), ["nextLink"] = link })));
        var exception = await Assert.ThrowsAsync<ArmException>(() => deployment.PlanAsync(new Pack()));
        Assert.Contains("another host", exception.Message);
    }

    [Fact]
    public async Task Pages_that_lead_in_a_circle_end()
    {
        await using var deployment = await Deployment.StartAsync();
        var path = deployment.Target.SentinelId + "/alertRules?api-version=" + ApiVersions.AlertRules;
        deployment.Service.Add(new Fault(request => request.Path.EndsWith("/alertRules", StringComparison.Ordinal), new StubResponse(200, new JsonObject { ["value"] = new JsonArray(), ["nextLink"] = deployment.Service.BaseAddress + path })));
        Assert.Contains("circle", (await Assert.ThrowsAsync<ArmException>(() => deployment.PlanAsync(new Pack()))).Message);
    }

    [Theory]
    [InlineData(401, "InvalidAuthenticationToken", "The access token is from the wrong issuer.")]
    [InlineData(403, "AuthorizationFailed", "The client does not have authorization to perform action.")]
    [InlineData(404, "ResourceGroupNotFound", "Resource group 'rg-Test' could not be found.")]
    public async Task What_the_service_refuses_is_one_clear_line(int status, string code, string message)
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(_ => true, StubResponse.Error(status, code, message), Times: 10));
        var exception = await Assert.ThrowsAsync<ArmException>(() => deployment.PlanAsync(new Pack()));
        Assert.Equal($"{status} {code}: {message}", exception.Message);
        Assert.True(exception.IsEnvironment);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_one_clear_line()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(_ => true, new StubResponse(200) { Text = "<html>\nproxy" }));
        Assert.Equal("The service answered 200 with something that is no JSON object.", (await Assert.ThrowsAsync<ArmException>(() => deployment.PlanAsync(new Pack()))).Message);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_one_clear_line()
    {
        await using var deployment = await Deployment.StartAsync();
        var client = new ArmClient(deployment.Target with { ResourceManager = new Uri("http://127.0.0.1:1") }, Deployment.Settings);
        var exception = await Assert.ThrowsAsync<ArmException>(() => client.GetAsync("/x", "1", CancellationToken.None));
        Assert.StartsWith("http://127.0.0.1:1 gives no answer: ", exception.Message);
        Assert.DoesNotContain("\n", exception.Message);
    }

    [Fact]
    public async Task Secrets_in_a_message_of_the_service_are_not_shown()
    {
        await using var deployment = await Deployment.StartAsync();
        const string Token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl";
        deployment.Service.Add(new Fault(_ => true, StubResponse.Error(403, "Denied", $"Got Authorization: Bearer {Token}, then https://x.blob.core.windows.net/c?sp=r&sig=Zm9vYmFy%3D&se=1\nclient_secret=hunter2")));
        var exception = await Assert.ThrowsAsync<ArmException>(() => deployment.PlanAsync(new Pack()));
        Assert.DoesNotContain(Token, exception.Message);
        Assert.DoesNotContain("Zm9vYmFy", exception.Message);
        Assert.DoesNotContain("hunter2", exception.Message);
        Assert.StartsWith("403 Denied: Got Authorization: Bearer ***", exception.Message);
    }

    [Fact]
    public void Content_that_cannot_be_deployed_is_named_with_its_place()
    {
        var target = new WorkspaceTarget("local", new Uri("http://127.0.0.1"), "s", "r", "w", CredentialKind.None);
        var desired = DesiredStateBuilder.Build(new Pack().Add("content/tables/Odd_CL.yaml", "table: Odd_CL\ncolumns:\n  - {name: TimeGenerated, type: datetime}\n  - {name: Took, type: timespan}\n").Load(), target);
        Assert.Equal(["content/tables/Odd_CL.yaml:4:12", "content/book/workbook.yaml:2:7"], desired.Diagnostics.Select(diagnostic => $"{diagnostic.Path}:{diagnostic.Start}"));
        Assert.Contains("no 'location'", desired.Diagnostics[1].Message);
    }

    private static DeploymentEnvironment Environment(string line)
    {
        var repository = ContentRepository.Load(new MemoryFiles(("sentinel-content.yaml", $"version: 1\ncontent: [content]\nenvironments:\n  test:\n    subscription: 00000000-0000-0000-0000-000000000001\n    resourceGroup: rg\n    workspace: ws\n    {line}\n")));
        return repository.Configuration.Environments[0];
    }
}
