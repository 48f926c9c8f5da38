using System.Text;
using Content.Diagnostics;
using Content.LanguageServer.Protocol;

namespace Content.LanguageServer.Workspaces;

/// <summary>A document that the editor has open: its text is the truth, not the file's.</summary>
/// <param name="Uri">Its address as the editor spells it.</param>
/// <param name="Version">The editor's number of the text.</param>
/// <param name="Text">The text, with a byte order mark if the editor sends one.</param>
internal sealed record OpenDocument(string Uri, int? Version, string Text)
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>The bytes that saving it would write.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(Text);

    /// <summary>True when columns of the first line count a byte order mark, which the text as content does not have.</summary>
    public bool HasMark => Text.StartsWith(ByteOrderMark);

    /// <summary>The text after changes, each made to what the one before left.</summary>
    public OpenDocument With(int? version, IEnumerable<ContentChange> changes)
    {
        var text = Text;
        foreach (var change in changes)
        {
            if (change.Range is null)
            {
                text = change.Text;
                continue;
            }

            var source = new SourceText(text);
            var start = Positions.OffsetIn(source, change.Range.Start);
            var end = Math.Max(start, Positions.OffsetIn(source, change.Range.End));
            text = string.Concat(text.AsSpan(0, start), change.Text, text.AsSpan(end));
        }

        return this with { Version = version, Text = text };
    }
}
