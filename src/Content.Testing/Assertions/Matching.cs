namespace Content.Testing.Assertions;

/// <summary>Pairs expected with actual items so that as many as possible find a partner.</summary>
internal static class Matching
{
    /// <summary>For each expected item its actual one, -1 for none. Augmenting paths: a loose expectation never takes the only partner of a strict one.</summary>
    public static int[] Pair(int expected, int actual, Func<int, int, bool> matches)
    {
        var partnerOfActual = new int[actual];
        Array.Fill(partnerOfActual, -1);
        var edges = new bool[expected, actual];
        for (var e = 0; e < expected; e++)
        {
            for (var a = 0; a < actual; a++)
                edges[e, a] = matches(e, a);
        }

        for (var e = 0; e < expected; e++)
            Augment(e, new bool[actual]);
        var partners = new int[expected];
        Array.Fill(partners, -1);
        for (var a = 0; a < actual; a++)
        {
            if (partnerOfActual[a] >= 0)
                partners[partnerOfActual[a]] = a;
        }

        return partners;

        bool Augment(int e, bool[] visited)
        {
            for (var a = 0; a < actual; a++)
            {
                if (!edges[e, a] || visited[a])
                    continue;
                visited[a] = true;
                if (partnerOfActual[a] < 0 || Augment(partnerOfActual[a], visited))
                {
                    partnerOfActual[a] = e;
                    return true;
                }
            }

            return false;
        }
    }
}
