namespace Content.Kql.Functions;

/// <summary>Declarations of the geo point functions.</summary>
internal static class GeoPointFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        geo_angle(p1_longitude: number, p1_latitude: number, p2_longitude: number, p2_latitude: number, p3_longitude: number, p3_latitude: number) -> real
            Gives the clockwise angle between two arcs that meet in a point.

        geo_azimuth(p1_longitude: number, p1_latitude: number, p2_longitude: number, p2_latitude: number) -> real
            Gives the clockwise angle between north and the arc from one point to another.

        geo_closest_point_on_line(longitude: number, latitude: number, lineString: bag) -> geoshape
            Gives the point of a line that is closest to a point.

        geo_closest_point_on_polygon(longitude: number, latitude: number, polygon: bag) -> geoshape
            Gives the point of a polygon that is closest to a point.

        geo_distance_2points(p1_longitude: number, p1_latitude: number, p2_longitude: number, p2_latitude: number, use_spheroid?: number-or-bool) -> real
            Gives the distance of two points in metres.

        geo_distance_point_to_line(longitude: number, latitude: number, lineString: bag) -> real
            Gives the distance of a point from a line in metres.

        geo_distance_point_to_polygon(longitude: number, latitude: number, polygon: bag) -> real
            Gives the distance of a point from a polygon in metres.

        geo_from_wkt(wkt: string-or-array) -> geoshape
            Reads a geometry in well-known text form.

        geo_point_buffer(longitude: number, latitude: number, radius: number, tolerance?: number) -> geoshape
            Gives the polygon of all places within a distance of a point.

        geo_point_in_circle(p_longitude: number, p_latitude: number, pc_longitude: number, pc_latitude: number, c_radius: number) -> bool
            Tells whether a point is within a distance of a centre.

        geo_point_in_polygon(longitude: number, latitude: number, polygon: bag) -> bool
            Tells whether a point is inside a polygon.
        """;
}
