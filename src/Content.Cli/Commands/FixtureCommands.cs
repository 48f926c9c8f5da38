using System.CommandLine;
using Content.Analysis;
using Content.Diagnostics;
using Content.Kql;
using Content.Model;
using Content.Testing.Generation;

namespace Content.Cli.Commands;

/// <summary>The commands about sample telemetry: rows made of a rule's predicates, and samples without personal data.</summary>
internal static class FixtureCommands
{
    private static readonly DateTime DefaultNow = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    public static Command Create()
    {
        var command = new Command("fixture", "Makes sample telemetry, and takes personal data out of it.");
        command.Add(CreateFrom());
        command.Add(ScrubCommand.Create());
        return command;
    }

    private static Command CreateFrom()
    {
        var what = new Argument<string>("what") { Description = "A rule (its file, or a part of its name), a folder of rules, a table, or a query." };
        var output = new Option<string?>("--out") { Description = "File that is written, or for several rules a folder. Default: standard output.", HelpName = "path" };
        var draft = new Option<bool>("--draft") { Description = "Where no rows are found that alert, writes the last that were tried as a case that is expected to fail, to be finished by hand." };
        var now = new Option<string?>("--now") { Description = "When the rule runs, as 2026-03-02T12:00:00Z, which is the default.", HelpName = "time" };
        var root = new Option<string?>("--root") { Description = "Folder of the content: the one with sentinel-content.yaml. Default: the nearest one upwards.", HelpName = "folder" };
        var environment = new Option<string?>("--environment", "-e") { Description = "Gives tunables the values of this environment of sentinel-content.yaml.", HelpName = "NAME" };
        var command = new Command("from", "Makes rows that a rule alerts on, and rows that just miss, of the predicates of its query; proves both by running them, and writes them as a tests file.") { what, output, draft, now, root, environment };
        command.SetAction((result, cancellationToken) => Task.FromResult(From(
            result.GetValue(what)!, result.GetValue(output), result.GetValue(draft), result.GetValue(now), result.GetValue(root), result.GetValue(environment), cancellationToken)));
        return command;
    }

    private static int From(string what, string? output, bool draft, string? nowText, string? rootFolder, string? environment, CancellationToken cancellationToken)
    {
        var now = DefaultNow;
        if (nowText is not null && !Instants.TryParse(nowText, out now))
            throw new CommandException(ExitCodes.Usage, $"'{nowText}' is no point in time.", "Write --now 2026-03-02T12:00:00Z.");
        var root = RootFolder.Find(rootFolder);
        var repository = ContentRunner.InEnvironment(ContentRepository.Load(root, cancellationToken: cancellationToken), environment);
        var filter = new ContentFilter(root, [what]);
        var rules = what.Contains('|', StringComparison.Ordinal) ? [] : repository.Rules.Where(filter.Matches).ToList();
        if (rules.Count == 0)
            return FromQuery(what, output, draft, now, repository, cancellationToken);
        if (rules.Count > 1 && output is null)
            throw new CommandException(ExitCodes.Usage, $"{rules.Count} rules match '{what}'.", "Name one, or give --out FOLDER to write a tests file for each.");
        var paths = rules.Select(rule => rule.Path).ToHashSet(StringComparer.Ordinal);
        var validation = ContentValidator.Validate(repository, item => paths.Contains(item.Path), DateOnly.MinValue, cancellationToken: cancellationToken);
        var hits = 0;
        var bound = 0;
        foreach (var rule in rules)
        {
            if (validation.QueryOf(rule) is not { HasErrors: false } query)
            {
                Console.Error.WriteLine($"{rule.Path}: the query has errors");
                continue;
            }

            bound++;
            var request = new GenerationRequest(query, rule, now);
            var fixture = FixtureGenerator.Run(repository, request, cancellationToken);
            hits += fixture.Hit is null ? 0 : 1;
            Report(rules.Count > 1 ? rule.Path : null, fixture);
            if (fixture.Hit is null && !(draft && fixture.Draft is not null))
                continue;
            var target = rules.Count > 1 ? Path.Combine(output!, Path.ChangeExtension(rule.Path, ".tests.yaml")) : output;
            Write(FixtureYaml.Write(fixture, request, target is null ? Path.GetFileName(rule.Path) : Relative(root, target, rule)), target);
        }

        if (rules.Count > 1)
            Console.Error.WriteLine($"Rows that alert were found for {hits} of {bound} rules whose queries have no errors.");
        return hits == rules.Count ? ExitCodes.Success : ExitCodes.Findings;
    }

    private static int FromQuery(string what, string? output, bool draft, DateTime now, ContentRepository repository, CancellationToken cancellationToken)
    {
        var query = Compilation.Bind(what, repository.Schema);
        if (query.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new CommandException(ExitCodes.Usage, what.Contains('|', StringComparison.Ordinal) ? $"{error.Start}: {error.Message}" : $"'{what}' is no rule, table or query: {error.Message}",
                "Give the file or a part of the name of a rule, the name of a table, or a query in quotes.");
        }

        var request = new GenerationRequest(query, null, now);
        var fixture = FixtureGenerator.Run(repository, request, cancellationToken);
        Report(null, fixture);
        if (fixture.Hit is not null || draft && fixture.Draft is not null)
            Write(FixtureYaml.Write(fixture, request, null), output);
        return fixture.Hit is null ? ExitCodes.Findings : ExitCodes.Success;
    }

    // The tests file beside its rule says by its name which rule that is.
    private static string? Relative(string root, string target, AnalyticsRule rule)
    {
        var file = Path.GetFullPath(Path.Combine(root, rule.Path));
        var tests = Path.GetFullPath(target);
        return tests == Path.ChangeExtension(file, ".tests.yaml") ? null : Path.GetRelativePath(Path.GetDirectoryName(tests)!, file).Replace('\\', '/');
    }

    private static void Report(string? path, GeneratedFixture fixture)
    {
        var start = path is null ? "" : path + ": ";
        if (fixture.Hit is null)
            Console.Error.WriteLine($"{start}no rows found that alert: {fixture.Failure}");
        else
            Console.Error.WriteLine($"{start}rows that alert, {fixture.NearMisses.Length} near misses{(fixture.NotBroken.IsEmpty ? "" : $", {fixture.NotBroken.Length} predicates that could not be broken alone")}");
        foreach (var kept in fixture.Hit is null ? fixture.Unsolved : fixture.NotBroken)
            Console.Error.WriteLine("  " + kept);
    }

    private static void Write(string text, string? path)
    {
        if (path is null)
        {
            Console.Out.Write(text);
            return;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllText(path, text);
    }
}
