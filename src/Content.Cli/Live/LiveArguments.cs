using System.CommandLine;
using System.CommandLine.Parsing;
using Content.Azure.Planning;
using Content.Cli.Deploy;

namespace Content.Cli.Live;

/// <summary>What the reports on the live data of a workspace take: days to look back, and a format.</summary>
internal sealed class LiveArguments : WorkspaceOptions
{
    /// <summary>Creates them.</summary>
    /// <param name="days">Default of the days.</param>
    /// <param name="most">Most days that make sense.</param>
    public LiveArguments(int days, int most)
    {
        Days = new Option<int>("--days") { Description = $"Days to look back, up to {most}.", HelpName = "N", DefaultValueFactory = _ => days };
        Days.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var value) && (value < 1 || value > most))
                result.AddError($"--days goes from 1 to {most}.");
        });
        Format.AcceptOnlyFromAmong("text", "json", "markdown");
    }

    /// <summary>Days to look back.</summary>
    public Option<int> Days { get; }

    /// <summary>How the report is printed.</summary>
    public Option<string> Format { get; } = new("--format") { Description = "How the report is printed: text, json or markdown.", DefaultValueFactory = _ => "text" };

    /// <inheritdoc/>
    public override void AddTo(Command command)
    {
        base.AddTo(command);
        command.Add(Days);
        command.Add(Format);
    }
}
