using System.Collections.Immutable;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads what an environment has otherwise than the files say, and which content it has at all.</summary>
internal static class OverlayReader
{
    public static ImmutableArray<Overlay> Overlays(MappingReader reader)
    {
        var overlays = ImmutableArray.CreateBuilder<Overlay>();
        foreach (var item in reader.Maps(OverlayFields.Overlays))
        {
            var overlay = new Overlay(item.Mapping)
            {
                Rule = item.Text(OverlayFields.Rule),
                Tag = item.Text(OverlayFields.Tag),
                Watchlist = item.Text(OverlayFields.Watchlist),
                Set = item.Map(OverlayFields.Set),
                Source = item.Text(OverlayFields.Source),
            };
            var subjects = new[] { overlay.Rule, overlay.Tag, overlay.Watchlist }.Count(subject => subject is not null);
            if (subjects != 1)
            {
                reader.Diagnostics.Error(DiagnosticCodes.BadOverlay, item.Mapping, subjects == 0 ? "An overlay that says not what it is about." : "An overlay that is about several things.", "Give it one of 'rule', 'tag' and 'watchlist'.");
                continue;
            }

            if (overlay.Source is not null && overlay.Watchlist is null)
                reader.Diagnostics.Error(DiagnosticCodes.BadOverlay, overlay.Source, "Only a watchlist has rows.", "Remove 'source', or name a watchlist.");
            else if (overlay.Set is null && overlay.Source is null)
                reader.Diagnostics.Error(DiagnosticCodes.BadOverlay, item.Mapping, "An overlay that sets nothing.", "Give it 'set' with the keys that are others here, or for a watchlist 'source'.");
            else
                overlays.Add(overlay);
        }

        return overlays.ToImmutable();
    }

    /// <summary>A selection; null when there is none.</summary>
    public static ContentSelection? Selection(MappingReader reader) =>
        reader.Child(OverlayFields.Select) is { } child ? Selected(child) : null;

    public static ImmutableArray<ContentSelection> Waves(MappingReader reader) => [.. reader.Maps(OverlayFields.Waves).Select(Selected)];

    private static ContentSelection Selected(MappingReader reader)
    {
        var selection = new ContentSelection(reader.Texts(OverlayFields.Paths), reader.Texts(OverlayFields.Tags));
        if (selection.Paths.IsEmpty && selection.Tags.IsEmpty)
            reader.Diagnostics.Error(DiagnosticCodes.BadOverlay, reader.Mapping, "A selection that names nothing.", "Give it 'paths' or 'tags'.");
        return selection;
    }
}
