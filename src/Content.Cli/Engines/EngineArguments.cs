using System.CommandLine;
using Content.Cli.Commands;

namespace Content.Cli.Engines;

/// <summary>The option of <c>test</c> that says where queries run.</summary>
internal sealed class EngineArguments
{
    private readonly Option<string> _engine = new("--engine")
    {
        Description = "Where queries run: local; workspace, the one of -e; adx, the dataExplorer database of sentinel-content.yaml. The cases' rows go along with each query, and the local engine is held against what comes back (docs/engines.md).",
        DefaultValueFactory = _ => "local",
    };

    public EngineArguments(Command command)
    {
        _engine.AcceptOnlyFromAmong("local", "workspace", "adx");
        command.Add(_engine);
    }

    /// <summary>What was asked for.</summary>
    public EngineKind Read(ParseResult result) => result.GetValue(_engine) switch
    {
        "workspace" => EngineKind.Workspace,
        "adx" => EngineKind.Adx,
        _ => EngineKind.Local,
    };

    /// <summary>Refuses what only the local engine does.</summary>
    /// <exception cref="CommandException">The request asks for such a thing.</exception>
    public static void Check(ContentRequest request, bool debugs, bool watches)
    {
        if (request.Engine == EngineKind.Local)
            return;
        var other = request.Mutation is not null ? "--mutate" : request.Sweep is not null ? "--sweep" : request.Shuffle ? "--shuffle" : request.Coverage ? "--coverage"
            : request.Update ? "--update" : debugs ? "--debug" : watches ? "--watch" : null;
        if (other is not null)
            throw new CommandException(ExitCodes.Usage, $"{other} is done by the local engine alone.", "Leave out --engine.");
    }
}
