using System.Text;
using Content.Kql.Engine.Kernels;

namespace Content.Kql.Engine.Functions;

/// <summary>The regular expressions of one call, read once each.</summary>
internal sealed class RegexCache
{
    private const int Capacity = 256;
    private readonly Dictionary<string, KustoRegex> _all = new(StringComparer.Ordinal);
    private byte[] _lastPattern = [];
    private KustoRegex? _last;

    /// <summary>The expression of a pattern.</summary>
    public KustoRegex Get(ReadOnlySpan<byte> pattern)
    {
        if (_last is not null && pattern.SequenceEqual(_lastPattern))
            return _last;
        var text = Encoding.UTF8.GetString(pattern);
        if (!_all.TryGetValue(text, out var regex))
        {
            // A pattern that differs by row must not fill the memory.
            if (_all.Count >= Capacity)
                _all.Clear();
            regex = KustoRegex.Create(text);
            _all.Add(text, regex);
        }

        _lastPattern = pattern.ToArray();
        return _last = regex;
    }
}
