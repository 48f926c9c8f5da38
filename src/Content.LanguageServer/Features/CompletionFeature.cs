using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;

namespace Content.LanguageServer.Features;

/// <summary>What can be written at a place.</summary>
internal static class CompletionFeature
{
    public static CompletionList Find(Workspace workspace, ContentFile file, int offset) =>
        file.QueryAt(offset) is { } region ? QueryCompletion.Find(workspace, file, region, offset) : YamlCompletion.Find(workspace, file, offset);
}

/// <summary>Collects the items of a completion: those that fit what is written so far, up to a number that an editor can show.</summary>
internal sealed class CompletionItems(string prefix, LspRange range)
{
    private const int Most = 500;

    private readonly List<CompletionItem> _items = [];
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private bool _isIncomplete;

    /// <summary>Adds an item. Groups are shown in the order of their letters.</summary>
    /// <param name="label">What is shown, and inserted unless an insertion is given.</param>
    /// <param name="kind">One of <see cref="CompletionItemKind"/>.</param>
    /// <param name="group">A letter: items with a smaller one come first.</param>
    /// <param name="detail">A few words beside it.</param>
    /// <param name="documentation">What it is.</param>
    /// <param name="insert">What is inserted; null for the label.</param>
    /// <param name="isSnippet">Whether the insertion has places to fill in.</param>
    public void Add(string label, int kind, char group, string? detail = null, string? documentation = null, string? insert = null, bool isSnippet = false)
    {
        if (!label.Contains(prefix, StringComparison.OrdinalIgnoreCase))
            return;
        if (_items.Count == Most)
        {
            _isIncomplete = true;
            return;
        }

        if (!_labels.Add(label))
            return;
        _items.Add(new CompletionItem(label, kind)
        {
            Detail = detail,
            Documentation = documentation is null ? null : MarkupContent.Markdown(documentation),
            SortText = group + (label.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? "0" : "1") + label,
            InsertTextFormat = isSnippet ? 2 : null,
            TextEdit = new LspTextEdit(range, insert ?? label),
        });
    }

    public CompletionList ToList() => new(_isIncomplete, _items);
}
