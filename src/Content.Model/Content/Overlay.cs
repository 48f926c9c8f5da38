using System.Collections.Immutable;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>What an environment has otherwise than the files say.</summary>
/// <param name="Node">Where it stands.</param>
public sealed record Overlay(YamlMapping Node)
{
    /// <summary>The analytics rule that it is about: id, name or file; null when it is about something else.</summary>
    public Located<string>? Rule { get; init; }
    /// <summary>A tag; it is about all analytics rules that have it; null when it is about something else.</summary>
    public Located<string>? Tag { get; init; }
    /// <summary>Alias of the watchlist that it is about; null when it is about something else.</summary>
    public Located<string>? Watchlist { get; init; }
    /// <summary>Keys of the file with the values that they have here; nothing behind a key takes it away. Null when there are none.</summary>
    public YamlMapping? Set { get; init; }
    /// <summary>CSV file with the rows that the watchlist has here, relative to the configuration; null for its own rows.</summary>
    public Located<string>? Source { get; init; }

    /// <summary>Whether it is about an item.</summary>
    public bool IsAbout(ContentItem item)
    {
        if (Watchlist is { } alias)
            return item is Model.Watchlist list && list.Alias.Value == alias.Value;
        if (item is not (AnalyticsRule or ServiceRule))
            return false;
        return Tag is { } tag ? ContentSelection.HasTag(item, tag.Value)
            : string.Equals(item.ServiceId?.Value.Trim(), Rule!.Value.Trim(), StringComparison.OrdinalIgnoreCase) || item.Label == Rule.Value || item.Path == Rule.Value;
    }
}

/// <summary>Some of the content of a repository: by folder or file, by tag, or both.</summary>
/// <param name="Paths">Folders and files; content in none of them does not count. Empty for all.</param>
/// <param name="Tags">Tags; content that has none of them does not count. Empty for all.</param>
public sealed record ContentSelection(ImmutableArray<Located<string>> Paths, ImmutableArray<Located<string>> Tags)
{
    /// <summary>Whether content is selected.</summary>
    public bool Contains(ContentItem item) => (Paths.IsEmpty || Paths.Any(path => IsBelow(item.Path, path.Value))) && (Tags.IsEmpty || Tags.Any(tag => HasTag(item, tag.Value)));

    /// <summary>Whether a file is a path or lies below it.</summary>
    public static bool IsBelow(string file, string path)
    {
        var folder = path.Trim().Replace('\\', '/').Trim('/');
        return folder is "" or "." || file == folder || file.StartsWith(folder + "/", StringComparison.Ordinal);
    }

    /// <summary>Whether content has a tag: a word, or a name with its value as <c>NAME: VALUE</c>, in any case.</summary>
    public static bool HasTag(ContentItem item, string tag)
    {
        foreach (var each in TagsOf(item))
        {
            var text = each.Key is { } key ? $"{key.Value}:{each.Value.Value}" : each.Value.Value;
            if (string.Equals(text.Replace(" ", "", StringComparison.Ordinal), tag.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>The tags of content; none where its kind has none.</summary>
    public static ImmutableArray<Tag> TagsOf(ContentItem item) => item switch
    {
        AnalyticsRule rule => rule.Tags,
        ServiceRule rule => rule.Tags,
        HuntingQuery hunting => hunting.Tags,
        ParserFunction parser => parser.Tags,
        AutomationRule automation => automation.Tags,
        SummaryRule summary => summary.Tags,
        _ => [],
    };
}
