using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Diagnostics;
using Content.Model.Csv;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>
/// Lays what an environment has otherwise over the content: the keys of an overlay take the place of those of the file, and the file is
/// read anew, so that a wrong value is found as it would be in the file, at its place in the configuration.
/// </summary>
internal sealed class OverlayApplier(IRepositoryFiles files, DeploymentEnvironment environment)
{
    // What tells content apart cannot be another one somewhere.
    private static readonly string[] Fixed = ["id", "kind", "alias", "source"];

    private readonly DiagnosticBag _found = new();

    /// <summary>The findings about the overlays.</summary>
    public IEnumerable<Diagnostic> Diagnostics => _found.Items;

    /// <summary>The content as the environment has it.</summary>
    public IReadOnlyList<ContentItem> Apply(IReadOnlyList<ContentItem> items)
    {
        var result = items.ToArray();
        foreach (var overlay in environment.Overlays)
        {
            var targets = Enumerable.Range(0, result.Length).Where(i => overlay.IsAbout(result[i])).ToArray();
            if (targets.Length == 0)
            {
                ReportUnknown(overlay, items);
                continue;
            }

            var changes = false;
            foreach (var i in targets)
            {
                var changed = result[i] is Watchlist list ? Changed(list, overlay) : Changed(result[i], overlay);
                changes |= !ReferenceEquals(changed, result[i]);
                result[i] = changed;
            }

            if (!changes && !Said(overlay))
                _found.Warning(DiagnosticCodes.IdleOverlay, overlay.Node, $"The overlay of '{environment.Name.Value}' changes nothing: the {(overlay.Tag is null ? "file says" : "files say")} the same.", "Remove it, or the keys that are the same.");
        }

        return result;
    }

    /// <summary>Selections of the environment that select nothing.</summary>
    public void Check(ContentSelection? selection, IReadOnlyList<ContentItem> items)
    {
        foreach (var path in selection?.Paths ?? [])
        {
            if (!items.Any(item => ContentSelection.IsBelow(item.Path, path.Value)))
                _found.Error(DiagnosticCodes.UnknownOverlayTarget, path, $"There is no content in '{path.Value}'.{Meant(path.Value, items.SelectMany(item => new[] { item.Path, item.Folder }))}", "Name a file or folder of content, relative to the repository.");
        }

        foreach (var tag in selection?.Tags ?? [])
        {
            if (!items.Any(item => ContentSelection.HasTag(item, tag.Value)))
                _found.Error(DiagnosticCodes.UnknownOverlayTarget, tag, $"No content has the tag '{tag.Value}'.{Meant(tag.Value, items.SelectMany(item => ContentSelection.TagsOf(item)).Select(each => each.Value.Value))}", "Name a tag of rules, hunting queries, parsers, automation rules or summary rules.");
        }
    }

    // A wrong value in it has been reported, so it need not be called idle as well.
    private bool Said(Overlay overlay) => _found.Items.Any(diagnostic => overlay.Node.Span.Start <= diagnostic.Span.Start && diagnostic.Span.End <= overlay.Node.Span.End);

    private void ReportUnknown(Overlay overlay, IReadOnlyList<ContentItem> items)
    {
        if (overlay.Watchlist is { } alias)
            Unknown(alias, "watchlist", items.OfType<Watchlist>().Select(list => list.Alias.Value), "Name the alias of a watchlist of the repository; case matters.");
        else if (overlay.Tag is { } tag)
            Unknown(tag, "rule with the tag", items.Where(item => item is AnalyticsRule or ServiceRule).SelectMany(item => ContentSelection.TagsOf(item)).Select(each => each.Value.Value), "Name a tag that an analytics rule has.");
        else
        {
            Unknown(overlay.Rule!, "rule", items.Where(item => item is AnalyticsRule or ServiceRule).SelectMany(item => new[] { item.Label, item.Path, item.ServiceId?.Value ?? item.Path }),
                "Name an analytics rule by its id, its name or its file.");
        }

        void Unknown(Located<string> name, string what, IEnumerable<string> known, string help) =>
            _found.Error(DiagnosticCodes.UnknownOverlayTarget, name, $"There is no {what} '{name.Value}'.{Meant(name.Value, known)}", help);
    }

