using System.CommandLine;
using System.Text;
using Content.Azure;
using Content.Azure.Applying;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.State;
using Content.Cli.Commands;
using Content.Cli.Revisions;
using Content.Diagnostics;
using Content.Model;
using Content.Workbooks;

namespace Content.Cli.Deploy;

/// <summary>One run of a command that talks to a workspace: the repository, the environment, the output.</summary>
internal sealed class DeploySession
{
    private readonly DeployOutput _output;
    private readonly ContentRepository _repository;
    private readonly string? _environment;
    private readonly PlanOptions _options;
    private readonly ContentSelection? _selection;

    // Whose configuration says where to; the content may be that of another revision.
    private ContentRepository _configured;
    private string? _commit;

    private DeploySession(DeployOutput output, string root, ContentRepository repository, string? environment, PlanOptions options, ContentSelection? selection = null)
    {
        _selection = selection;
        _output = output;
        Root = root;
        _repository = repository;
        _configured = repository;
        _environment = environment;
        _options = options;
    }

    /// <summary>Folder of the content.</summary>
    public string Root { get; }

    /// <summary>The same session with the content of another revision.</summary>
    /// <param name="past">The content.</param>
    /// <param name="commit">The commit that it is of.</param>
    public DeploySession At(ContentRepository past, string commit) => new(_output, Root, past, _environment, _options, _selection) { _configured = _configured, _commit = commit };

    /// <summary>The content.</summary>
    public ContentRepository Repository => _repository;

    /// <summary>Where results go.</summary>
    public DeployOutput Output => _output;

    /// <summary>The workspace of the environment that was asked for; null when there is none, which has been said.</summary>
    /// <param name="makesFolders">Whether the command makes folders of content that are missing.</param>
    public WorkspaceTarget? Target(bool makesFolders = false) => Target(_environment, makesFolders);

    /// <summary>Prepares a session, runs a command in it and turns what goes wrong into a line and an exit code.</summary>
    public static async Task<int> RunAsync(ParseResult result, WorkspaceOptions options, Func<DeploySession, CancellationToken, Task<int>> command, CancellationToken cancellationToken)
    {
        var output = new DeployOutput(result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        var root = RootFolder.Find(result.GetValue(options.Root));
        try
        {
            var repository = ContentRepository.Load(root, cancellationToken: cancellationToken);
            var (adopt, prune, maxDeletes, maxRowDeletes, paths, tags) = options.Limits(result);
            var wanted = new PlanOptions { Adopt = adopt, Prune = prune, MaxDeletes = maxDeletes, MaxRowDeletes = maxRowDeletes };
            var selection = paths.Length + tags.Length == 0 ? null : new ContentSelection([.. paths.Select(Given)], [.. tags.Select(Given)]);
            if (selection is not null && prune)
            {
                output.Error("--prune looks at all content, so it does not go with --path and --tag.");
                return ExitCodes.Usage;
            }

            if (selection is not null && !repository.Items.Any(selection.Contains))
            {
                output.Error($"No content is in {string.Join(", ", paths.Concat(tags))}.");
                return ExitCodes.Usage;
            }

            return await command(new DeploySession(output, root, repository, result.GetValue(options.Environment), wanted, selection), cancellationToken).ConfigureAwait(false);
        }
        catch (ArmException exception)
        {
            output.Error("error: " + exception.Message);
            return ExitCodes.Environment;
        }
    }

    /// <summary>Makes a plan and prints it.</summary>
    public async Task<int> PlanAsync(string format, string? file, CancellationToken cancellationToken)
    {
        if (Target(_environment) is not { } target)
            return ExitCodes.Usage;
        if (Desired(target) is not { } desired)
            return ExitCodes.Findings;
        var plan = await Planner.PlanAsync(desired, new ArmClient(target), _options, cancellationToken).ConfigureAwait(false);
        if (file is not null && !Save(file, PlanJson.Write(plan)))
            return ExitCodes.Usage;
        if (format == "json")
            _output.Raw(PlanJson.Write(plan));
        else if (format == "markdown")
            _output.Raw(PlanMarkdown.Write(plan));
        else
            _output.Plan(plan);
        return plan.HasDifferences ? ExitCodes.Differences : ExitCodes.Success;
    }

    /// <summary>Carries out a plan.</summary>
    public async Task<int> ApplyAsync(string? file, bool yes, bool disableUnresolved, CancellationToken cancellationToken)
    {
        Plan? saved = null;
        if (file is not null && (saved = Read(file)) is null)
            return ExitCodes.Usage;
        if (Target(_environment ?? saved?.Target.Environment) is not { } target)
            return ExitCodes.Usage;
        if (saved is not null && !saved.Target.IsSameWorkspace(PlanTarget.Of(target)))
        {
            _output.Error($"The plan {file} is for {saved.Target.WorkspaceId} at {saved.Target.ResourceManager}; the environment '{target.Environment}' is another workspace.");
            return ExitCodes.Usage;
        }

        var client = new ArmClient(target);
        var plan = saved;
        if (plan is null)
        {
            if (Desired(target) is not { } desired)
                return ExitCodes.Findings;
            plan = await Planner.PlanAsync(desired, client, _options, cancellationToken).ConfigureAwait(false);
        }

        _output.Plan(plan);
        if (plan.Items.Any(item => item.Action == PlanAction.Conflicting))
        {
            _output.Error("The plan has conflicts, so nothing is deployed. Resolve them, or take over what exists with --adopt.");
            return ExitCodes.Differences;
        }

        // Deleting takes the word of the one who applies, not only of the one who planned.
        var deletes = plan.Count(PlanAction.Delete);
        if (deletes > 0 && (!_options.Prune || deletes > _options.MaxDeletes))
        {
            _output.Error(_options.Prune
                ? $"The plan deletes {deletes} resources, more than --max-deletes {_options.MaxDeletes}, so nothing is deployed."
                : $"The plan deletes {deletes} {(deletes == 1 ? "resource" : "resources")}, so it is carried out with --prune only.");
            return ExitCodes.Usage;
        }

        if (!plan.HasWrites)
            return ExitCodes.Success;
        if (!yes && !Ask(target))
            return ExitCodes.Usage;
        var settings = new ApplySettings { DisableUnresolved = disableUnresolved, Audit = await AuditAsync(client, cancellationToken).ConfigureAwait(false) };
        var report = await new Applier(client, settings, _output.Outcome).ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
        if (!report.Refusals.IsEmpty)
            _output.Error("The workspace is no longer as the plan saw it. Make a new plan.");
        _output.Report(report);
        return report.WasStopped ? ExitCodes.Interrupted : !report.Refusals.IsEmpty ? ExitCodes.Differences : report.IsComplete ? ExitCodes.Success : ExitCodes.Findings;
    }

    // What stands on the command line has no place in a file.
    private static Located<string> Given(string text) => new(text, new SourceText(text), default, text);

    private WorkspaceTarget? Target(string? name, bool makesFolders = false)
    {
        var wrong = _configured.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Path == RepositoryConfiguration.FileName
            && !(makesFolders && diagnostic.Code == DiagnosticCodes.MissingFile)).ToArray();
        if (wrong.Length > 0)
        {
            _output.Diagnostics(wrong);
            return null;
        }

        var environments = _configured.Configuration.Environments;
        var names = string.Join(", ", environments.Select(environment => environment.Name.Value));
        if (environments.IsEmpty)
        {
            _output.Error($"{RepositoryConfiguration.FileName} has no environments. Add one with subscription, resourceGroup and workspace.");
            return null;
        }

        if (name is null && environments.Length > 1)
        {
            _output.Error($"Name the environment with --environment: {names}.");
            return null;
        }

        if ((name is null ? environments[0] : _configured.Configuration.FindEnvironment(name)) is not { } environment)
        {
            var meant = NameSuggestion.Find(name!, environments.Select(each => each.Name.Value));
            _output.Error($"There is no environment '{name}'.{(meant is null ? "" : $" Did you mean '{meant}'?")} There are: {names}.");
            return null;
        }

        var (target, diagnostics) = WorkspaceTarget.Create(environment);
        _output.Diagnostics(diagnostics);
        return target;
    }

