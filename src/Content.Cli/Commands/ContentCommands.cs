using System.Collections.Immutable;
using System.CommandLine;
using Content.Cli.Engines;
using Content.Cli.Output.Reports;
using Content.Cli.Watching;

namespace Content.Cli.Commands;

/// <summary>What the commands over content were asked for.</summary>
/// <param name="Root">Folder of the content; null to look for it.</param>
/// <param name="Patterns">What of it; all when empty.</param>
/// <param name="Case">Part of the name of test cases; null for all.</param>
/// <param name="Format">How the outcome is printed.</param>
/// <param name="Reports">Files that are written beside.</param>
/// <param name="Validate">Whether findings are shown and count.</param>
/// <param name="Test">Whether tests are run.</param>
/// <param name="WarningsAsErrors">Whether warnings count.</param>
/// <param name="Fix">Whether fixes that are certain are applied to the files first.</param>
/// <param name="Today">The day against which ends of suppressions are held.</param>
internal sealed record ContentRequest(string? Root, IReadOnlyList<string> Patterns, string? Case, ReportFormat Format, IReadOnlyList<ReportRequest> Reports, bool Validate, bool Test, bool WarningsAsErrors, bool Fix, DateOnly Today)
{
    /// <summary>The environment whose values tunables have; null for their defaults.</summary>
    public string? Environment { get; init; }

    /// <summary>The revision of git that content is held against; null for none.</summary>
    public string? Base { get; init; }

    /// <summary>The folder of the findings of earlier runs; null for none.</summary>
    public string? Cache { get; init; }

    /// <summary>Whether Kusto.Language is asked for a second opinion.</summary>
    public bool CrossCheck { get; init; }

    /// <summary>Whether and how telemetry is shifted against the schedule after the tests; null when it is not.</summary>
    public SweepRequest? Sweep { get; init; }

    /// <summary>Whether snapshots are written anew.</summary>
    public bool Update { get; init; }

    /// <summary>Whether and how mutants are run after the tests; null when they are not.</summary>
    public MutationRequest? Mutation { get; init; }

    /// <summary>Whether what the tests exercise is measured.</summary>
    public bool Coverage { get; init; }

    /// <summary>Where the queries of tests run.</summary>
    public EngineKind Engine { get; init; }

    /// <summary>Whether cases are run with rows in other orders too.</summary>
    public bool Shuffle { get; init; }
}

/// <summary>What a sweep was asked for.</summary>
/// <param name="Delays">Delays of ingestion beyond those of the grid.</param>
internal sealed record SweepRequest(ImmutableArray<TimeSpan> Delays);

/// <summary>What mutation testing was asked for.</summary>
/// <param name="Threshold">Least score of all rules together, in percent; null for none.</param>
/// <param name="RuleThreshold">Least score of each rule, in percent; null for none.</param>
internal sealed record MutationRequest(double? Threshold, double? RuleThreshold);

/// <summary>The commands check, validate and test.</summary>
internal static class ContentCommands
{
    public static Command CreateCheck() => Create("check", "Validates all content, then runs its tests.", validate: true, test: true);

    public static Command CreateValidate() => Create("validate", "Validates content: YAML, queries, limits of Sentinel.", validate: true, test: false);

    public static Command CreateTest() => Create("test", "Runs the tests of rules against their sample telemetry.", validate: false, test: true);

