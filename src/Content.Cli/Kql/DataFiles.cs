using Content.Catalog;
using Content.Kql.Engine;
using Content.Kql.Engine.Loading;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Cli.Kql;

/// <summary>Tables that are given as files: NDJSON, JSON, CSV, TSV or Parquet.</summary>
internal static class DataFiles
{
    // Functions that look things up in a fixture of their own name.
    private static readonly HashSet<string> FixtureFunctions = new(StringComparer.Ordinal) { "geo_info_from_ip_address", "parse_user_agent" };

    /// <summary>An item as <c>NAME=FILE</c>: a folder is its data files, a file the table of its name (SigninLogs.ndjson.gz).</summary>
    public static IEnumerable<string> Expand(string item)
    {
        if (Directory.Exists(item))
            return Directory.GetFiles(item).Where(IsData).Order(StringComparer.Ordinal).Select(Named);
        return [File.Exists(item) ? Named(item) : item];
    }

    private static string Named(string path)
    {
        var name = Path.GetFileName(path);
        return name[..(name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? dot : name.Length)] + "=" + path;
    }

    private static bool IsData(string path) => DataFileName.FormatOf(path) != DataFormat.Auto;

    /// <summary>Reads <c>NAME=FILE</c>.</summary>
    public static Dictionary<string, string> Read(string[] data)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in data)
        {
            var split = EndOfName(item);
            if (split <= 0 || split == item.Length - 1)
                throw new CommandException(ExitCodes.Usage, $"'--data {item}' is not of the form NAME=FILE.");
            var (name, path) = (item[..split].Replace('\'', '"'), item[(split + 1)..]);
            if (!File.Exists(path))
                throw new CommandException(ExitCodes.Usage, $"There is no file '{path}' for the table {name}.");
            if (!files.TryAdd(name, path))
                throw new CommandException(ExitCodes.Usage, $"The table {name} is given twice.");
        }

        return files;
    }

    // The first '=' outside of quotes: an address in externaldata("…") may have some too.
    private static int EndOfName(string item)
    {
        var quote = '\0';
        for (var i = 0; i < item.Length; i++)
        {
            if (quote != '\0')
                quote = item[i] == quote ? '\0' : quote;
            else if (item[i] is '"' or '\'')
                quote = item[i];
            else if (item[i] == '=')
                return i;
        }

        return -1;
    }

    // The text in externaldata("…") or _GetWatchlist("…"); null for another name.
    private static string? ArgumentOf(string function, string name)
    {
        var prefix = function + "(\"";
        return name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith("\")", StringComparison.Ordinal) ? name[prefix.Length..^2] : null;
    }

    // cluster("…").database("…").T and its relatives: their columns are what the file shows.
    private static bool IsElsewhere(string name) => name.Contains('(', StringComparison.Ordinal);

    /// <summary>The schema with the tables that it does not know: they have the columns that their files show.</summary>
    public static ISchema Describe(ISchema schema, Dictionary<string, string> files)
    {
        var inferred = files.Where(file => !IsElsewhere(file.Key) && schema.FindTable(file.Key) is null).Select(file => new TableSymbol(file.Key, Infer(file.Value))).ToList();
        return inferred.Count == 0 ? schema : new OverlaySchema(schema, inferred);
    }

    private static RowType Infer(string path)
    {
        var row = DataLoader.InferRow(path, out var error);
        return error is null ? row : throw new CommandException(ExitCodes.Environment, error.Message);
    }

    /// <summary>Loads the files.</summary>
    /// <param name="files">Files by name.</param>
    /// <param name="schema">The schema with their columns.</param>
    /// <param name="columns">The tables that are needed, with their columns; null for all.</param>
    /// <param name="limits">How much loading may take.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static TableSet Load(Dictionary<string, string> files, ISchema schema, Dictionary<string, SortedSet<int>>? columns, KqlLimits limits, CancellationToken cancellationToken)
    {
        var tables = new TableSet();
        // One clock for all files: people wait for the whole.
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limits.Time is { } time)
            clock.CancelAfter(time);
        foreach (var (name, path) in files)
        {
            LoadOptions load;
            if (IsElsewhere(name))
                load = new LoadOptions(Infer(path));
            else if (FixtureFunctions.Contains(name))
                load = new LoadOptions(schema.FindTable(name)!.Row);
            else if (columns is null)
                load = new LoadOptions(schema.FindTable(name)!.Row);
            else if (columns.TryGetValue(name, out var used))
                load = new LoadOptions(schema.FindTable(name)!.Row) { Columns = [.. used] };
            else
                continue;
            var loaded = LoadFile(path, limits.Apply(load), limits, clock.Token, cancellationToken);
            foreach (var problem in loaded.Problems.Take(10))
                Console.Error.WriteLine("warning: " + problem);
            if (loaded.ProblemCount > 10)
                Console.Error.WriteLine($"warning: {path}: {loaded.ProblemCount - 10} more cells or lines could not be read.");
            if (!loaded.UnknownColumns.IsEmpty)
                Console.Error.WriteLine($"warning: {path}: {name} has no columns {string.Join(", ", loaded.UnknownColumns.Take(10))}; they are left out.");
            if (ArgumentOf("externaldata", name) is { } address)
                tables.AddExternalData(address, loaded.Table);
            else if (ArgumentOf(WorkspaceFunction.WatchlistReader, name) is { } alias)
                tables.AddWatchlist(alias, loaded.Table);
            else if (FixtureFunctions.Contains(name))
                tables.AddFunction(name, loaded.Table);
            else
                tables.AddTable(name, loaded.Table);
        }

        return tables;
    }

    private static LoadResult LoadFile(string path, LoadOptions options, KqlLimits limits, CancellationToken clock, CancellationToken cancellationToken)
    {
        try
        {
            var loaded = DataLoader.LoadFile(path, options, clock);
            if (loaded.Error is { } error)
                throw new CommandException(error.Kind == QueryErrorKind.LimitExceeded ? ExitCodes.Findings : ExitCodes.Environment, error.Message, KqlLimits.Help(error.Name));
            return loaded;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ExitCodes.Findings, $"Loading '{path}' was not done after {limits.Time!.Value.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)} s.", KqlLimits.Help("time"));
        }
    }
}
