using System.CommandLine;
using Content.Model;

namespace Content.Cli.Commands;

/// <summary>The options of <c>test</c> that ask for a sweep.</summary>
internal sealed class SweepArguments
{
    private readonly Option<bool> _sweep = new("--sweep") { Description = "Then shifts the telemetry against the schedule and lets it come late, and reports alerts that are missed or doubled (docs/simulator.md)." };

    private readonly Option<string[]> _delays = new("--sweep-delay")
    {
        Description = "With --sweep: a delay of ingestion beyond queryPeriod - queryFrequency that is tried too, such as 30m. Can be given several times.", HelpName = "duration",
        AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [],
    };

    public SweepArguments(Command command)
    {
        _delays.Validators.Add(result =>
        {
            foreach (var text in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (!Durations.TryParse(text, out var delay) || delay < TimeSpan.Zero)
                    result.AddError($"'{_delays.Name} {text}' is no duration such as 30m or 02:00:00.");
            }
        });
        command.Add(_sweep);
        command.Add(_delays);
    }

    /// <summary>What was asked for; null when nothing is to be swept.</summary>
    /// <exception cref="CommandException">A delay is given without --sweep.</exception>
    public SweepRequest? Read(ParseResult result)
    {
        var delays = result.GetValue(_delays) ?? [];
        if (result.GetValue(_sweep))
            return new SweepRequest([.. delays.Select(text => Durations.TryParse(text, out var delay) ? delay : TimeSpan.Zero)]);
        return delays.Length == 0 ? null : throw new CommandException(ExitCodes.Usage, "--sweep-delay needs --sweep.");
    }
}
