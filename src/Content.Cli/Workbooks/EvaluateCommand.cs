using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Content.Cli.Commands;
using Content.Model;
using Content.Workbooks;
using Content.Workbooks.Evaluation;

namespace Content.Cli.Workbooks;

/// <summary>The command workbook evaluate.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "Folder of the workbook, its workbook.yaml, or gallery JSON (.workbook, .json, ARM)." };
        var source = new RowsOptions();
        var set = SetOption();
        var rows = new Option<int>("--rows") { Description = "Rows of each query that the text shows.", HelpName = "count", DefaultValueFactory = _ => 10 };
        var format = new Option<string>("--format") { Description = "text for people, json with all rows for programs.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("evaluate", "Shows what a workbook shows: parameters with their values, and each item with its rows or what keeps it from having any.") { path, set, rows, format };
        source.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(path)!, source.Read(result), result.GetValue(set) ?? [], Math.Max(0, result.GetValue(rows)), result.GetValue(format) == "json", cancellationToken));
        return command;
    }

    public static Option<string[]> SetOption() => new("--set") { Description = "Value of a parameter, as if somebody had chosen it; of a time range a duration (4h, 7d). Repeated for a name: several values.", HelpName = "NAME=VALUE", DefaultValueFactory = _ => [] };

    private static async Task<int> RunAsync(string path, RowsRequest request, string[] set, int rows, bool json, CancellationToken cancellationToken)
    {
        var input = WorkbookInput.Read(path, cancellationToken);
        foreach (var finding in input.Diagnostics)
            await Console.Error.WriteAsync(finding + "\n").ConfigureAwait(false);
        if (await WorkbookRowsSource.OpenAsync(input, path, request, warning => Console.Error.Write("warning: " + warning + "\n"), cancellationToken).ConfigureAwait(false) is not { Data: var source })
            return ExitCodes.Usage;
        using var session = new WorkbookSession(input.Document, source);
        foreach (var (name, value) in Values(set, input.Document))
            session.SetParameter(name, value);
        var items = await session.EvaluateAsync(cancellationToken).ConfigureAwait(false);
        if (json)
        {
            using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
            EvaluationOutput.WriteJson(input.Name, source.Now, items, output);
        }
        else
            EvaluationOutput.WriteText(items, rows, Console.Out);
        return Failed(items) ? ExitCodes.Findings : ExitCodes.Success;
    }

    /// <summary>True when a query that is shown failed.</summary>
    public static bool Failed(ImmutableArray<EvaluatedItem> items) => Failures(items).Any();

    /// <summary>The queries that are shown and failed.</summary>
    public static IEnumerable<EvaluatedQuery> Failures(ImmutableArray<EvaluatedItem> items) => Queries(items).Where(query => query.MessageKind == MessageKind.Error);

    /// <summary>The queries that are shown, those of groups with them.</summary>
    public static IEnumerable<EvaluatedQuery> Queries(ImmutableArray<EvaluatedItem> items) => items.Where(item => item.IsVisible)
        .SelectMany(item => item switch { EvaluatedQuery query => [query], EvaluatedGroup group => Queries(group.Items), _ => [] });

    /// <summary>What a query is called in messages: its title, otherwise the name of its item, otherwise its place.</summary>
    public static string NameOf(EvaluatedQuery query) => query.Title.Length > 0 ? query.Title : query.Item.Name.Length > 0 ? query.Item.Name : query.Id;

    /// <summary>The values of --set.</summary>
    public static IEnumerable<(string Name, ParameterValue Value)> Values(string[] set, WorkbookDocument document)
    {
        var values = new OrderedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var item in set)
        {
            var split = item.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
                throw new CommandException(ExitCodes.Usage, $"'--set {item}' is not of the form NAME=VALUE.");
            if (!values.TryGetValue(item[..split], out var list))
                values.Add(item[..split], list = []);
            list.Add(item[(split + 1)..]);
        }

        foreach (var (name, texts) in values)
        {
            var isTime = document.Parameters.Any(parameter => parameter.Name == name && parameter.Type == (int)WorkbookParameterType.Time);
            yield return (name, isTime ? ParameterValue.Last(DurationOf(name, texts[^1])) : new ListValue([.. texts]));
        }
    }

    private static TimeSpan DurationOf(string name, string text)
    {
        if (Durations.TryParse(text, out var duration))
            return duration;
        if (double.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 100_000)
        {
            switch (text[^1])
            {
                case 'd': return TimeSpan.FromDays(number);
                case 'h': return TimeSpan.FromHours(number);
                case 'm': return TimeSpan.FromMinutes(number);
            }
        }

        throw new CommandException(ExitCodes.Usage, $"'{text}' is no duration for {name}.", "Write 30m, 4h or 7d.");
    }
}
