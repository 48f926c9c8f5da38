namespace Content.Kql.Engine.Functions;

/// <summary>
/// Union and intersection of polygons. All edges are drawn on a plane that touches the sphere amid them (a gnomonic projection, which
/// keeps arcs straight), cut where they meet, and those are kept that have the wanted area on one side only.
/// </summary>
internal static class GeoOverlay
{
    private const double Snap = 1e-13;

    private readonly record struct Vec2(double X, double Y);

    private readonly record struct Edge(int From, int To, int Order);

    /// <summary>Joins two by two, those with the fewest points first, so that the work stays small.</summary>
    public static GeoPolygons Union(GeoPolygons shapes)
    {
        if (shapes.Polygons.Count < 2)
            return shapes;
        var queue = new PriorityQueue<List<GeoPolygon>, (int, int)>();
        var number = 0;
        foreach (var polygon in shapes.Polygons)
            queue.Enqueue([polygon], (Points([polygon]), number++));
        while (true)
        {
            var first = queue.Dequeue();
            if (!queue.TryDequeue(out var second, out _))
                return new GeoPolygons(first);
            var joined = Overlay([.. first, .. second], depth => depth > 0).Polygons;
            queue.Enqueue(joined, (Points(joined), number++));
        }
    }

    private static int Points(List<GeoPolygon> polygons)
    {
        var count = 0;
        foreach (var polygon in polygons)
        {
            foreach (var ring in polygon.Rings)
                count += ring.Length;
        }

        return count;
    }

    /// <summary>The area that two sets of polygons, each without overlaps, share.</summary>
    public static GeoPolygons Intersection(GeoPolygons first, GeoPolygons second) => Overlay([.. first.Polygons, .. second.Polygons], depth => depth > 1);

