namespace Content.Kql.Engine.Tests.Operators;

/// <summary>Plugins; samples with users and days follow the language reference.</summary>
public sealed class PluginTests
{
    private const string Users = """
        let Users = datatable(day:datetime, ids:dynamic) [
          datetime(2019-11-01), dynamic([0,2,3,4]), datetime(2019-11-02), dynamic([0,1,3,4,5]), datetime(2019-11-03), dynamic([0,2,4,5]),
          datetime(2019-11-04), dynamic([0,1,2,3]), datetime(2019-11-05), dynamic([0,1,2,3,4])] | mv-expand user = ids to typeof(long) | project Timestamp = day, user;
        """;

    [Fact]
    public void New_activity_metrics_follow_cohorts()
    {
        var rows = KqlRun.Rows(Users + """
            Users | evaluate new_activity_metrics(user, Timestamp, datetime(2019-11-01), datetime(2019-11-07) - 1tick, 1d) | where from_Timestamp < datetime(2019-11-03)
            | project strcat(dayofmonth(from_Timestamp), ' ', dayofmonth(to_Timestamp)), dcount_new_values, dcount_retained_values, dcount_churn_values, retention_rate
            """);
        Assert.Equal(
            [
                "1 1|4|4|0|1", "1 2|2|3|1|0.75", "1 3|1|3|1|0.75", "1 4|1|3|1|0.75", "1 5|1|4|0|1", "1 6|0|0|4|0",
                "2 2|2|2|0|1", "2 3|0|1|1|0.5", "2 4|0|1|1|0.5", "2 5|0|1|1|0.5", "2 6|0|0|2|0",
            ],
            rows);
    }

    [Fact]
    public void New_activity_metrics_take_a_cohort_and_a_lookback() => Assert.Equal(["1|1", "2|1"], KqlRun.Rows(Users + """
        let old = datatable(user:long) [2, 3, 4];
        Users | evaluate new_activity_metrics(user, Timestamp, datetime(2019-11-01), datetime(2019-11-02), 1d, datetime(2019-11-01), old)
        | project dayofmonth(to_Timestamp), dcount_retained_values
        """));

    [Fact]
    public void Activity_metrics_compare_with_the_period_before() => Assert.Equal(["1|4|4|NaN|NaN", "2|5|2|0.75|0.25", "3|4|1|0.6|0.4"], KqlRun.Rows(Users + """
        Users | evaluate activity_metrics(user, Timestamp, datetime(2019-11-01), datetime(2019-11-03), 1d)
        | project dayofmonth(Timestamp), dcount_values, dcount_newvalues, retention_rate, churn_rate
        """));

    [Fact]
    public void Activity_engagement_relates_two_windows() => Assert.Equal(["1|4|4|1", "2|5|6|0.8333333333333334", "3|4|6|0.6666666666666666"], KqlRun.Rows(Users + """
        Users | evaluate activity_engagement(user, Timestamp, datetime(2019-11-01), datetime(2019-11-03), 1d, 2d)
        | project dayofmonth(Timestamp), dcount_activities_inner, dcount_activities_outer, activity_ratio
        """));

    [Fact]
    public void Sequences_are_detected_by_dimension() => Assert.Equal(["c|00:05:00", "c|00:25:00", "c|00:20:00"], KqlRun.Rows("""
        datatable(t:datetime, host:string, what:string) [
          datetime(2026-01-01 10:00), 'c', 'heat', datetime(2026-01-01 10:05), 'c', 'fire', datetime(2026-01-01 10:05), 'd', 'fire',
          datetime(2026-01-01 10:25), 'c', 'fire', datetime(2026-01-01 12:00), 'c', 'fire', datetime(2026-01-01 10:05), 'c', 'heat']
        | evaluate sequence_detect(t, 30m, 1h, heat = (what == 'heat'), fire = (what == 'fire'), host) | where fire_t > heat_t
        | project host, Duration
        """));

    [Fact]
    public void Funnels_tell_what_comes_before_and_after() => Assert.Equal(["hail|wind|1|[7]", "|wind|1|[8]"], KqlRun.Rows("""
        datatable(id:long, t:datetime, s:string) [
          7, datetime(2026-01-01 10:00), 'hail', 7, datetime(2026-01-01 10:01), 'tornado', 7, datetime(2026-01-01 10:02), 'tornado', 7, datetime(2026-01-01 10:03), 'wind',
          8, datetime(2026-01-01 10:01), 'tornado', 8, datetime(2026-01-01 10:02), 'wind']
        | evaluate funnel_sequence(id, t, datetime(2026-01-01), datetime(2026-01-02), 1h, 1d, s, dynamic(['tornado'])) | project prev, next, dcount, samples
        """));

