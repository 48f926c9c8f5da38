using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;
using Content.Model;

namespace Content.LanguageServer.Features;

/// <summary>Lenses that run tests. The editor runs the command: <c>sentinel-content</c> with the arguments that it carries.</summary>
internal static class CodeLensFeature
{
    /// <summary>The command that a client has to know: it runs <c>sentinel-content</c> with the arguments.</summary>
    public const string Command = "sentinel-content.run";

    public static CodeLens[] Find(Workspace workspace, ContentFile file)
    {
        switch (file.Item)
        {
            case RuleTests tests:
                return
                [
                    .. tests.Cases.Select(test => new CodeLens(
                        workspace.RangeOf(file.Source, test.Name.Span), Run("Run test", ["test", Full(workspace, tests.Path), "--case", test.Name.Value, "--root", workspace.Root]))),
                ];
            case AnalyticsRule rule:
                var cases = file.Repository.TestSuites.Where(suite => suite.RulePath == rule.Path).Sum(suite => suite.Cases.Length);
                return cases == 0 ? []
                    : [new CodeLens(workspace.RangeOf(file.Source, rule.Name.Span), Run(cases == 1 ? "Run 1 test" : $"Run {cases} tests", ["test", Full(workspace, rule.Path), "--root", workspace.Root]))];
            default:
                return [];
        }
    }

    private static string Full(Workspace workspace, string path) => Path.Combine(workspace.Root, path);

    private static LspCommand Run(string title, string[] arguments) => new(title, Command, arguments);
}
