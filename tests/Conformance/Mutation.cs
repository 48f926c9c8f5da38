using System.Text.RegularExpressions;

namespace Content.Conformance.Tests;

/// <summary>Spoils queries the way people do. The same seed gives the same mutations everywhere.</summary>
internal sealed partial class Mutation(int seed)
{
    // System.Random promises no sequence; this generator is its own definition (xorshift64*).
    private ulong _state = ((ulong)(uint)seed * 0x9E3779B97F4A7C15) | 1;

    /// <summary>A copy of a query with one token dropped, doubled, swapped with its neighbour or misspelt.</summary>
    public string Of(string query)
    {
        var tokens = Tokens().Matches(query);
        if (tokens.Count < 2)
            return query + "|";
        var index = Next(tokens.Count);
        var token = tokens[index];
        switch (Next(4))
        {
            case 0:
                return query.Remove(token.Index, token.Length);
            case 1:
                return query.Insert(token.Index, token.Value + " ");
            case 2:
                var (left, right) = index + 1 < tokens.Count ? (token, tokens[index + 1]) : (tokens[index - 1], token);
                return query[..left.Index] + right.Value + query[(left.Index + left.Length)..right.Index] + left.Value + query[(right.Index + right.Length)..];
            default:
                return query.Remove(token.Index, token.Length).Insert(token.Index, Misspell(token.Value));
        }
    }

    /// <summary>A number from 0, below a limit.</summary>
    public int Next(int limit)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 0x2545F4914F6CDD1D >> 33) % (ulong)limit);
    }

    private string Misspell(string word)
    {
        var at = Next(word.Length);
        return Next(3) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, word[at].ToString()),
            _ => word.Remove(at, 1).Insert(at, ((char)('a' + Next(26))).ToString()),
        };
    }

    [GeneratedRegex("""//[^\n]*|[A-Za-z_][A-Za-z0-9_]*|[0-9][A-Za-z0-9_.]*|[@h]*"(?:[^"\\\n]|\\.)*"|[@h]*'(?:[^'\\\n]|\\.)*'|[=!<>]=|=~|!~|\.\.|=>|\S""")]
    private static partial Regex Tokens();
}