    /// <summary>What the repository wants in a workspace, as far as it can be read.</summary>
    public DesiredState Wanted(WorkspaceTarget target) => DesiredStateBuilder.Build(_repository.For(_repository.Configuration.FindEnvironment(target.Environment)!), target);

    // Content that is broken would be missing from the plan and show up as gone.
    private DesiredState? Desired(WorkspaceTarget target)
    {
        var errors = _repository.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        var desired = Wanted(target);
        var workbooks = _repository.Workbooks.SelectMany(workbook => WorkbookDocument.Read(workbook)?.Diagnostics ?? []).ToArray();
        if (errors.Length == 0 && workbooks.Length == 0 && desired.Diagnostics.IsEmpty)
            return _selection is null ? desired : desired.Only(_repository, _selection);
        _output.Diagnostics([.. errors, .. workbooks, .. desired.Diagnostics]);
        _output.Error("The content has errors, so nothing is planned. 'check' shows them all.");
        return null;
    }

    private async Task<AuditContext> AuditAsync(ArmClient client, CancellationToken cancellationToken)
    {
        var who = await client.WhoAsync(cancellationToken).ConfigureAwait(false) ?? $"{Environment.UserName} (not logged in)";
        var head = _commit is null ? GitHead.Of(Root) : new GitHead(_commit, false);
        return new AuditContext(Guid.NewGuid(), TimeProvider.System.GetUtcNow(), who, head?.Commit, head?.IsModified ?? false, Program.Version);
    }

    private bool Ask(WorkspaceTarget target)
    {
        if (Console.IsInputRedirected)
        {
            _output.Error("Add --yes to deploy without being asked.");
            return false;
        }

        _output.Raw($"\nDeploy this to {target.Workspace} ({target.Environment})? Only 'yes' is taken for it: ");
        if (Console.ReadLine()?.Trim() == "yes")
            return true;
        _output.Error("Not deployed.");
        return false;
    }

    private Plan? Read(string file)
    {
        try
        {
            var plan = PlanJson.TryRead(File.ReadAllText(file), out var error);
            if (plan is null)
                _output.Error($"{file}: {DeployCodes.BadPlan}: {error} Make a new one with plan --out.");
            return plan;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _output.Error($"{file} cannot be read: {exception.Message}");
            return null;
        }
    }

    private bool Save(string file, string text)
    {
        try
        {
            File.WriteAllText(file, text, new UTF8Encoding(false));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _output.Error($"{file} cannot be written: {exception.Message}");
            return false;
        }
    }
}