    [Fact]
    public void Funnels_complete_within_periods() => Assert.Equal(["hail|00:02:00|2", "tornado|00:02:00|1", "hail|01:00:00|2", "tornado|01:00:00|2", "wind|01:00:00|1"], KqlRun.Rows("""
        datatable(id:long, t:datetime, s:string) [
          7, datetime(2026-01-01 10:00), 'hail', 7, datetime(2026-01-01 10:01), 'tornado', 7, datetime(2026-01-01 10:30), 'wind',
          8, datetime(2026-01-01 10:00), 'hail', 8, datetime(2026-01-01 10:10), 'tornado']
        | evaluate funnel_sequence_completion(id, t, datetime(2026-01-01), datetime(2026-01-02), 1d, s, dynamic(['hail','tornado','wind']), dynamic([2m, 1h])) | project s, Period, dcount
        """));

    [Fact]
    public void Sketches_intersect() => Assert.Equal(["50|16|3"], KqlRun.Rows("""
        range x from 1 to 100 step 1 | extend isEven = (x % 2 == 0), isMod3 = (x % 3 == 0), isMod5 = (x % 5 == 0)
        | summarize a = hll(iif(isEven, x, 0), 2), b = hll(iif(isMod3, x, 0), 2), c = hll(iif(isMod5, x, 0), 2)
        | evaluate dcount_intersect(a, b, c) | project s0 - 1, s1 - 1, s2 - 1
        """));

    [Fact]
    public void Rows_near_a_condition_stay()
    {
        Assert.Equal(["3", "4", "5", "6", "7"], KqlRun.Rows("range x from 1 to 9 step 1 | serialize | evaluate rows_near(x == 5, 2)"));
        Assert.Equal(["1", "2", "3", "8", "9"], KqlRun.Rows("range x from 1 to 9 step 1 | serialize | evaluate rows_near(x in (1, 9), 1, 2)"));
    }

    [Fact]
    public void Preview_gives_the_first_rows() => Assert.Equal(["1", "2"], KqlRun.Rows("range x from 1 to 9 step 1 | evaluate preview(2)"));

    [Fact]
    public void Points_find_the_polygons_that_they_are_in()
    {
        const string Query = """
            let areas = datatable(name:string, shape:dynamic) [
              'square', dynamic({"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}), 'far', dynamic({"type":"Polygon","coordinates":[[[50,50],[51,50],[51,51],[50,51],[50,50]]]})];
            datatable(id:long, lon:real, lat:real) [1, 5.0, 5.0, 2, 20.0, 20.0]
            """;
        Assert.Equal(["1|5|5|square"], KqlRun.Rows(Query + "| evaluate geo_polygon_lookup(areas, shape, lon, lat)"));
        Assert.Equal(["1|square", "2|"], KqlRun.Rows(Query + "| evaluate geo_polygon_lookup(areas, shape, lon, lat, return_unmatched = true) | project id, name"));
    }

    [Fact]
    public void Points_find_the_lines_that_they_are_near() => Assert.Equal(["1|road"], KqlRun.Rows("""
        let roads = datatable(name:string, line:dynamic) ['road', dynamic({"type":"LineString","coordinates":[[0,0],[10,0]]})];
        datatable(id:long, lon:real, lat:real) [1, 5.0, 0.0001, 2, 5.0, 1.0] | evaluate geo_line_lookup(roads, line, lon, lat, 100.0) | project id, name
        """));

    [Theory]
    [InlineData("evaluate http_request('https://x')", "http_request")]
    [InlineData("print x = 1 | evaluate autocluster()", "autocluster")]
    [InlineData("print x = 1 | evaluate python(typeof(*), 'result = df')", "python")]
    [InlineData("print x = 'a' | reduce by x", "reduce")]
    public void What_cannot_run_is_named(string query, string name)
    {
        var error = KqlRun.Error(query);
        Assert.Equal((QueryErrorKind.Unsupported, name), (error.Kind, error.Name));
    }
}
