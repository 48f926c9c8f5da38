namespace Content.Kql.Engine.Tests.Operators;

/// <summary>The graph operators; examples with people and stations follow those of the language reference.</summary>
public sealed class GraphTests
{
    private const string Stations = """
        let connections = datatable(from_station:string, to_station:string, line:string) [
          "Central", "North", "red", "North", "Central", "red", "Central", "South", "red", "South", "Central", "red",
          "South", "South-West", "red", "South-West", "South", "red", "South-West", "West", "red", "West", "South-West", "red",
          "Central", "East", "blue", "East", "Central", "blue", "Central", "West", "blue", "West", "Central", "blue"];
        let stations = datatable(station:string, wifi:bool, temperature:long) [
          "Central", true, 14, "North", false, 5, "South", false, 20, "South-West", true, 21, "West", true, 22, "East", false, 16];
        """;

    private const string Triangle = "let E = datatable(s:string, t:string, w:long) ['a','b',1, 'b','c',2, 'c','a',3];";

    private static string[] Sorted(string query) => [.. KqlRun.Rows(query).Order(StringComparer.Ordinal)];

    [Fact]
    public void Paths_without_repeated_edges_are_all_found()
    {
        var rows = Sorted(Stations + """
            connections | make-graph from_station --> to_station with stations on station
            | graph-match (start)-[connections*1..5]->(destination)
              where start.station == "South-West" and destination.station == "North"
              project t = tostring(array_sort_asc(map(inner_nodes(connections), round(convert_temperature(temperature, 'DegreeCelsius', 'DegreeFahrenheit'), 3))))
            """);
        Assert.Equal(8, rows.Length);
        Assert.Contains("[57.2,68.0]", rows);
        Assert.Contains("[57.2,71.6]", rows);
        Assert.Contains("[57.2,57.2,60.8,68.0]", rows);
        Assert.Equal(2, rows.Count(row => row == "[68.0,69.8,71.6]".Replace("[", "[57.2,", StringComparison.Ordinal)));
    }

    [Fact]
    public void Any_asks_for_one_element() => Assert.Equal(["South-West|South->Central|North", "South-West|West->Central|North"], Sorted(Stations + """
        connections | make-graph from_station --> to_station with stations on station
        | graph-match cycles=none (start)-[connections*2..5]->(destination)
          where start.station == "South-West" and destination.station == "North" and any(inner_nodes(connections), wifi)
          project from = start.station, stations = strcat_array(map(inner_nodes(connections), station), "->"), to = destination.station
        """));

