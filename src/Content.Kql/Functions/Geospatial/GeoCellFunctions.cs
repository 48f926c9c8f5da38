namespace Content.Kql.Functions;

/// <summary>Declarations of the geo cell functions.</summary>
internal static class GeoCellFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        geo_geohash_neighbors(geohash: string) -> array<string>
            Gives the neighbours of a geohash.

        geo_geohash_to_central_point(geohash: string) -> geoshape
            Gives the centre of a geohash.

        geo_geohash_to_polygon(geohash: string) -> geoshape
            Gives the rectangle of a geohash.

        geo_h3cell_children(h3cell: string, resolution?: number) -> array<string>
            Gives the cells of a finer level inside an H3 cell.

        geo_h3cell_level(h3cell: string) -> int
            Gives the level of an H3 cell.

        geo_h3cell_neighbors(h3cell: string) -> array<string>
            Gives the neighbours of an H3 cell.

        geo_h3cell_parent(h3cell: string, resolution?: number) -> string
            Gives the cell of a coarser level around an H3 cell.

        geo_h3cell_rings(h3cell: string, distance: number) -> array<array<string>>
            Gives the rings of cells around an H3 cell.

        geo_h3cell_to_central_point(h3cell: string) -> geoshape
            Gives the centre of an H3 cell.

        geo_h3cell_to_polygon(h3cell: string) -> geoshape
            Gives the polygon of an H3 cell.

        __geo_length_to_s2cell_level(length: number) -> int
            @hidden
            Gives the S2 level whose cells have about a length.

        __geo_line_s2cell_covering_level(lineString: bag) -> int
            @hidden
            Gives the S2 level that covers a line well.

        geo_line_to_s2cells(lineString: bag, level?: number, radius?: number) -> array<string>
            Covers a line by S2 cells.

        geo_point_to_geohash(longitude: number, latitude: number, accuracy?: number) -> string
            Gives the geohash of a point.

        geo_point_to_h3cell(longitude: number, latitude: number, resolution?: number) -> string
            Gives the H3 cell of a point.

        geo_point_to_s2cell(longitude: number, latitude: number, level?: number) -> string
            Gives the S2 cell of a point.

        __geo_polygon_s2cell_covering_level(polygon: bag) -> int
            @hidden
            Gives the S2 level that covers a polygon well.

        geo_polygon_to_h3cells(polygon: bag, resolution?: number, radius?: number) -> array<string>
            Covers a polygon by H3 cells.

        geo_polygon_to_s2cells(polygon: bag, level?: number, radius?: number) -> array<string>
            Covers a polygon by S2 cells.

        geo_s2cell_neighbors(s2cell: string) -> array<string>
            Gives the neighbours of an S2 cell.

        geo_s2cell_to_central_point(s2cell: string) -> geoshape
            Gives the centre of an S2 cell.

        geo_s2cell_to_polygon(s2cell: string) -> geoshape
            Gives the rectangle of an S2 cell.
        """;
}