    private static string Meant(string name, IEnumerable<string> known) => NameSuggestion.Find(name, known) is { } meant ? $" Did you mean '{meant}'?" : "";

    private ContentItem Changed(ContentItem item, Overlay overlay)
    {
        var shape = item is AnalyticsRule ? RuleFields.Shape : ServiceRuleFields.Shape;
        if (Merged(item.Node, overlay.Set, shape) is not { } node)
            return item;
        var bag = new DiagnosticBag();
        ContentItem? read = item is AnalyticsRule ? RuleReader.Read(item.Source, node, bag) : ServiceRuleReader.Read(item.Source, node, bag);
        Keep(bag);
        return read ?? item;
    }

    private ContentItem Changed(Watchlist list, Overlay overlay)
    {
        var result = list;
        if (Merged(list.Node, overlay.Set, WatchlistFields.Shape) is { } node)
        {
            var bag = new DiagnosticBag();
            result = WatchlistReader.Read(list.Source, node, bag, new FileScope(files, list.Path, bag)) ?? list;
            Keep(bag);
        }

        if (overlay.Source is not { } source)
            return result;
        var scope = new FileScope(files, RepositoryConfiguration.FileName, _found);
        if (scope.Resolve(source) is not { } reference || scope.Read(reference) is not { } text)
            return result;
        var data = CsvDocument.Parse(text);
        _found.AddRange(data.Diagnostics);
        if (result.ItemsSearchKey is { } key && data.IndexOf(key.Value) < 0)
            _found.Error(DiagnosticCodes.UnknownCsvColumn, source, $"'{key.Value}', the search key of the watchlist, is no header of {source.Value}.", $"Its headers are {string.Join(", ", data.Headers.Select(header => header.Value))}; case matters.");
        return data.Source.Content == list.Data?.Source.Content ? result : result with { Data = data };
    }

    // Findings about the file itself were made when it was read.
    private void Keep(DiagnosticBag bag)
    {
        _found.AddRange(bag.Items.Where(diagnostic => diagnostic.Path == RepositoryConfiguration.FileName));
    }

    // Null when nothing changes.
    private YamlMapping? Merged(YamlMapping node, YamlMapping? set, RecordShape shape)
    {
        if (set is null)
            return null;
        var entries = node.Entries.ToList();
        var changes = false;
        foreach (var entry in set.Entries)
        {
            if (Fixed.Contains(entry.Key.Value, StringComparer.OrdinalIgnoreCase))
            {
                _found.Error(DiagnosticCodes.BadOverlay, entry.Key, $"'{entry.Key.Value}' cannot be another one in an environment.", "Remove it.");
                continue;
            }

            if (shape.Find(entry.Key.Value) is null)
            {
                _found.Error(DiagnosticCodes.UnknownKey, entry.Key, $"'{entry.Key.Value}' is no key of {shape.What}; its value has no effect.{Meant(entry.Key.Value, shape.Fields.Select(field => field.Key))}", "Remove it.");
                continue;
            }

            var at = entries.FindIndex(other => string.Equals(other.Key.Value, entry.Key.Value, StringComparison.OrdinalIgnoreCase));
            if (at >= 0 ? Same(entries[at].Value, entry.Value) : IsDefault(entry, shape))
                continue;
            changes = true;
            if (at < 0)
                entries.Add(entry);
            else
                entries[at] = entry;
        }

        return changes ? new YamlMapping(node.Source, node.Span, node.Tag, [.. entries]) : null;
    }

    private static bool Same(YamlNode left, YamlNode right) => left is YamlScalar x && right is YamlScalar y
        ? x.Value == y.Value && x.IsNull == y.IsNull
        : JsonNode.DeepEquals(YamlJson.ToJson(left), YamlJson.ToJson(right));

    private static bool IsDefault(YamlEntry entry, RecordShape shape) =>
        entry.Value is YamlScalar value && (value.IsNull || (shape.Find(entry.Key.Value)?.Default is { } known && known == value.Value));
}
