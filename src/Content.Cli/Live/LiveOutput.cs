using System.Collections.Immutable;
using Content.Azure.Planning;
using Content.Cli.Deploy;

namespace Content.Cli.Live;

/// <summary>Prints a report in one of its three forms.</summary>
internal static class LiveOutput
{
    /// <summary>Prints the form that was asked for.</summary>
    public static void Write(DeployOutput output, string format, Func<ImmutableArray<PlanLine>> text, Func<string> json, Func<string> markdown)
    {
        if (format == "text")
            output.Lines(text());
        else
            output.Raw(format == "json" ? json() : markdown());
    }
}
