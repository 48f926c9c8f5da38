using System.CommandLine;

namespace Content.Cli.Commands;

/// <summary>The option --cross-check, which several commands have.</summary>
internal static class CrossCheckOption
{
    public static Option<bool> Create() => new("--cross-check")
    {
        Description = "Ask Microsoft's Kusto.Language about each query too and warn where it differs. Needs Node.js and the npm package @kusto/language-service-next (KUSTO_JS names its folder, NODE the executable); skipped where there is none.",
    };
}
