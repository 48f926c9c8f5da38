using Content.Azure.Stub.Hosting;
using Content.Azure.Stub.Samples;
using Content.Azure.Stub.Service;

var port = 8085;
for (var i = 0; i + 1 < args.Length; i++)
{
    if (args[i] == "--port" && int.TryParse(args[i + 1], out var given))
        port = given;
}

var isThrottled = args.Contains("--throttle");
await using var host = await StubHost.StartAsync(new ArmStub { Throttling = isThrottled ? new Throttling() : null, PageSize = 50 }, port);
if (args.Contains("--hub"))
    SampleSolution.Doors().Install(host.Service, "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-local/providers/Microsoft.OperationalInsights/workspaces/law-local");
Console.WriteLine($$"""
    A stand-in for Azure Resource Manager listens at {{host.Address}} (Ctrl-C ends it, and forgets everything).
    To deploy to it, add this to 'environments' in sentinel-content.yaml:

      local:
        subscription: 00000000-0000-0000-0000-000000000000
        resourceGroup: rg-local
        workspace: law-local
        endpoints: {resourceManager: {{host.Address.GetLeftPart(UriPartial.Authority)}}}
        credential: none
        location: westeurope

    To test on it as on Data Explorer: dataExplorer: {cluster: "{{host.Address.GetLeftPart(UriPartial.Authority)}}", database: {{KustoService.Database}}, credential: none}
    """);
await host.WaitAsync();
Console.WriteLine($"{host.Service.Requests.Length} requests, {host.Service.Requests.Count(request => request.IsWrite)} of them writes{(isThrottled ? $"; {host.Service.Throttling!.Refused} refused" : "")}.");
