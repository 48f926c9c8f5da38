using System.Globalization;
using System.Text.Json.Nodes;
using Content.Azure.Resources;
using Content.Model;

namespace Content.Azure.Import;

/// <summary>The keys of a content file while it is put together. Keys are set in the order in which files are written.</summary>
internal sealed class FileBody
{
    public JsonObject Root { get; } = [];

    /// <summary>Sets a text; an empty one is left out.</summary>
    public FileBody Text(string key, JsonNode? value)
    {
        if (Normal.Text(value) is { Length: > 0 } text)
            Root[key] = text;
        return this;
    }

    /// <summary>Sets a longer text or a query, which ends with a line end so that it becomes a literal block.</summary>
    public FileBody Block(string key, string text)
    {
        if (text.Length > 0)
            Root[key] = text + "\n";
        return this;
    }

    /// <summary>Sets a duration in the short spelling where there is one; an absent one is left out.</summary>
    public FileBody Duration(string key, JsonNode? value)
    {
        if (Normal.Text(value).Length > 0)
            Root[key] = Short(value);
        return this;
    }

    /// <summary>Sets a value as it is; null is left out.</summary>
    public FileBody Value(string key, JsonNode? value)
    {
        if (value is not null)
            Root[key] = value.DeepClone();
        return this;
    }

    /// <summary>Sets a list or mapping without its nulls; an empty one is left out.</summary>
    public FileBody Tree(string key, JsonNode? value) => Value(key, JsonText.Pruned(value));

    /// <summary>A duration as people write it: 5m, 1h, 14d; else in ISO 8601.</summary>
    public static string Short(JsonNode? value)
    {
        var text = Normal.Text(value);
        if (!Durations.TryParse(text, out var duration))
            return text;
        foreach (var (ticks, unit) in (ReadOnlySpan<(long, char)>)[(TimeSpan.TicksPerDay, 'd'), (TimeSpan.TicksPerHour, 'h'), (TimeSpan.TicksPerMinute, 'm')])
        {
            if (duration.Ticks > 0 && duration.Ticks % ticks == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / ticks}{unit}");
        }

        return Durations.ToIso8601(duration);
    }
}
