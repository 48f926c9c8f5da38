using System.Text;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>A JSON path of the simple kind: a root, properties and indexes (<c>$.a['b'][0]</c>).</summary>
internal sealed class JsonPath
{
    private readonly List<Step> _steps;

    private JsonPath(List<Step> steps) => _steps = steps;

    private readonly record struct Step(byte[]? Key, int Index);

    /// <summary>Number of steps below the root.</summary>
    public int Length => _steps.Count;

    /// <summary>Key of a step; null for an index.</summary>
    public byte[]? Key(int step) => _steps[step].Key;

    /// <summary>True when all steps are property names.</summary>
    public bool HasKeysOnly => _steps.TrueForAll(s => s.Key is not null);

    /// <summary>Whether a text is written as a path, not as a plain key.</summary>
    public static bool IsPath(string text) => text.StartsWith("$.", StringComparison.Ordinal) || text.StartsWith("$[", StringComparison.Ordinal);

    /// <summary>Reads a path; null when it is not written well. The root may be left out.</summary>
    public static JsonPath? Parse(string text)
    {
        var steps = new List<Step>();
        var at = text.StartsWith('$') ? 1 : 0;
        if (at == 0 && text.Length > 0 && text[0] is not ('.' or '['))
            text = "." + text;
        while (at < text.Length)
        {
            if (text[at] == '.')
            {
                var end = text.AsSpan(at + 1).IndexOfAny('.', '[');
                end = end < 0 ? text.Length : at + 1 + end;
                if (end == at + 1)
                    return null;
                steps.Add(new Step(Encoding.UTF8.GetBytes(text[(at + 1)..end]), 0));
                at = end;
            }
            else if (text[at] == '[' && at + 1 < text.Length && text[at + 1] is '\'' or '"')
            {
                var end = text.IndexOf(text[at + 1] + "]", at + 2, StringComparison.Ordinal);
                if (end < 0)
                    return null;
                steps.Add(new Step(Encoding.UTF8.GetBytes(text[(at + 2)..end]), 0));
                at = end + 2;
            }
            else if (text[at] == '[')
            {
                var end = text.IndexOf(']', at);
                if (end < 0 || !int.TryParse(text.AsSpan(at + 1, end - at - 1), out var index))
                    return null;
                steps.Add(new Step(null, index));
                at = end + 1;
            }
            else
            {
                return null;
            }
        }

        return new JsonPath(steps);
    }

    /// <summary>The value at the path; null when there is none.</summary>
    public DynamicValue Find(DynamicValue root)
    {
        foreach (var step in _steps)
            root = step.Key is null ? root.At(step.Index) : root.Get(step.Key);
        return root;
    }

    /// <summary>Whether there is something at the path, a null included.</summary>
    public bool Exists(DynamicValue root)
    {
        for (var i = 0; i < _steps.Count; i++)
        {
            if (_steps[i].Key is not { } key || !root.Has(key))
                return false;
            root = root.Get(key);
        }

        return true;
    }
}
