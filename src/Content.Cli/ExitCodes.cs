namespace Content.Cli;

/// <summary>Exit codes of all commands.</summary>
public static class ExitCodes
{
    /// <summary>All good.</summary>
    public const int Success = 0;
    /// <summary>Findings, or tests that did not pass.</summary>
    public const int Findings = 1;
    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;
    /// <summary>The environment: files, network, rights, or a defect of the tool.</summary>
    public const int Environment = 3;
    /// <summary>Differences found by plan or drift.</summary>
    public const int Differences = 4;
    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}

/// <summary>Ends a command with a message and an exit code; no stack trace is shown.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What is wrong, as a sentence.</param>
/// <param name="help">What to do about it.</param>
public sealed class CommandException(int exitCode, string message, string? help = null) : Exception(message)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What to do about it; null when the message says it.</summary>
    public string? Help { get; } = help;
}
