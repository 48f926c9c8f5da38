using System.CommandLine;

namespace Content.Cli.Commands;

/// <summary>The options of <c>test</c> that ask for mutation testing.</summary>
internal sealed class MutationArguments
{
    private readonly Option<bool> _mutate = new("--mutate") { Description = "Then changes each rule in one place at a time and reports the changes that no test notices (docs/mutation.md)." };
    private readonly Option<double?> _threshold = new("--threshold") { Description = "With --mutate: fails when less than this percentage of all mutants is noticed.", HelpName = "percent" };
    private readonly Option<double?> _ruleThreshold = new("--rule-threshold") { Description = "With --mutate: fails when less than this percentage of any rule's mutants is noticed.", HelpName = "percent" };

    public MutationArguments(Command command)
    {
        foreach (var threshold in (Option<double?>[])[_threshold, _ruleThreshold])
        {
            threshold.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<double?>() is { } value and not (>= 0 and <= 100))
                    result.AddError($"'{threshold.Name} {value}' is no percentage from 0 to 100.");
            });
        }

        command.Add(_mutate);
        command.Add(_threshold);
        command.Add(_ruleThreshold);
    }

    /// <summary>What was asked for; null when no mutants are to run.</summary>
    /// <exception cref="CommandException">A threshold is given without --mutate.</exception>
    public MutationRequest? Read(ParseResult result)
    {
        var (threshold, ruleThreshold) = (result.GetValue(_threshold), result.GetValue(_ruleThreshold));
        if (result.GetValue(_mutate))
            return new MutationRequest(threshold, ruleThreshold);
        return threshold is null && ruleThreshold is null ? null : throw new CommandException(ExitCodes.Usage, "--threshold and --rule-threshold need --mutate.");
    }
}
