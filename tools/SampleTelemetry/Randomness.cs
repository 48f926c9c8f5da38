namespace SampleTelemetry;

/// <summary>Random numbers that depend on the seed alone, on every machine and runtime (SplitMix64).</summary>
/// <param name="seed">The seed.</param>
public sealed class Randomness(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A sequence of its own for a part of the telemetry: what is added to one part moves nothing in another.</summary>
    /// <param name="part">Name of the part.</param>
    public Randomness Fork(string part)
    {
        // FNV-1a, because string.GetHashCode differs from process to process.
        var hash = 14695981039346656037UL;
        foreach (var c in part)
            hash = (hash ^ c) * 1099511628211UL;
        return new Randomness(_state ^ hash);
    }

    /// <summary>A whole number from 0 to below a bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>A whole number from one to another, both included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>True with a probability in percent.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>One of some items.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Some hexadecimal digits.</summary>
    public string Hex(int digits)
    {
        var text = new char[digits];
        for (var i = 0; i < digits; i++)
            text[i] = "0123456789abcdef"[Below(16)];
        return new string(text);
    }

    /// <summary>A GUID.</summary>
    public string Guid() => $"{Hex(8)}-{Hex(4)}-4{Hex(3)}-a{Hex(3)}-{Hex(12)}";

    /// <summary>An instant between two others.</summary>
    public DateTime Instant(DateTime from, DateTime to) => from.AddSeconds(Below(Math.Max(1, (int)(to - from).TotalSeconds)));

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
