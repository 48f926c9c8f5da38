using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Content.Cli.Commands;

namespace Content.Cli;

/// <summary>The tree of commands.</summary>
internal static partial class CommandLine
{
    /// <summary>Parses and runs.</summary>
    public static int Invoke(string[] args, CancellationToken cancellationToken)
    {
        var root = Create(args);
        var result = root.Parse(args);
        if (result.Errors.Count > 0 && result.Action is ParseErrorAction)
        {
            foreach (var error in result.Errors)
                Console.Error.WriteLine("error: " + error.Message);
            Console.Error.WriteLine($"Run 'sentinel-content{PathOf(result.CommandResult.Command)} --help' for what can be given.");
            return ExitCodes.Usage;
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return result.InvokeAsync(configuration, cancellationToken).GetAwaiter().GetResult();
    }

    /// <summary>The tree; of the commands only the one that is named first, if one is: the others would load assemblies that nobody needs.</summary>
    internal static RootCommand Create(string[] args)
    {
        var root = new RootCommand("Keeps Microsoft Sentinel content as files: validates it, proves it against sample telemetry, deploys it.");
        switch (args.Length > 0 ? args[0] : "")
        {
            case "check":
                root.Add(ContentCommands.CreateCheck());
                break;
            case "validate":
                root.Add(ContentCommands.CreateValidate());
                break;
            case "test":
                root.Add(ContentCommands.CreateTest());
                break;
            case "fmt":
                root.Add(FormatCommand.Create());
                break;
            case "new":
                root.Add(NewCommand.Create());
                break;
            case "simulate":
                root.Add(SimulateCommand.Create());
                break;
            case "fixture":
                root.Add(FixtureCommands.Create());
                break;
            case "kql":
                root.Add(KqlCommands.Create());
                break;
            case "explain":
                root.Add(ReferenceCommands.CreateExplain());
                break;
            case "graph":
                root.Add(ReferenceCommands.CreateGraph());
                break;
            case "docs":
                root.Add(DocsCommand.Create());
                break;
            case "schema":
                root.Add(SchemaCommands.Create());
                break;
            case "export":
                root.Add(ExportCommands.Create());
                break;
            case "workbook":
                root.Add(WorkbookCommands.Create());
                break;
            case "completion":
                root.Add(CompletionCommand.Create());
                break;
            case "lsp":
                root.Add(LanguageServerCommand.Create());
                break;
            default:
                root.Add(ContentCommands.CreateCheck());
                root.Add(ContentCommands.CreateValidate());
                root.Add(ContentCommands.CreateTest());
                root.Add(FormatCommand.Create());
                root.Add(NewCommand.Create());
                root.Add(SimulateCommand.Create());
                root.Add(FixtureCommands.Create());
                root.Add(KqlCommands.Create());
                root.Add(ReferenceCommands.CreateExplain());
                root.Add(ReferenceCommands.CreateGraph());
                root.Add(DocsCommand.Create());
                root.Add(SchemaCommands.Create());
                root.Add(ExportCommands.Create());
                root.Add(WorkbookCommands.Create());
                root.Add(CompletionCommand.Create());
                root.Add(LanguageServerCommand.Create());
                AddDeployCommands(root);
                break;
        }

        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction inner } help)
                help.Action = new HelpWithExamples(inner);
        }

        return root;
    }

    /// <summary>Adds the commands that talk to a workspace.</summary>
    static partial void AddDeployCommands(RootCommand root);

    private static string PathOf(Command command)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = command; symbol is Command and not RootCommand; symbol = symbol.Parents.FirstOrDefault())
            names.Push(symbol.Name);
        return names.Count == 0 ? "" : " " + string.Join(' ', names);
    }

    /// <summary>Help as the library writes it, with examples and exit codes below.</summary>
    private sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = inner.Invoke(parseResult);
            var examples = Examples.Of(PathOf(parseResult.CommandResult.Command).Trim());
            var output = parseResult.InvocationConfiguration.Output;
            if (examples.Length > 0)
            {
                output.WriteLine("Examples:");
                foreach (var example in examples)
                    output.WriteLine("  " + example);
                output.WriteLine();
            }

            output.WriteLine("Exit codes: 0 good, 1 findings or tests that did not pass, 2 wrong usage or configuration, 3 environment, 4 differences.");
            return code;
        }
    }
}