    private static GeoPolygons Overlay(List<GeoPolygon> polygons, Func<int, bool> isWanted)
    {
        var plane = new Plane(polygons);
        var vertices = new Vertices(plane);
        var edges = new List<(int From, int To)>();
        foreach (var polygon in polygons)
        {
            foreach (var ring in polygon.Rings)
            {
                for (var i = 0; i < ring.Length; i++)
                {
                    var from = vertices.Add(ring[i]);
                    var to = vertices.Add(ring[(i + 1) % ring.Length]);
                    if (from != to)
                        edges.Add((from, to));
                }
            }
        }

        var pieces = Cut(edges, vertices);
        var kept = new List<Edge>();
        var seen = new HashSet<(int, int)>();
        for (var i = 0; i < pieces.Count; i++)
        {
            var (from, to) = pieces[i];
            if (!seen.Add((Math.Min(from, to), Math.Max(from, to))))
                continue;
            var a = vertices[from];
            var b = vertices[to];
            var length = Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y));
            var offset = Math.Min(length * 1e-4, plane.Extent * 1e-7);
            var nx = -(b.Y - a.Y) / length * offset;
            var ny = (b.X - a.X) / length * offset;
            var left = isWanted(Depth(new Vec2((a.X + b.X) / 2 + nx, (a.Y + b.Y) / 2 + ny), edges, vertices));
            var right = isWanted(Depth(new Vec2((a.X + b.X) / 2 - nx, (a.Y + b.Y) / 2 - ny), edges, vertices));
            if (left && !right)
                kept.Add(new Edge(from, to, i));
            else if (right && !left)
                kept.Add(new Edge(to, from, i));
        }

        return Assemble(kept, vertices);
    }

    // How many polygons cover a point: shells turn once around it, holes once back.
    private static int Depth(Vec2 p, List<(int From, int To)> edges, Vertices vertices)
    {
        var winding = 0;
        foreach (var (from, to) in edges)
        {
            var a = vertices[from];
            var b = vertices[to];
            if (a.Y <= p.Y)
            {
                if (b.Y > p.Y && (b.X - a.X) * (p.Y - a.Y) - (p.X - a.X) * (b.Y - a.Y) > 0)
                    winding++;
            }
            else if (b.Y <= p.Y && (b.X - a.X) * (p.Y - a.Y) - (p.X - a.X) * (b.Y - a.Y) < 0)
            {
                winding--;
            }
        }

        return winding;
    }

    private static List<(int From, int To)> Cut(List<(int From, int To)> edges, Vertices vertices)
    {
        var cuts = new List<(double At, int Vertex)>[edges.Count];
        for (var i = 0; i < edges.Count; i++)
            cuts[i] = [];
        for (var i = 0; i < edges.Count; i++)
        {
            for (var k = i + 1; k < edges.Count; k++)
            {
                var a = vertices[edges[i].From];
                var b = vertices[edges[i].To];
                var c = vertices[edges[k].From];
                var d = vertices[edges[k].To];
                if (Math.Max(a.X, b.X) < Math.Min(c.X, d.X) - Snap || Math.Max(c.X, d.X) < Math.Min(a.X, b.X) - Snap
                    || Math.Max(a.Y, b.Y) < Math.Min(c.Y, d.Y) - Snap || Math.Max(c.Y, d.Y) < Math.Min(a.Y, b.Y) - Snap)
                {
                    continue;
                }

                OnEdge(vertices, edges[i], edges[k].From, cuts[i]);
                OnEdge(vertices, edges[i], edges[k].To, cuts[i]);
                OnEdge(vertices, edges[k], edges[i].From, cuts[k]);
                OnEdge(vertices, edges[k], edges[i].To, cuts[k]);
                // Where an end lies on the line of the other edge, the cuts above say all; parallel edges have no crossing to compute.
                if (!Straddles(a, b, c, d) || !Straddles(c, d, a, b))
                    continue;
                var determinant = (b.X - a.X) * (d.Y - c.Y) - (b.Y - a.Y) * (d.X - c.X);
                var t = ((c.X - a.X) * (d.Y - c.Y) - (c.Y - a.Y) * (d.X - c.X)) / determinant;
                var u = ((c.X - a.X) * (b.Y - a.Y) - (c.Y - a.Y) * (b.X - a.X)) / determinant;
                var crossing = Sphere.Crossing(
                    vertices.Place(edges[i].From).Point, vertices.Place(edges[i].To).Point, vertices.Place(edges[k].From).Point, vertices.Place(edges[k].To).Point);
                var vertex = vertices.Add(GeoPoint.At(crossing));
                cuts[i].Add((t, vertex));
                cuts[k].Add((u, vertex));
            }
        }

        var pieces = new List<(int From, int To)>();
        for (var i = 0; i < edges.Count; i++)
        {
            cuts[i].Sort(static (x, y) => x.At.CompareTo(y.At));
            var from = edges[i].From;
            foreach (var (_, vertex) in cuts[i])
            {
                if (vertex == from || vertex == edges[i].To)
                    continue;
                pieces.Add((from, vertex));
                from = vertex;
            }

            pieces.Add((from, edges[i].To));
        }

        return pieces;
    }

    // Whether c and d lie on different sides of the line through a and b, neither of them on it.
    private static bool Straddles(Vec2 a, Vec2 b, Vec2 c, Vec2 d)
    {
        var dx = b.X - a.X;
        var dy = b.Y - a.Y;
        var near = Snap * Math.Sqrt(dx * dx + dy * dy);
        var atC = dx * (c.Y - a.Y) - dy * (c.X - a.X);
        var atD = dx * (d.Y - a.Y) - dy * (d.X - a.X);
        return atC > near && atD < -near || atC < -near && atD > near;
    }

    private static void OnEdge(Vertices vertices, (int From, int To) edge, int vertex, List<(double At, int Vertex)> cuts)
    {
        if (vertex == edge.From || vertex == edge.To)
            return;
        var a = vertices[edge.From];
        var b = vertices[edge.To];
        var p = vertices[vertex];
        var dx = b.X - a.X;
        var dy = b.Y - a.Y;
        var square = dx * dx + dy * dy;
        var t = ((p.X - a.X) * dx + (p.Y - a.Y) * dy) / square;
        if (!(t is > 0 and < 1))
            return;
        var away = Math.Abs((p.X - a.X) * dy - (p.Y - a.Y) * dx) / Math.Sqrt(square);
        if (away <= Snap)
            cuts.Add((t, vertex));
    }

    private static GeoPolygons Assemble(List<Edge> edges, Vertices vertices)
    {
        var outgoing = new Dictionary<int, List<int>>();
        for (var i = 0; i < edges.Count; i++)
        {
            if (!outgoing.TryGetValue(edges[i].From, out var list))
                outgoing[edges[i].From] = list = [];
            list.Add(i);
        }

        var used = new bool[edges.Count];
        var shells = new List<GeoPoint[]>();
        var holes = new List<GeoPoint[]>();
        for (var first = 0; first < edges.Count; first++)
        {
            if (used[first])
                continue;
            var loop = new List<Edge>();
            var at = first;
            while (at >= 0 && !used[at])
            {
                used[at] = true;
                loop.Add(edges[at]);
                at = Next(edges, outgoing, used, vertices, at, first);
            }

            if (loop.Count < 3 || loop[^1].To != loop[0].From)
                continue;
            // A ring starts behind its last edge of the input.
            var last = 0;
            for (var i = 1; i < loop.Count; i++)
            {
                if (loop[i].Order > loop[last].Order)
                    last = i;
            }

            var ring = new GeoPoint[loop.Count];
            for (var i = 0; i < ring.Length; i++)
                ring[i] = vertices.Place(loop[(last + 1 + i) % loop.Count].From);
            if (GeoPolygon.RingArea(ring) >= 0)
                shells.Add(ring);
            else
                holes.Add(ring);
        }

        var polygons = new List<GeoPolygon>();
        foreach (var ring in shells)
        {
            var shell = new GeoPolygon([ring]);
            var rings = new List<GeoPoint[]> { ring };
            foreach (var hole in holes)
            {
                var inside = Sphere.Interpolate(hole[0].Point, hole[1].Point, 0.5);
                if (shell.Contains(inside))
                    rings.Add(hole);
            }

            polygons.Add(new GeoPolygon(rings));
        }

        return new GeoPolygons(polygons);
    }

    // At a vertex with several ways on, the sharpest turn to the left keeps touching rings apart.
    private static int Next(List<Edge> edges, Dictionary<int, List<int>> outgoing, bool[] used, Vertices vertices, int current, int first)
    {
        if (!outgoing.TryGetValue(edges[current].To, out var candidates))
            return -1;
        var at = vertices[edges[current].To];
        var from = vertices[edges[current].From];
        var back = Trigonometry.Atan2(from.Y - at.Y, from.X - at.X);
        var best = -1;
        var bestTurn = double.PositiveInfinity;
        foreach (var candidate in candidates)
        {
            // Back at the first edge the ring is closed.
            if (used[candidate] && candidate != first)
                continue;
            var to = vertices[edges[candidate].To];
            var turn = back - Trigonometry.Atan2(to.Y - at.Y, to.X - at.X);
            while (turn <= 0)
                turn += 2 * Math.PI;
            if (turn < bestTurn)
            {
                bestTurn = turn;
                best = candidate;
            }
        }

        return best;
    }

    private sealed class Plane
    {
        private readonly Vec3 _center;
        private readonly Vec3 _x;
        private readonly Vec3 _y;

        public Plane(List<GeoPolygon> polygons)
        {
            var sum = new Vec3(0, 0, 0);
            foreach (var polygon in polygons)
            {
                foreach (var point in polygon.Rings[0])
                    sum += point.Point;
            }

            _center = sum.Unit();
            _x = (Math.Abs(_center.Z) < 0.9 ? new Vec3(0, 0, 1) : new Vec3(1, 0, 0)).Cross(_center).Unit();
            _y = _center.Cross(_x);
            foreach (var polygon in polygons)
            {
                foreach (var point in polygon.Rings[0])
                {
                    if (point.Point.Dot(_center) < 0.02)
                        throw new UnsupportedException("overlay of polygons", "together they span a hemisphere");
                    var p = Project(point.Point);
                    Extent = Math.Max(Extent, Math.Max(Math.Abs(p.X), Math.Abs(p.Y)));
                }
            }
        }

        public double Extent { get; }

        public Vec2 Project(Vec3 p)
        {
            var depth = p.Dot(_center);
            return new Vec2(p.Dot(_x) / depth, p.Dot(_y) / depth);
        }
    }

    /// <summary>Vertices on the plane; what nearly coincides is one.</summary>
    private sealed class Vertices(Plane plane)
    {
        private readonly List<Vec2> _points = [];
        private readonly List<GeoPoint> _places = [];
        private readonly Dictionary<(long, long), List<int>> _grid = [];

        public Vec2 this[int vertex] => _points[vertex];

        public GeoPoint Place(int vertex) => _places[vertex];

        public int Add(GeoPoint place) => Add(plane.Project(place.Point), place);

        private int Add(Vec2 point, GeoPoint place)
        {
            const double Cell = 1e-12;
            var x = (long)Math.Floor(point.X / Cell);
            var y = (long)Math.Floor(point.Y / Cell);
            for (var dx = -1; dx <= 1; dx++)
            {
                for (var dy = -1; dy <= 1; dy++)
                {
                    if (!_grid.TryGetValue((x + dx, y + dy), out var near))
                        continue;
                    foreach (var vertex in near)
                    {
                        if (Math.Abs(_points[vertex].X - point.X) <= Snap && Math.Abs(_points[vertex].Y - point.Y) <= Snap)
                            return vertex;
                    }
                }
            }

            if (!_grid.TryGetValue((x, y), out var own))
                _grid[(x, y)] = own = [];
            own.Add(_points.Count);
            _points.Add(point);
            _places.Add(place);
            return _points.Count - 1;
        }
    }
}
