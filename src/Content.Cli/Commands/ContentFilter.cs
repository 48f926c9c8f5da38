using Content.Model;

namespace Content.Cli.Commands;

/// <summary>Chooses content by what people type: a path, a folder, or a part of a name.</summary>
internal sealed class ContentFilter(string root, IReadOnlyList<string> patterns)
{
    /// <summary>True when nothing is left out.</summary>
    public bool IsEmpty => patterns.Count == 0;

    /// <summary>The patterns, for messages.</summary>
    public string Text => string.Join(' ', patterns);

    /// <summary>Whether an item is chosen; a tests file is chosen with its rule.</summary>
    public bool Matches(ContentItem item) => IsEmpty || patterns.Any(pattern => Matches(pattern, item));

    /// <summary>Whether the tests of a rule are chosen, by the rule or by their own file.</summary>
    public bool Matches(RuleTests tests, AnalyticsRule? rule) => IsEmpty || Matches(tests) || (rule is not null && Matches(rule));

    private bool Matches(string pattern, ContentItem item)
    {
        if (Relative(pattern) is { } path)
            return path.Length == 0 || item.Path == path || item.Path.StartsWith(path + "/", StringComparison.Ordinal) || item is RuleTests tests && tests.RulePath == path
                || path.EndsWith(".tests.yaml", StringComparison.Ordinal) && item.Path == path[..^".tests.yaml".Length] + ".yaml";
        return item.Path.Contains(pattern, StringComparison.OrdinalIgnoreCase) || item.Label.Contains(pattern, StringComparison.OrdinalIgnoreCase)
            || item is AnalyticsRule { Id: { } id } && id.Value.Equals(pattern, StringComparison.OrdinalIgnoreCase);
    }

    // A path that exists, seen from the current folder or from the root, means just that file or folder.
    private string? Relative(string pattern)
    {
        foreach (var start in new[] { Environment.CurrentDirectory, root })
        {
            var full = Path.GetFullPath(pattern, start);
            if (!File.Exists(full) && !Directory.Exists(full))
                continue;
            var relative = Path.GetRelativePath(root, full).Replace('\\', '/').TrimEnd('/');
            if (!relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative))
                return relative == "." ? "" : relative;
        }

        return null;
    }
}
