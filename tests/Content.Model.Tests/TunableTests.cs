using Content.Kql.Syntax;

namespace Content.Model.Tests;

public sealed class TunableTests
{
    private const string Configuration = """
        version: 1
        tunables:
          TimeWindow: {type: timespan, default: 10m, description: w}
          Threshold: {type: long, default: 3, description: t}
          Required: {type: bool, default: true, description: r}
          Ratio: {type: real, default: 0.5, description: q}
          Since: {type: datetime, default: 2026-01-01T00:00:00Z, description: s}
          Tenant: {type: string, default: contoso, description: n}
        environments:
          usual: {subscription: 00000000-0000-0000-0000-000000000000, resourceGroup: rg, workspace: law}
          wide:
            subscription: 00000000-0000-0000-0000-000000000000
            resourceGroup: rg
            workspace: law
            tunables: {TimeWindow: 01:30:00, Threshold: 12, Required: false, Ratio: 2, Since: 2026-03-02, Tenant: 'a "b" \c'}
        """;

    private const string Query = """
        // let TimeWindow = 10m; is what a comment says
        let TimeWindow = 10m;
        let Threshold = 3; let Required = true; let Ratio = 0.5; let Since = datetime(2026-01-01); let Tenant = 'contoso';
        let inner = (x: long) { let Threshold = 3; x + Threshold };
        SigninLogs
        | where TimeGenerated > Since and Nope > Threshold and "let Threshold = 3;" == Tenant
        """;

    [Fact]
    public void An_environment_changes_the_literals_of_let_statements_and_nothing_else()
    {
        var repository = Load(Query);
        Assert.DoesNotContain(repository.Diagnostics, diagnostic => diagnostic.Severity == Diagnostics.DiagnosticSeverity.Error);
        var wide = repository.For(repository.Configuration.FindEnvironment("wide")!);
        Assert.Equal(
            """
            // let TimeWindow = 10m; is what a comment says
            let TimeWindow = 90m;
            let Threshold = 12; let Required = false; let Ratio = 2.0; let Since = datetime(2026-03-02T00:00:00Z); let Tenant = "a \"b\" \\c";
            let inner = (x: long) { let Threshold = 12; x + Threshold };
            SigninLogs
            | where TimeGenerated > Since and Nope > Threshold and "let Threshold = 3;" == Tenant

            """,
            wide.HuntingQueries[0].Query.Value, ignoreLineEndingDifferences: true);
        Assert.Equal("wide", wide.Environment!.Name.Value);
        Assert.Equal(TimeSpan.FromMinutes(90), wide.Tunables["TimeWindow"].Value);
    }

    [Fact]
    public void An_environment_that_sets_nothing_has_the_defaults_whatever_their_spelling()
    {
        var repository = Load(Query.Replace("= 10m;\nlet", "= 600s;\nlet", StringComparison.Ordinal));
        var usual = repository.For(repository.Configuration.FindEnvironment("usual")!);
        Assert.Same(repository.HuntingQueries[0].Query, usual.HuntingQueries[0].Query);
        var drifted = Load(Query.Replace("let Threshold = 3; let Required", "let Threshold = 4; let Required", StringComparison.Ordinal));
        Assert.Contains("let Threshold = 3; let Required", drifted.For(drifted.Configuration.FindEnvironment("usual")!).HuntingQueries[0].Query.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_in_a_changed_query_are_those_of_the_file()
    {
        var repository = Load(Query);
        var changed = repository.For(repository.Configuration.FindEnvironment("wide")!).HuntingQueries[0].Query;
        foreach (var word in new[] { "SigninLogs", "Nope", "Ratio", "x + Threshold", "false", "is what" })
        {
            var place = changed.Map.MapSpan(new(changed.Value.IndexOf(word, StringComparison.Ordinal), word.Length));
            Assert.Equal(word == "false" ? "true" : word, changed.Source.Content.Substring(place.Start, place.Length));
        }
    }

    [Fact]
    public void What_is_no_literal_of_the_type_stays_as_it_is()
    {
        var repository = Load("let TimeWindow = 2 * 5m;\nlet Threshold = 3.0;\nlet Tenant = dynamic(['x']);\nprint TimeWindow, Threshold, Tenant");
        var wide = repository.For(repository.Configuration.FindEnvironment("wide")!);
        Assert.Same(repository.HuntingQueries[0].Query, wide.HuntingQueries[0].Query);
    }

    [Fact]
    public void Each_type_is_written_as_a_literal_that_is_read_as_the_same_value()
    {
        (TunableType Type, string Text)[] values =
        [
            (TunableType.TimeSpan, "0s"), (TunableType.TimeSpan, "1.5h"), (TunableType.TimeSpan, "PT36H"), (TunableType.TimeSpan, "00:00:00.0000001"), (TunableType.TimeSpan, "-5m"),
            (TunableType.Long, "-9223372036854775807"), (TunableType.Real, "1e300"), (TunableType.Real, "-0.1"), (TunableType.Real, "7"), (TunableType.Bool, "False"),
            (TunableType.String, "tab\tnew\nline 'q' \"d\" \\ é"), (TunableType.String, ""), (TunableType.DateTime, "2026-03-02T12:00:00.1234567Z"),
        ];
        foreach (var (type, text) in values)
        {
            var value = TunableValue.Parse(type, text);
            Assert.NotNull(value);
            var let = Assert.Single(TunableLets.Find($"let X = {value.Literal}; print X", ["X"]));
            Assert.Equal(value, TunableValue.Of(let.Value));
        }
    }

    [Theory]
    [InlineData(TunableType.TimeSpan, "10")]
    [InlineData(TunableType.TimeSpan, "soon")]
    [InlineData(TunableType.Long, "3.5")]
    [InlineData(TunableType.Real, "NaN")]
    [InlineData(TunableType.Bool, "1")]
    [InlineData(TunableType.DateTime, "yesterday")]
    public void What_is_no_value_of_a_type_is_none(TunableType type, string text) => Assert.Null(TunableValue.Parse(type, text));

    [Fact]
    public void A_setting_without_a_declaration_and_a_value_of_another_type_are_errors_at_their_place()
    {
        var configuration = Configuration.Replace("Threshold: 12", "Treshold: 12", StringComparison.Ordinal).Replace("default: 3", "default: few", StringComparison.Ordinal);
        var repository = new MemoryFiles { ["sentinel-content.yaml"] = configuration }.Load();
        Assert.Equal(
            ["sentinel-content.yaml:4:36: error CONTENT024: 'few' is no long, so it cannot be the default of 'Threshold'.", "sentinel-content.yaml:15:38: error CONTENT023: There is no tunable 'Treshold'. Did you mean 'Threshold'?"],
            repository.Diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    private static ContentRepository Load(string query) => new MemoryFiles
    {
        ["sentinel-content.yaml"] = Configuration,
        ["hunting/Q.yaml"] = "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: Q\ndescription: d\nquery: |\n  " + query.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal) + "\n",
    }.Load();
}
