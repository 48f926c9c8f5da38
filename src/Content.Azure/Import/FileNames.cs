using System.Text;
using Content.Azure.Resources;

namespace Content.Azure.Import;

/// <summary>Finds paths for new files: a folder a kind, the words of the name with capitals, and no path twice.</summary>
internal sealed class FileNames
{
    private const int MaxLength = 80;

    private readonly string _folder;
    private readonly HashSet<string> _taken;

    /// <param name="folder">Folder that all go below; empty for the repository itself.</param>
    /// <param name="existing">Paths that are taken.</param>
    public FileNames(string folder, IEnumerable<string> existing)
    {
        _folder = folder.Length == 0 ? "" : folder + "/";
        // Two files whose names differ by case only are one file on some machines.
        _taken = new HashSet<string>(existing, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The path of the main file of a resource.</summary>
    public string Next(ResourceKey key, string displayName)
    {
        var words = key.Kind is ResourceKind.Table or ResourceKind.Watchlist ? Safe(key.Name) : Words(displayName);
        if (words.Length == 0)
            words = Safe(key.Name);
        for (var number = 0; ; number++)
        {
            var name = number switch { 0 => words, 1 => $"{words}-{Safe(key.Name)[..Math.Min(8, Safe(key.Name).Length)]}", _ => $"{words}-{number}" };
            var path = _folder + Place(key.Kind, name);
            if (_taken.Add(path))
                return path;
        }
    }

    /// <summary>The path of a file beside another one.</summary>
    public static string Beside(string path, string name) => path.LastIndexOf('/') is var slash and >= 0 ? Normal(path[..slash] + "/" + name) : Normal(name);

    private static string Place(ResourceKind kind, string name) => kind switch
    {
        ResourceKind.Table => $"tables/{name}.yaml",
        ResourceKind.Watchlist => $"watchlists/{name}.yaml",
        ResourceKind.Function => $"parsers/{name}.yaml",
        ResourceKind.SummaryRule => $"summary/{name}.yaml",
        ResourceKind.HuntingQuery => $"hunting/{name}.yaml",
        ResourceKind.AutomationRule => $"automation/{name}.yaml",
        ResourceKind.Workbook => $"workbooks/{name}/workbook.yaml",
        _ => $"rules/{name}.yaml",
    };

    private static string Words(string text)
    {
        var result = new StringBuilder();
        var begins = true;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                begins = true;
                continue;
            }

            result.Append(begins ? char.ToUpperInvariant(c) : c);
            begins = false;
            if (result.Length == MaxLength)
                break;
        }

        return result.ToString();
    }

    private static string Safe(string name) => new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-').Take(MaxLength)]);

    // A header may name its file as ../data/rows.csv.
    private static string Normal(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ""))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
