namespace Content.Kql.Functions;

/// <summary>Declarations of the geo shape functions.</summary>
internal static class GeoShapeFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        geo_intersection_2lines(lineString1: bag, lineString2: bag) -> geoshape
            Gives the common part of two lines.

        geo_intersection_2polygons(polygon1: bag, polygon2: bag) -> geoshape
            Gives the common part of two polygons.

        geo_intersection_line_with_polygon(lineString: bag, polygon: bag) -> geoshape
            Gives the common part of a line and a polygon.

        geo_intersects_2lines(lineString1: bag, lineString2: bag) -> bool
            Tells whether two lines meet.

        geo_intersects_2polygons(polygon1: bag, polygon2: bag) -> bool
            Tells whether two polygons overlap or touch.

        geo_intersects_line_with_polygon(lineString: bag, polygon: bag) -> bool
            Tells whether a line meets a polygon.

        geo_line_buffer(lineString: bag, radius: number, tolerance?: number) -> geoshape
            Gives the polygon of all places within a distance of a line.

        geo_line_centroid(lineString: bag) -> geoshape
            Gives the centroid of a line.

        geo_line_densify(lineString: bag, tolerance?: number, preserve_crossing?: number-or-bool) -> geoshape
            Adds points to a line so that no edge is longer than a limit.

        geo_line_interpolate_point(lineString: bag, fraction: number) -> geoshape
            Gives the point at a fraction of a line's length.

        geo_line_length(lineString: bag) -> real
            Gives the length of a line in metres.

        geo_line_locate_point(lineString: bag, longitude: number, latitude: number, use_spheroid?: number-or-bool) -> real
            Gives the fraction of a line's length at which it is closest to a point.

        geo_line_simplify(lineString: bag, tolerance?: number) -> geoshape
            Removes points of a line within a tolerance.

        __geo_line_validate(lineString: bag) -> string
            @hidden
            Tells whether a line is valid.

        geo_polygon_area(polygon: bag) -> real
            Gives the area of a polygon in square metres.

        geo_polygon_buffer(polygon: bag, radius: number, tolerance?: number) -> geoshape
            Gives the polygon of all places within a distance of a polygon.

        geo_polygon_centroid(polygon: bag) -> geoshape
            Gives the centroid of a polygon.

        geo_polygon_densify(polygon: bag, tolerance?: number, preserve_crossing?: number-or-bool) -> geoshape
            Adds points to a polygon so that no edge is longer than a limit.

        geo_polygon_perimeter(polygon: bag) -> real
            Gives the length of a polygon's border in metres.

        geo_polygon_simplify(polygon: bag, tolerance?: number) -> geoshape
            Removes points of a polygon within a tolerance.

        __geo_polygon_validate(polygon: bag) -> string
            @hidden
            Tells whether a polygon is valid.

        geo_simplify_polygons_array(polygons: array, tolerance?: number) -> geoshape
            Simplifies polygons that share borders.

        geo_union_lines_array(lineStrings: array) -> geoshape
            Joins the lines of an array.

        geo_union_polygons_array(polygons: array) -> geoshape
            Joins the polygons of an array.
        """;
}
