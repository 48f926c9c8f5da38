using System.Text;
using System.Text.RegularExpressions;

namespace Content.Kql.Engine.Kernels;

/// <summary>
/// A regular expression in Kusto's (RE2) syntax. Matching time is bounded whatever the pattern: a backtracking matcher runs under a
/// deadline, and where it gives up the linear one decides, so the answer never depends on time. Plain patterns run over the bytes of ASCII
/// texts without any of them (<see cref="ByteRegex"/>).
/// </summary>
internal sealed class KustoRegex
{
    private const int CompileAfter = 4_000;
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(250);
    private readonly string _translated;
    private readonly RegexOptions _options;
    private readonly int _inputCount;
    private Regex _fast;
    private Regex? _linear;
    private bool _compiled;
    private int _used;
    private char[] _buffer = new char[256];
    private readonly ByteRegex? _bytes;

    private KustoRegex(string pattern, string translated, RegexOptions options)
    {
        Pattern = pattern;
        _translated = translated;
        _options = options;
        _fast = new Regex(translated, options, Deadline);
        _inputCount = _fast.GetGroupNumbers().Length;
        if ((options & ~RegexOptions.CultureInvariant) == 0)
            _bytes = ByteRegex.Create(pattern);
    }

    /// <summary>The pattern as written.</summary>
    public string Pattern { get; }

    /// <summary>Number of capture groups, without the whole match.</summary>
    public int GroupCount => _inputCount - 1;

    /// <summary>Name of each group, from 0 (the whole match); a number for an unnamed one.</summary>
    public string GroupName(int group) => _fast.GroupNameFromNumber(group);

    /// <summary>Reads a pattern; a bad one fails the query as it does in Kusto.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="options">Further options such as <see cref="RegexOptions.IgnoreCase"/>.</param>
    public static KustoRegex Create(string pattern, RegexOptions options = RegexOptions.None)
    {
        try
        {
            return new KustoRegex(pattern, RegexTranslator.Translate(pattern, options.HasFlag(RegexOptions.Multiline)), options | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException e)
        {
            throw new QueryFailedException($"Regular expression '{pattern}' is not valid: {e.Message}");
        }
    }

    /// <summary>Whether the text has a match.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        // Without a prefix to look for, a compiled backtracking matcher is the faster one where ways back must be kept.
        if (_bytes is { } bytes && (bytes.IsDirect || bytes.HasPrefix) && ByteRegex.CanMatch(utf8))
            return bytes.Find(utf8, 0, out _, out _);
        if (_buffer.Length < utf8.Length)
            _buffer = new char[Math.Max(utf8.Length, _buffer.Length * 2)];
        var length = Encoding.UTF8.GetChars(utf8, _buffer);
        Count();
        var text = new ReadOnlySpan<char>(_buffer, 0, length);
        try
        {
            return _fast.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return Linear.IsMatch(text);
        }
    }

    /// <summary>
    /// The place of a group's text in the first match, of length 0 where there is no match or the group took no part in it. False when this
    /// text needs <see cref="Match"/>.
    /// </summary>
    internal bool TryFind(ReadOnlySpan<byte> utf8, int group, out int start, out int length)
    {
        start = 0;
        length = 0;
        if (_bytes is null || !ByteRegex.CanMatch(utf8))
            return false;
        _bytes.Find(utf8, group, out start, out length);
        return true;
    }

    /// <summary>The first match; unsuccessful when there is none.</summary>
    public Match Match(string text)
    {
        Count();
        try
        {
            return _fast.Match(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return Linear.Match(text);
        }
    }

    /// <summary>All matches in order.</summary>
    public IReadOnlyList<Match> Matches(string text)
    {
        Count();
        try
        {
            return _fast.Matches(text).ToArray();
        }
        catch (RegexMatchTimeoutException)
        {
            return Linear.Matches(text).ToArray();
        }
    }

    /// <summary>Replaces all matches; the replacement is given by a function.</summary>
    public string Replace(string text, MatchEvaluator replacement)
    {
        var matches = Matches(text);
        if (matches.Count == 0)
            return text;
        var builder = new StringBuilder();
        var at = 0;
        foreach (var match in matches)
        {
            builder.Append(text, at, match.Index - at).Append(replacement(match));
            at = match.Index + match.Length;
        }

        return builder.Append(text, at, text.Length - at).ToString();
    }

    private Regex Linear => _linear ??= new Regex(_translated, _options | RegexOptions.NonBacktracking);

    // Compiling costs milliseconds: worth it only for long columns.
    private void Count()
    {
        if (++_used < CompileAfter || _compiled)
            return;
        _compiled = true;
        _fast = new Regex(_translated, _options | RegexOptions.Compiled, Deadline);
    }
}
