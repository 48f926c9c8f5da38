using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Content.Testing.Scrubbing;

namespace Content.Cli.Commands;

/// <summary>The command fixture scrub.</summary>
internal static class ScrubCommand
{
    private const int KeyLength = 32;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "NDJSON, a JSON document, or CSV with a header." };
        var output = new Option<string?>("--out") { Description = "File that is written. Default: standard output.", HelpName = "file" };
        var key = new Option<string?>("--key") { Description = "With the same text the same value gets the same name in every run. Default: another one each time.", HelpName = "text" };
        var columns = new Option<string[]>("--column")
        {
            Description = $"A column or member whose whole value is of a kind ({Kinds}), or keep for one that stays as it is. Can be given several times.",
            HelpName = "name=kind", AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [],
        };
        var keep = new Option<string[]>("--keep")
        {
            Description = "A value that stays; of a domain also what is below it. Can be given several times.", HelpName = "text", AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [],
        };
        var command = new Command("scrub", "Replaces personal data in an exported sample by names of the same form, the same value by the same name.") { file, output, key, columns, keep };
        command.SetAction((result, _) => Task.FromResult(Run(result.GetValue(file)!, result.GetValue(output), result.GetValue(key), result.GetValue(columns) ?? [], result.GetValue(keep) ?? [])));
        return command;
    }

    private static string Kinds => string.Join(", ", Enum.GetNames<ScrubKind>().Select(name => name.ToLowerInvariant()));

    private static int Run(string file, string? output, string? key, string[] columns, string[] keep)
    {
        if (!File.Exists(file))
            throw new CommandException(ExitCodes.Usage, $"There is no file '{file}'.");
        var wanted = new Dictionary<string, ScrubKind?>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            var equals = column.LastIndexOf('=');
            var word = column[(equals + 1)..];
            wanted[column[..Math.Max(0, equals)]] = equals > 0 && word == "keep" ? null
                : equals > 0 && Enum.TryParse<ScrubKind>(word, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind
                : throw new CommandException(ExitCodes.Usage, $"'--column {column}' names no column and kind.", $"Write --column NAME=KIND, where KIND is one of {Kinds}, or keep.");
        }

        var scrubber = new Scrubber(new ScrubOptions { Key = key is null ? RandomNumberGenerator.GetBytes(KeyLength) : Encoding.UTF8.GetBytes(key), Columns = wanted, Keep = keep });
        var (text, problem) = ScrubbedFile.Scrub(File.ReadAllText(file), file, scrubber);
        if (text is null)
            throw new CommandException(ExitCodes.Findings, $"{file}: {problem}", "Unpack compressed files first; nothing was written.");
        if (output is null)
            Console.Out.Write(text);
        else
            File.WriteAllText(output, text);
        foreach (var (kind, values, times) in scrubber.Counts)
            Console.Error.WriteLine($"{kind.ToString().ToLowerInvariant(),-7} {values} {(values == 1 ? "value" : "values")}, replaced {times} {(times == 1 ? "time" : "times")}");
        foreach (var (column, values) in scrubber.LeftAlone)
            Console.Error.WriteLine($"left alone: {(column.Length == 0 ? "(no name)" : column)}, {values} different {(values == 1 ? "value" : "values")}");
        return ExitCodes.Success;
    }
}
