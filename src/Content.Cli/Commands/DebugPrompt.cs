using Content.Cli.Kql;
using Content.Cli.Output;
using Content.Diagnostics;
using Content.Testing.Debugging;

namespace Content.Cli.Commands;

/// <summary>Answers lines about a case that is being debugged: queries over its tables, and commands that begin with a colon.</summary>
/// <param name="session">What debugging gave.</param>
/// <param name="text">Writes steps.</param>
/// <param name="input">Where lines come from.</param>
/// <param name="prompt">What stands before a line that is typed; empty where lines are not typed.</param>
internal sealed class DebugPrompt(DebugSession session, DebugText text, TextReader input, string prompt)
{
    private const int StepRows = 50;

    private const string Help = """
        A line is a query over the tables that the run sees, such as  SigninLogs | where ResultType != "0" | count
        The table after a step is called step1, step2, and so on:     step3 | summarize count() by UserPrincipalName
        :steps     all steps, a line each
        :step N    step N with its rows
        :help      this text
        :quit      ends; so do Ctrl-D and Ctrl-C

        """;

    /// <summary>Answers until the lines end, <c>:quit</c>, or Ctrl-C.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        if (prompt.Length > 0)
            Console.Out.Write("\nA query, or :help, :steps, :step N, :quit\n");
        while (Read(cancellationToken) is { } line)
        {
            line = line.Trim();
            if (line is ":quit" or ":q" or ":exit")
                return;
            if (line.Length > 0)
                Answer(line, cancellationToken);
        }

        if (prompt.Length > 0)
            Console.Out.Write('\n');
    }

    // Reading a line cannot be interrupted: Ctrl-C leaves it behind.
    private string? Read(CancellationToken cancellationToken)
    {
        Console.Out.Write(prompt);
        Console.Out.Flush();
        var line = Task.Run(input.ReadLine, cancellationToken);
        try
        {
            line.Wait(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return line.Result;
    }

    private void Answer(string line, CancellationToken cancellationToken)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case [":help" or ":h" or ":?"]:
                Console.Out.Write(Help.ReplaceLineEndings("\n"));
                break;
            case [":steps"]:
                text.WriteSteps(withSamples: false);
                break;
            case [":step" or ":s", var number]:
                if (int.TryParse(number, out var wanted) && wanted >= 1 && wanted <= session.Steps.Length)
                    text.WriteStep(session.Steps[wanted - 1], StepRows);
                else
                    Console.Out.Write($"There are the steps 1 to {session.Steps.Length}.\n");
                break;
            case [[':', ..], ..]:
                Console.Out.Write($"There is no command '{words[0]}'; :help names them.\n");
                break;
            default:
                Query(line, cancellationToken);
                break;
        }

        Console.Out.Flush();
    }

    private void Query(string line, CancellationToken cancellationToken)
    {
        if (session.Queries is not { } queries)
        {
            Console.Out.Write("The case did not run, so there are no tables.\n");
            return;
        }

        var (result, findings) = queries.Run(line, cancellationToken);
        foreach (var found in findings.Where(found => found.Severity != DiagnosticSeverity.Info))
            Console.Out.Write($"{(found.Severity == DiagnosticSeverity.Error ? "error" : "warning")} {found.Code} at {found.Start}: {found.Message}\n");
        if (result?.Error is { } error)
            Console.Out.Write("error: " + error.Message + "\n");
        else if (result is not null)
        {
            Console.Out.Flush();
            using var output = Console.OpenStandardOutput();
            ResultWriter.Write(result, "table", output);
        }
    }
}