    private static Command Create(string name, string description, bool validate, bool test)
    {
        var patterns = new Argument<string[]>("filter")
        {
            Description = "Files, folders, or parts of rule names; everything when none is given.", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [],
        };
        var root = new Option<string?>("--root") { Description = "Folder of the content: the one with sentinel-content.yaml. Default: the nearest one upwards.", HelpName = "folder" };
        var format = new Option<string>("--format") { Description = "text for people; json, sarif, junit, github, azdo or markdown for programs.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong(ReportRequest.Names);
        var reports = new Option<string[]>("--report")
        {
            Description = "Also writes a report to a file, such as sarif=results.sarif or junit=results.xml. Can be given several times.", HelpName = "format=file",
            AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [],
        };
        var fix = new Option<bool>("--fix") { Description = "First applies the fixes that are certain to the files." };
        var today = new Option<DateOnly?>("--today") { Description = "The day on which suppressions are judged, as 2027-03-01. Default: today.", HelpName = "date" };
        var strict = new Option<bool>("--warnings-as-errors") { Description = "Warnings make the command fail too." };
        var crossCheck = CrossCheckOption.Create();
        var baseline = new Option<string?>("--base")
        {
            Description = "Also holds content against a revision of git: ids that changed, versions that did not, items that are gone.", HelpName = "REF",
        };
        var caseName = new Option<string?>("--case") { Description = "Only test cases with this text in their name.", HelpName = "text" };
        var environment = new Option<string?>("--environment", "-e") { Description = "Gives tunables the values of this environment of sentinel-content.yaml. Default: their defaults.", HelpName = "NAME" };
        var cache = new Option<string?>("--cache") { Description = "Keeps findings in a folder: content that did not change since is not analysed again.", HelpName = "folder" };
        var command = new Command(name, description) { patterns, root, environment, format, reports, cache };
        if (validate)
        {
            command.Add(strict);
            command.Add(fix);
            command.Add(today);
            command.Add(crossCheck);
            command.Add(baseline);
        }

        if (test)
            command.Add(caseName);
        var mutation = !test || validate ? null : new MutationArguments(command);
        var coverage = new Option<bool>("--coverage") { Description = "Also measures which conditions, branches, let statements, union inputs and join sides the tests exercise (docs/coverage.md)." };
        var shuffle = new Option<bool>("--shuffle") { Description = "Also runs each case with the rows of its tables in orders that Kusto does not promise, and fails for cases that depend on one." };
        if (mutation is not null)
        {
            command.Add(coverage);
            command.Add(shuffle);
        }

        var update = new Option<bool>("--update") { Description = "Writes the snapshots of cases that come out differently; everything else in the files stays." };
        if (test && !validate)
            command.Add(update);
        var engine = !test || validate ? null : new EngineArguments(command);
        var sweep = !test || validate ? null : new SweepArguments(command);
        var debug = new Option<string?>("--debug")
        {
            Description = "Runs the one case with this text in its name, shows the table after each step of the rule's query and where rows are lost, and answers queries over the case's tables (docs/debugging.md).",
            HelpName = "case",
        };
        var watch = new Option<bool>("--watch") { Description = "Goes on until Ctrl-C: after each change of a file runs the cases that it touches again." };
        if (test && !validate)
        {
            command.Add(debug);
            command.Add(watch);
        }

        command.SetAction((result, cancellationToken) =>
        {
            var request = new ContentRequest(
                result.GetValue(root), result.GetValue(patterns) ?? [], test ? result.GetValue(caseName) : null,
                ReportRequest.FormatOf(result.GetValue(format)!)!.Value, [.. (result.GetValue(reports) ?? []).Select(ReportRequest.Parse)], validate, test,
                validate && result.GetValue(strict), validate && result.GetValue(fix), (validate ? result.GetValue(today) : null) ?? DateOnly.FromDateTime(DateTime.UtcNow))
            {
                Cache = result.GetValue(cache),
                CrossCheck = validate && result.GetValue(crossCheck), Environment = result.GetValue(environment), Base = validate ? result.GetValue(baseline) : null,
                Mutation = mutation?.Read(result), Coverage = mutation is not null && result.GetValue(coverage), Shuffle = mutation is not null && result.GetValue(shuffle),
                Update = mutation is not null && result.GetValue(update), Sweep = sweep?.Read(result),
                Engine = engine?.Read(result) ?? EngineKind.Local,
            };
            var (caseToDebug, watches) = mutation is null ? (null, false) : (result.GetValue(debug), result.GetValue(watch));
            EngineArguments.Check(request, caseToDebug is not null, watches);
            if (caseToDebug is not null && watches)
                throw new CommandException(ExitCodes.Usage, "--debug and --watch do not go together.");
            return Task.FromResult(caseToDebug is not null ? DebugRunner.Run(request, caseToDebug, cancellationToken) : watches ? WatchRunner.Run(request, cancellationToken) : ContentRunner.Run(request, cancellationToken));
        });
        return command;
    }
}
