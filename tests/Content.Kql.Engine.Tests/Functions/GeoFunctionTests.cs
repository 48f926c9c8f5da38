namespace Content.Kql.Engine.Tests.Functions;

/// <summary>Places, shapes and grid cells.</summary>
public sealed class GeoFunctionTests
{
    private const string Line = "dynamic({'type':'LineString','coordinates':[[0,0],[0,1],[0,2]]})";
    private const string Square = "dynamic({'type':'Polygon','coordinates':[[[0,0],[2,0],[2,2],[0,2],[0,0]]]})";
    private const string Bad = "dynamic({'type':'LineString'})";

    [Theory]
    [InlineData("round(geo_distance_2points(-122.407628, 47.578557, -118.275287, 34.019056), 6)", "1546754.351974")]
    [InlineData("geo_distance_2points(300, 1, 1, 1)", "null")]
    [InlineData("round(geo_distance_2points(0, 0, 0, 1, true), 0)", "110574")]
    [InlineData("round(geo_azimuth(5, 10, 10, -40), 10)", "3.054599398")]
    [InlineData("geo_azimuth(5, 10, 5, 10)", "null")]
    [InlineData("round(geo_angle(0, 10, 0, 5, 3, -10), 12)", "2.944938434069")]
    [InlineData("geo_angle(0, 0, 0, 0, 1, 0)", "null")]
    [InlineData("geo_point_in_circle(-122.143564, 47.535677, -122.100896, 47.527351, 3500)", "true")]
    [InlineData("geo_point_in_circle(1, 1, 1, 1, -1)", "null")]
    [InlineData("geo_point_in_polygon(1, 1, " + Square + ")", "true")]
    [InlineData("geo_point_in_polygon(3, 1, " + Square + ")", "false")]
    [InlineData("geo_point_in_polygon(1, 1, " + Bad + ")", "null")]
    [InlineData("round(geo_distance_point_to_line(1, 1, " + Line + "), 0)", "111178")]
    [InlineData("geo_distance_point_to_line(1, 1, " + Bad + ")", "null")]
    [InlineData("geo_distance_point_to_polygon(1, 1, " + Square + ")", "0")]
    [InlineData("round(toreal(geo_closest_point_on_line(1, 1, " + Line + ").coordinates[1]), 3)", "1")]
    [InlineData("tostring(geo_closest_point_on_polygon(1, 1, " + Square + "))", "{\"type\":\"Point\",\"coordinates\":[1,1]}")]
    [InlineData("tostring(geo_from_wkt('POINT (1 2.5)'))", "{\"type\":\"Point\",\"coordinates\":[1,2.5]}")]
    [InlineData("tostring(geo_from_wkt('polygon ((0 0, 2 0, 2 2, 0 0))').type)", "Polygon")]
    [InlineData("geo_from_wkt('LINESTRING')", "null")]
    [InlineData("round(geo_line_length(" + Line + "), 0)", "222390")]
    [InlineData("geo_line_length(" + Bad + ")", "null")]
    [InlineData("round(toreal(geo_line_centroid(" + Line + ").coordinates[1]), 6)", "1")]
    [InlineData("round(toreal(geo_line_interpolate_point(" + Line + ", 0.25).coordinates[1]), 6)", "0.5")]
    [InlineData("geo_line_interpolate_point(" + Line + ", 1.25)", "null")]
    [InlineData("round(geo_line_locate_point(" + Line + ", 0, 0.5), 6)", "0.25")]
    [InlineData("tostring(geo_line_simplify(" + Line + ", 10))", "{\"type\":\"LineString\",\"coordinates\":[[0,0],[0,2]]}")]
    [InlineData("geo_line_simplify(" + Line + ", -1)", "null")]
    [InlineData("array_length(geo_line_densify(dynamic({'type':'LineString','coordinates':[[50,50],[51,51]]})).coordinates)", "9")]
    [InlineData("geo_line_densify(" + Line + ", 0)", "null")]
    [InlineData("round(geo_polygon_area(" + Square + ") / 1e9, 2)", "49.45")]
    [InlineData("geo_polygon_area(" + Bad + ")", "null")]
    [InlineData("round(geo_polygon_perimeter(" + Square + ") / 1000, 0)", "889")]
    [InlineData("round(toreal(geo_polygon_centroid(" + Square + ").coordinates[0]), 6)", "1")]
    [InlineData("array_length(geo_polygon_simplify(" + Square + ", 10).coordinates[0])", "5")]
    [InlineData("array_length(geo_polygon_densify(" + Square + ", 100000).coordinates[0])", "5")]
    [InlineData("geo_intersects_2lines(" + Line + ", dynamic({'type':'LineString','coordinates':[[-1,1],[1,1]]}))", "true")]
    [InlineData("geo_intersects_2lines(" + Line + ", dynamic({'type':'LineString','coordinates':[[1,1],[2,1]]}))", "false")]
    [InlineData("geo_intersects_line_with_polygon(dynamic({'type':'LineString','coordinates':[[-1,1],[1,1]]}), " + Square + ")", "true")]
    [InlineData("geo_intersects_2polygons(" + Square + ", " + Square + ")", "true")]
    [InlineData("geo_intersects_2polygons(" + Square + ", " + Bad + ")", "null")]
    [InlineData("tostring(geo_intersection_2lines(" + Line + ", dynamic({'type':'LineString','coordinates':[[-1,1],[1,1]]})).type)", "Point")]
    [InlineData("tostring(geo_intersection_2lines(" + Line + ", dynamic({'type':'LineString','coordinates':[[5,5],[6,6]]})))", "{\"type\":\"GeometryCollection\",\"geometries\":[]}")]
    [InlineData("tostring(geo_intersection_2lines(" + Line + ", " + Line + ").type)", "LineString")]
    [InlineData("round(geo_polygon_area(geo_intersection_2polygons(" + Square + ", dynamic({'type':'Polygon','coordinates':[[[1,-1],[3,-1],[3,3],[1,3],[1,-1]]]}))) / geo_polygon_area(" + Square + "), 3)", "0.5")]
    [InlineData("round(geo_line_length(geo_intersection_line_with_polygon(dynamic({'type':'LineString','coordinates':[[-1,1],[1,1]]}), " + Square + ")) / 1000, 0)", "111")]
    [InlineData("tostring(geo_union_polygons_array(pack_array(" + Square + ", dynamic({'type':'Polygon','coordinates':[[[1,1],[3,1],[3,3],[1,3],[1,1]]]}))).type)", "Polygon")]
    [InlineData("tostring(geo_union_polygons_array(pack_array(" + Square + ", dynamic({'type':'Polygon','coordinates':[[[5,5],[6,5],[6,6],[5,5]]]}))).type)", "MultiPolygon")]
    [InlineData("tostring(geo_union_lines_array(pack_array(" + Line + ", dynamic({'type':'LineString','coordinates':[[0,2],[0,3]]}))))", "{\"type\":\"LineString\",\"coordinates\":[[0,0],[0,1],[0,2],[0,3.0000000000000004]]}")]
    [InlineData("geo_union_lines_array(pack_array(" + Line + ", " + Bad + "))", "null")]
    [InlineData("abs(geo_polygon_area(geo_point_buffer(10, 10, 1000)) / (pi() * 1000000) - 1) < 0.05", "true")]
    [InlineData("geo_point_buffer(10, 10, -1)", "null")]
    [InlineData("geo_azimuth(0, 0, 180, 0)", "null")]
    [InlineData("array_length(geo_simplify_polygons_array(pack_array(" + Square + ", dynamic({'type':'Polygon','coordinates':[[[2,0],[4,0],[4,2],[2,2],[2,0]]]})), 10).coordinates)", "2")]
    [InlineData("geo_simplify_polygons_array(pack_array(" + Square + ", " + Bad + "))", "null")]
    [InlineData("geo_simplify_polygons_array(pack_array(" + Square + "), -1)", "null")]
    [InlineData("geo_simplify_polygons_array(pack_array(" + Square + "), 1000000)", "null")]
    [InlineData("geo_point_in_polygon(0.005, 1, geo_line_buffer(" + Line + ", 1000))", "true")]
    [InlineData("geo_point_in_polygon(-0.005, 1, geo_polygon_buffer(" + Square + ", 1000))", "true")]
    [InlineData("geo_polygon_buffer(" + Square + ", 0)", "null")]
    public void Shape(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));

    [Theory]
    [InlineData("geo_point_to_geohash(-80.195829, 25.802215, 8)", "dhwfz15h")]
    [InlineData("geo_point_to_geohash(200, 1, 8)", "")]
    [InlineData("geo_point_to_geohash(1, 1, int(null))", "")]
    [InlineData("geo_geohash_neighbors('sunny')", "[\"sunnt\",\"sunpj\",\"sunnx\",\"sunpn\",\"sunnv\",\"sunpp\",\"sunnz\",\"sunnw\"]")]
    [InlineData("geo_geohash_neighbors('a')", "null")]
    [InlineData("round(toreal(geo_geohash_to_central_point('s').coordinates[0]), 3)", "22.5")]
    [InlineData("array_length(geo_geohash_to_polygon('s').coordinates[0])", "5")]
    [InlineData("geo_point_to_s2cell(-80.195829, 25.802215, 8)", "88d9b")]
    [InlineData("geo_point_to_s2cell(1, 1, 35)", "")]
    [InlineData("round(toreal(geo_s2cell_to_central_point('1234567').coordinates[1]), 10)", "27.4683929258")]
    [InlineData("geo_s2cell_to_central_point('a')", "null")]
    [InlineData("geo_s2cell_neighbors('89c259')", "[\"89c25d\",\"89c2f9\",\"89c251\",\"89c257\",\"89c25f\",\"89c25b\",\"89c2f7\",\"89c2f5\"]")]
    [InlineData("array_length(geo_s2cell_to_polygon('89c259').coordinates[0])", "5")]
    [InlineData("array_length(geo_polygon_to_s2cells(dynamic({'type':'Polygon','coordinates':[[[0,0],[0,50],[100,50],[0,0]]]}), 5))", "286")]
    [InlineData("geo_polygon_to_s2cells(dynamic({'type':'Polygon','coordinates':[[[0,0],[0,50],[100,50],[0,0]]]}), 30)", "null")]
    [InlineData("array_length(geo_line_to_s2cells(" + Line + ", 1)) > 0", "true")]
    [InlineData("geo_line_to_s2cells(" + Bad + ")", "null")]
    [InlineData("geo_point_to_h3cell(-74.04450446039874, 40.689250859314974, 6)", "862a1072fffffff")]
    [InlineData("geo_point_to_h3cell(1, 1, 16)", "")]
    [InlineData("geo_h3cell_level('862a1072fffffff')", "6")]
    [InlineData("geo_h3cell_level('abc')", "null")]
    [InlineData("geo_h3cell_parent('862a1072fffffff')", "852a1073fffffff")]
    [InlineData("geo_h3cell_parent('862a1072fffffff', 7)", "")]
    [InlineData("geo_h3cell_neighbors('862a1072fffffff')", "[\"862a10727ffffff\",\"862a10707ffffff\",\"862a1070fffffff\",\"862a10777ffffff\",\"862a100dfffffff\",\"862a100d7ffffff\"]")]
    [InlineData("geo_h3cell_children('862a1072fffffff')[0]", "872a10728ffffff")]
    [InlineData("geo_h3cell_rings('861f8894fffffff', 2)[2]", "[\"861f88967ffffff\",\"861f88977ffffff\",\"861f88957ffffff\",\"861f8882fffffff\",\"861f88877ffffff\",\"861f88847ffffff\",\"861f8886fffffff\",\"861f8d49fffffff\",\"861f8d487ffffff\",\"861f8d4a7ffffff\",\"861f8d59fffffff\",\"861f8d597ffffff\"]")]
    [InlineData("geo_h3cell_rings('861f8894fffffff', 150)", "null")]
    [InlineData("array_length(geo_polygon_to_h3cells(dynamic({'type':'Polygon','coordinates':[[[-3.659,40.553],[-3.913,40.409],[-3.729,40.273],[-3.524,40.440],[-3.659,40.553]]]})))", "13")]
    [InlineData("array_length(geo_h3cell_to_polygon('862a1072fffffff').coordinates[0])", "7")]
    [InlineData("geo_h3cell_to_central_point('abc')", "null")]
    [InlineData("array_length(geo_polygon_to_h3cells(" + Square + ", 3)) > 0", "true")]
    public void Cell(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));

    /// <summary>A cell's centre lies in the cell, also around the twelve pentagons and on all levels.</summary>
    [Fact]
    public void Cells_and_centres_agree()
    {
        var rows = KqlRun.Rows("""
            range i from 0 to 899 step 1
            | extend lng = -180.0 + (i * 137.50776405) % 360.0, lat = -89.0 + (i * 1.98), level = toint(i % 16)
            | where lat < 89
            | extend h = geo_point_to_h3cell(lng, lat, level), s = geo_point_to_s2cell(lng, lat, level)
            | extend hc = geo_h3cell_to_central_point(h).coordinates, sc = geo_s2cell_to_central_point(s).coordinates
            | where geo_point_to_h3cell(toreal(hc[0]), toreal(hc[1]), level) != h or geo_point_to_s2cell(toreal(sc[0]), toreal(sc[1]), level) != s
            | project lng, lat, level, h, s
            """);
        Assert.Empty(rows);
    }

    [Fact]
    public void A_pentagon_has_five_neighbours() => Assert.Equal("5", Print.Value("array_length(geo_h3cell_neighbors('8009fffffffffff'))"));

    [Fact]
    public void A_pentagon_has_six_children() => Assert.Equal("6", Print.Value("array_length(geo_h3cell_children('8009fffffffffff'))"));
}
