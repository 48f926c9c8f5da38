using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Content.Cli;

/// <summary>The entry point: arguments in, exit code out. Nothing leaves it as a stack trace.</summary>
public static class Program
{
    /// <summary>Version of the tool.</summary>
    public static string Version { get; } = FullVersion().Split('+')[0];

    /// <summary>Runs the tool.</summary>
    /// <param name="args">Arguments as the shell gives them.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Main(string[] args)
    {
        // The commonest script question needs neither the parser nor a command.
        if (args is ["--version"])
        {
            Console.Out.WriteLine(FullVersion());
            return ExitCodes.Success;
        }

        return Run(args);
    }

    // With the first letters of the commit that it was built from, where the build knew it: 0.1.0+1b59167d40a2.
    private static string FullVersion()
    {
        const int CommitLetters = 12;
        var version = typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..Math.Min(version.Length, plus + 1 + CommitLetters)];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string[] args)
    {
        using var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        try
        {
            return CommandLine.Invoke(args, cancellation.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine("Interrupted.");
            return ExitCodes.Interrupted;
        }
        catch (AggregateException exception) when (cancellation.IsCancellationRequested && exception.Flatten().InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            Console.Error.WriteLine("Interrupted.");
            return ExitCodes.Interrupted;
        }
        catch (CommandException exception)
        {
            Console.Error.WriteLine("error: " + exception.Message);
            if (exception.Help is not null)
                Console.Error.WriteLine(exception.Help);
            return exception.ExitCode;
        }
        catch (IOException exception) when (IsBrokenPipe(exception))
        {
            return ExitCodes.Success;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("error: " + exception.Message);
            return ExitCodes.Environment;
        }
        catch (Exception exception)
        {
            var at = exception.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault() ?? "";
            Console.Error.WriteLine($"internal error: {exception.GetType().Name}: {exception.Message} ({at})");
            Console.Error.WriteLine($"This is a defect of sentinel-content {Version}. Report this line with the command and the content that causes it.");
            return ExitCodes.Environment;
        }

        // A second Ctrl-C ends the process at once.
        void Cancel(PosixSignalContext context)
        {
            context.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
    }

    // Whoever reads our output may stop reading: `sentinel-content ... | head`.
    private static bool IsBrokenPipe(IOException exception) => exception.HResult is 32 or unchecked((int)0x8007006D) or unchecked((int)0x800700E8);
}
