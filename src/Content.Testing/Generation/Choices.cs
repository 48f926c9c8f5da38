namespace Content.Testing.Generation;

/// <summary>The decisions of one attempt: which operand of an <c>or</c>, which input of a union. Attempts go through all of them, those made last first.</summary>
internal sealed class Choices
{
    private readonly List<(int Taken, int Of)> _taken = [];
    private int _at;

    /// <summary>Decides among a number of ways.</summary>
    public int Among(int count)
    {
        if (count <= 1)
            return 0;
        if (_at == _taken.Count)
            _taken.Add((0, count));
        return Math.Min(_taken[_at++].Taken, count - 1);
    }

    /// <summary>Begins the same attempt again.</summary>
    public void Restart() => _at = 0;

    /// <summary>Goes on to the next attempt; false when there is none.</summary>
    public bool Next()
    {
        _taken.RemoveRange(_at, _taken.Count - _at);
        _at = 0;
        while (_taken.Count > 0)
        {
            var (taken, of) = _taken[^1];
            if (taken + 1 < of)
            {
                _taken[^1] = (taken + 1, of);
                return true;
            }

            _taken.RemoveAt(_taken.Count - 1);
        }

        return false;
    }
}
