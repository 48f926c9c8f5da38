namespace Content.Workbooks.Preview.Graphs;

/// <summary>Places nodes of a graph: they push each other away, edges pull. The same graph always comes out the same.</summary>
internal static class GraphLayout
{
    private const int Rounds = 300;

    /// <summary>Places within a width and height, margins kept.</summary>
    public static ImmutableArray<(double X, double Y)> Place(int nodes, ImmutableArray<(int From, int To)> edges, double width, double height, double margin)
    {
        if (nodes == 0)
            return [];
        var x = new double[nodes];
        var y = new double[nodes];
        for (var i = 0; i < nodes; i++)
        {
            // A spiral: no two at one place, nothing by chance.
            var turn = i * 2.399963;
            var radius = Math.Sqrt((i + 0.5) / nodes);
            (x[i], y[i]) = (radius * Math.Cos(turn), radius * Math.Sin(turn));
        }

        var ideal = 1.2 / Math.Sqrt(nodes);
        for (var round = 0; round < Rounds; round++)
        {
            var (dx, dy) = (new double[nodes], new double[nodes]);
            for (var i = 0; i < nodes; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var (ex, ey) = (x[i] - x[j], y[i] - y[j]);
                    var push = ideal * ideal / Math.Max(1e-6, (ex * ex) + (ey * ey));
                    (dx[i], dy[i]) = (dx[i] + (ex * push), dy[i] + (ey * push));
                    (dx[j], dy[j]) = (dx[j] - (ex * push), dy[j] - (ey * push));
                }

                // What nothing pulls must not drift away.
                (dx[i], dy[i]) = (dx[i] - (x[i] * 0.1), dy[i] - (y[i] * 0.1));
            }

            foreach (var (from, to) in edges)
            {
                var (ex, ey) = (x[to] - x[from], y[to] - y[from]);
                var pull = Math.Sqrt((ex * ex) + (ey * ey)) / ideal;
                (dx[from], dy[from]) = (dx[from] + (ex * pull), dy[from] + (ey * pull));
                (dx[to], dy[to]) = (dx[to] - (ex * pull), dy[to] - (ey * pull));
            }

            var heat = 0.15 * (1 - (round / (double)Rounds));
            for (var i = 0; i < nodes; i++)
            {
                var length = Math.Sqrt((dx[i] * dx[i]) + (dy[i] * dy[i]));
                if (length > 0)
                    (x[i], y[i]) = (x[i] + (dx[i] / length * Math.Min(length, heat)), y[i] + (dy[i] / length * Math.Min(length, heat)));
            }
        }

        return [.. Fit(x, margin, width - margin).Zip(Fit(y, margin, height - margin))];
    }

    private static IEnumerable<double> Fit(double[] values, double start, double end)
    {
        var (low, high) = (values.Min(), values.Max());
        return values.Select(value => high - low < 1e-9 ? (start + end) / 2 : start + ((value - low) / (high - low) * (end - start)));
    }
}