    [Fact]
    public void Shortest_paths_are_one_or_all_of_a_pair()
    {
        const string Query = """
            connections | make-graph from_station --> to_station with_node_id=station
            | graph-shortest-paths output=OUTPUT (start)-[c*1..5]->(destination) where start.station == "South-West" and destination.station == "North"
              project path = strcat_array(map(c, to_station), ",")
            """;
        Assert.Equal(["South,Central,North"], Sorted(Stations + Query.Replace("OUTPUT", "any", StringComparison.Ordinal)));
        Assert.Equal(["South,Central,North", "West,Central,North"], Sorted(Stations + Query.Replace("OUTPUT", "all", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_shortest_path_heeds_conditions_on_the_whole_of_it() => Assert.Equal(["5|blue,red,red,red,red"], Sorted(Stations + """
        connections | make-graph from_station --> to_station with_node_id=station
        | graph-shortest-paths (start)-[c*1..6]->(destination)
          where start.station == "East" and destination.station == "South-West" and array_length(map(c, line)) >= 4 and destination.station != strcat(start.station, "")
          project n = array_length(map(c, line)), lines = strcat_array(array_sort_asc(map(c, line)), ",")
        """));

    [Fact]
    public void A_path_of_no_edges_stays_where_it_is() => Assert.Equal(["a|a|[]", "a|b|[\"b\"]"], Sorted(Triangle + """
        E | make-graph s --> t with_node_id=n | graph-match (x)-[e*0..1]->(y) where x.n == 'a' project x.n, y.n, p = map(e, t)
        """));

    [Theory]
    [InlineData("all", "1,2,3,4")]
    [InlineData("unique_edges", "1,2,3")]
    [InlineData("none", "1,2")]
    public void Cycles_are_matched_as_asked(string cycles, string lengths) => Assert.Equal(lengths.Split(','), Sorted(Triangle + $"""
        E | make-graph s --> t with_node_id=n | graph-match cycles={cycles} (x)-[e*1..4]->(y) where x.n == 'a' project array_length(map(e, w))
        """));

    [Fact]
    public void Directions_are_followed()
    {
        string Match(string pattern) => string.Join(' ', Sorted(Triangle + $"E | make-graph s --> t with_node_id=n | graph-match {pattern} where x.n == 'a' project y.n"));
        Assert.Equal("b", Match("(x)-->(y)"));
        Assert.Equal("c", Match("(x)<--(y)"));
        Assert.Equal("b c", Match("(x)--(y)"));
        Assert.Equal("b c", Match("(x)-[e*1..1]-(y)"));
        Assert.Equal("b c", string.Join(' ', Sorted(Triangle + "E | make-graph s -- t with_node_id=n | graph-match (x)-->(y) where x.n == 'a' project y.n")));
    }

    [Fact]
    public void A_loop_is_one_edge_from_either_side() => Assert.Equal(["a"], KqlRun.Rows("datatable(s:string, t:string) ['a','a'] | make-graph s --> t with_node_id=n | graph-match (x)-[e]-(y) project x.n"));

    [Fact]
    public void Properties_of_a_path_have_a_value_an_edge() => Assert.Equal(["[1,2]|[2,4]|[\"a\",\"b\"]"], KqlRun.Rows(Triangle + """
        E | make-graph s --> t with_node_id=n | graph-match (x)-[e*2..2]->(y) where x.n == 'a' and e.w < 3 project e.w, twice = e.w * 2, tostring(e.s)
        """));

    [Fact]
    public void A_condition_on_a_path_holds_for_each_edge() => Assert.Equal(["a|b", "a|c", "b|c"], Sorted(Triangle + """
        E | make-graph s --> t with_node_id=n | graph-match (x)-[e*1..3]->(y) where e.w < 3 project x.n, y.n
        """));

    [Fact]
    public void Sequences_meet_in_shared_nodes() => Assert.Equal(["Mallory|Bob|Apollo"], KqlRun.Rows("""
        let Entities = datatable(name:string, type:string) ["Alice","Person","Bob","Person","Eve","Person","Mallory","Person","Apollo","System"];
        let Actions = datatable(source:string, destination:string, action_type:string) [
          "Alice","Bob","communicatesWith","Alice","Apollo","trusts","Bob","Apollo","hasPermission","Eve","Alice","attacks","Mallory","Alice","attacks","Mallory","Bob","attacks"];
        Actions | make-graph source --> destination with Entities on name
        | graph-match (mallory)-[attacks]->(compromised)-[hasPermission]->(apollo), (compromised)-[communicates]-(alice)
          where mallory.name == "Mallory" and apollo.name == "Apollo" and attacks.action_type == "attacks" and hasPermission.action_type == "hasPermission" and alice.name == "Alice"
          project Attacker = mallory.name, Compromised = compromised.name, System = apollo.name
        """));

    [Fact]
    public void Sequences_that_share_nothing_fail() =>
        Assert.Contains("share nodes", KqlRun.Error(Triangle + "E | make-graph s --> t | graph-match (a)-->(b), (c)-->(d) project x = 1").Message, StringComparison.Ordinal);

    [Fact]
    public void Functions_read_nodes_and_outer_elements() => Assert.Equal(["a|1|1|[\"a>b\"]|[]"], KqlRun.Rows(Triangle + """
        E | make-graph s --> t with_node_id=n | graph-match (x)-[e*1..1]->(y) where x.n == 'a'
          project node_id(x), node_degree_in(x), node_degree_out(x), map(e, strcat(x.n, ">", t)), map(inner_nodes(e), node_degree_in())
        """));

    [Fact]
    public void Labels_are_the_property_of_that_name() => Assert.Equal(["""Switch1|["Network","Access"]|[]"""], KqlRun.Rows("""
        let parts = datatable(name:string, Labels:dynamic) ["Router1", dynamic(["Network"]), "Switch1", dynamic(["Network", "Access"]), "Server1", dynamic(["Compute"])];
        datatable(s:string, t:string) ["Router1", "Switch1", "Switch1", "Server1"] | make-graph s --> t with parts on name
        | graph-match (a)-[e]->(b) where labels(a) has "Network" and labels(b) has "Compute" project a.name, labels(a), labels(e)
        """));

    [Fact]
    public void An_element_is_a_bag() => Assert.Equal(["""{"n":"a"}|{"s":"a","t":"b","w":1}|[{"s":"a","t":"b","w":1}]"""], KqlRun.Rows(Triangle + """
        E | make-graph s --> t with_node_id=n | graph-match (x)-[e]->(y), (x)-[p*1..1]->(z) where x.n == 'a' and y.n == 'b' project x, e, p
        """.Replace("graph-match", "graph-match cycles=all", StringComparison.Ordinal)));

    [Fact]
    public void Graphs_become_tables_with_the_hash_of_their_ids()
    {
        const string Graph = """
            let nodes = datatable(name:string, age:long) ["Alice",23,"Bob",31];
            let edges = datatable(source:string, destination:string) ["Alice","Bob","Mallory","Alice"];
            edges | make-graph source --> destination with nodes on name |
            """;
        Assert.Equal(["-3122868243544336885|Alice|23", "-7133945255344544237|Bob|31", "3855580634910899594|Mallory|null"], KqlRun.Rows(Graph + "graph-to-table nodes with_node_id=NodeId"));
        Assert.Equal(
            ["-3122868243544336885|-7133945255344544237|Alice|Bob", "3855580634910899594|-3122868243544336885|Mallory|Alice"],
            KqlRun.Rows(Graph + "graph-to-table edges with_source_id=S with_target_id=T"));
        Assert.Equal(["2"], KqlRun.Rows(Graph + "graph-to-table nodes as N with_node_id=I, edges as E with_source_id=I; N | join kind=inner E on I | count"));
        Assert.Equal(["N 3", "E 2"], KqlRun.Execute(Graph + "graph-to-table nodes as N, edges as E").Tables.Select(table => $"{table.Name} {table.Table.RowCount}"));
    }

    [Fact]
    public void Components_are_numbered()
    {
        const string Families = """
            datatable(child:string, parent:string) ["Alice","Bob","Carol","Alice","Eve","Frank","Frank","Mallory","Mallory","Eve","Eve","Kirk"]
            | make-graph child --> parent with_node_id=name |
            """;
        Assert.Equal(["Alice|0", "Bob|0", "Carol|0", "Eve|1", "Frank|1", "Mallory|1", "Kirk|1"], KqlRun.Rows(Families + "graph-mark-components with_component_id = family | graph-to-table nodes"));
        Assert.Equal(
            ["Alice|0", "Bob|1", "Carol|2", "Eve|3", "Frank|3", "Mallory|3", "Kirk|4"], KqlRun.Rows(Families + "graph-mark-components kind=strong | graph-to-table nodes"));
        Assert.Equal(["2"], KqlRun.Rows(Families + "graph-mark-components kind=strong | graph-match (a)-->(b) where a.ComponentId != b.ComponentId and a.name != 'Carol' project a.name | count"));
    }

    [Fact]
    public void Nodes_of_several_tables_merge() => Assert.Equal(["a|1|x", "b|2|", "c|null|y"], KqlRun.Rows("""
        let A = datatable(id:string, n:long) ['a',1,'b',2];
        let B = datatable(id:string, label:string) ['a','x','c','y'];
        datatable(s:string, t:string) ['a','b'] | make-graph s --> t with A on id, B on id | graph-to-table nodes
        """));

    [Fact]
    public void A_graph_can_be_filtered()
    {
        Assert.Equal(["b|c"], KqlRun.Rows(Triangle + "E | make-graph s --> t with_node_id=n | graph-where-nodes n != 'a' | graph-match (x)-->(y) project x.n, y.n"));
        Assert.Equal(["a", "b", "c"], KqlRun.Rows(Triangle + "E | make-graph s --> t with_node_id=n | graph-where-edges w > 5 | graph-to-table nodes"));
    }

    [Fact]
    public void Each_partition_is_a_graph_of_its_own() => Assert.Equal(["1|a", "2|a"], Sorted("""
        datatable(s:string, t:string, p:long) ['a','b',1, 'b','c',2, 'a','c',2]
        | make-graph s --> t with_node_id=n partitioned-by p (graph-match (x)-[e]->(y) where x.n == 'a' project e.p, x.n)
        """));

    [Fact]
    public void A_graph_can_have_a_name() => Assert.Equal(["a", "b", "c"], Sorted(Triangle + "let G = E | make-graph s --> t with_node_id=n; G | graph-match (x)-->(y) project x.n"));

    [Fact]
    public void A_graph_alone_is_no_result() => Assert.Equal(QueryErrorKind.Failed, KqlRun.Error(Triangle + "E | make-graph s --> t").Kind);
}
