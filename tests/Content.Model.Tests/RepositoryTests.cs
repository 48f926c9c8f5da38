using System.Text;
using Content.Diagnostics;

namespace Content.Model.Tests;

public sealed class RepositoryTests
{
    private const string Tail = "\nkind: NRT\nname: n\ndescription: d\nseverity: Low\ntactics: [Impact]\nversion: 1.0.0\nquery: Mine_CL | invoke P()\n";

    private static string Rule(string id) => "id: " + id + Tail;

    [Fact]
    public void Custom_tables_parsers_and_watchlists_are_in_the_schema()
    {
        var files = new MemoryFiles
        {
            ["c/tables/Mine_CL.yaml"] = "table: Mine_CL\ncolumns:\n  - {name: TimeGenerated, type: datetime}\n  - {name: App, type: string, description: which}\n",
            ["c/parsers/P.yaml"] = "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nFunction: {Title: P, Version: 1.0.0, LastUpdated: today}\nCategory: c\nFunctionName: PName\nFunctionAlias: P\n"
                + "FunctionParameters: \"T:(*), a:string='x, y', b:datetime=datetime(null), c:int\"\nFunctionQuery: |\n  T | take 1\n",
            ["c/watchlists/Apps.yaml"] = "alias: Apps\ndisplayName: Apps\ndescription: d\nprovider: Custom\nitemsSearchKey: AppId\nsource: Apps.csv\n",
            ["c/watchlists/Apps.csv"] = "AppId,\"Owner, if any\"\r\ncom.x,\"a \"\"b\"\"\"\r\n",
            ["c/rules/r.yaml"] = Rule("1f8fad5b-d9cb-469f-a165-70867728950e"),
        };
        var repository = files.Load();
        Assert.Empty(repository.Diagnostics);
        Assert.StartsWith("(TimeGenerated:datetime, App:string, TenantId:string", repository.Schema.FindTable("Mine_CL")!.Row.ToString(), StringComparison.Ordinal);
        Assert.NotNull(repository.Schema.FindTable("SecurityEvent"));
        var function = repository.Schema.FindFunction("P")!;
        Assert.Equal("T | take 1\n", function.Body);
        Assert.Equal([("T", null, null), ("a", "string", "'x, y'"), ("b", "datetime", "datetime(null)"), ("c", "int", null)],
            function.Parameters.Select(parameter => (parameter.Name, parameter.Type?.Name, parameter.DefaultValue)));
        Assert.NotNull(function.Parameters[0].Row);
        Assert.Equal("(_DTItemId:string, LastUpdatedTimeUTC:datetime, SearchKey:string, AppId:string, Owner, if any:string)", repository.Schema.FindWatchlist("Apps")!.ToString());
        Assert.Equal(["com.x", "a \"b\""], repository.FindWatchlist("Apps")!.Data!.Rows.Single().Values);
    }

    [Fact]
    public void Asim_parsers_have_their_defaults_as_literals()
    {
        var repository = MemoryFiles.Load("p.yaml", "Parser: {Title: t, Version: 0.1.0, LastUpdated: x}\nProduct: {Name: n}\nNormalization: {Schema: Dns, Version: 0.1.7}\nParserName: vimDnsX\n"
            + "ParserParams:\n  - {Name: starttime, Type: datetime, Default: datetime(null)}\n  - {Name: eventtype, Type: string, Default: '*'}\n  - {Name: disabled, Type: bool, Default: False}\n"
            + "  - {Name: required, Type: dynamic}\n  - {Name: T, Type: 'table:(*)'}\nParserQuery: |\n  T\n");
        Assert.Empty(repository.Diagnostics);
        var parameters = repository.Parsers.Single().Function.Parameters;
        Assert.Equal(["datetime(null)", "'*'", "false", null, null], parameters.Select(parameter => parameter.DefaultValue));
        Assert.Null(parameters[4].Type);
        Assert.Equal("Dns", repository.Parsers.Single().NormalizedSchema!.Value);
    }

    [Fact]
    public void One_broken_file_does_not_keep_the_others_from_being_read()
    {
        var files = new MemoryFiles
        {
            ["a.yaml"] = "a: [",
            ["b.yaml"] = Rule("1f8fad5b-d9cb-469f-a165-70867728950e"),
            ["c.yaml"] = "foo: 1\n",
            ["d.yaml"] = "",
            ["e.yaml"] = "- 1\n",
        };
        files.Add("f.yaml", [.. "name: "u8, 0xFF, (byte)'\n']);
        var repository = files.Load();
        Assert.Single(repository.Rules);
        Assert.Equal(["a.yaml YAML001", "c.yaml CONTENT003", "d.yaml CONTENT003", "e.yaml CONTENT003", "f.yaml CONTENT003", "f.yaml CONTENT002"],
            repository.Diagnostics.Select(diagnostic => $"{diagnostic.Path} {diagnostic.Code}"));
        Assert.Equal(new LinePosition(1, 7), repository.Diagnostics[^1].Start);
        Assert.Contains("itemsSearchKey", repository.Diagnostics[1].Help, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_encoding_with_a_mark_is_read()
    {
        var text = Rule("1f8fad5b-d9cb-469f-a165-70867728950e").Replace("name: n", "name: né", StringComparison.Ordinal);
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), new UTF8Encoding(false), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true) })
        {
            var files = new MemoryFiles();
            files.Add("r.yaml", [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
            var repository = files.Load();
            Assert.Empty(repository.Diagnostics);
            Assert.Equal("né", repository.Rules.Single().Name.Value);
            Assert.Equal(new LinePosition(1, 5), repository.Rules.Single().Id!.Position);
        }
    }

    [Fact]
    public void Identifiers_are_unique_over_the_repository()
    {
        var files = new MemoryFiles
        {
            ["a.yaml"] = Rule("1f8fad5b-d9cb-469f-a165-70867728950e"),
            ["b.yaml"] = Rule("1F8FAD5B-d9cb-469f-a165-70867728950e"),
        };
        var diagnostic = Assert.Single(files.Load().Diagnostics);
        Assert.Equal(("CONTENT013", "b.yaml", "a.yaml"), (diagnostic.Code, diagnostic.Path, diagnostic.Related.Single().Source.Path));
    }

    [Theory]
    [InlineData("alias: A\nitemsSearchKey: Id\nsource: x.csv\n", "CONTENT015", 3, 9)]
    [InlineData("alias: A\nitemsSearchKey: Id\nsource: ../../x.csv\n", "CONTENT015", 3, 9)]
    [InlineData("alias: A\nitemsSearchKey: id\nsource: ok.csv\n", "CONTENT017", 2, 17)]
    [InlineData("itemsSearchKey: Id\nsource: ok.csv\n", "CONTENT004", 1, 1)]
    public void A_watchlist_and_its_csv_must_fit(string text, string code, int line, int column)
    {
        var diagnostic = Assert.Single(new MemoryFiles { ["w/a.yaml"] = text, ["w/ok.csv"] = "Id,B\n1,2\n" }.Load().Diagnostics);
        Assert.Equal((code, new LinePosition(line, column)), (diagnostic.Code, diagnostic.Start));
    }

    [Theory]
    [InlineData("a,b\n1\n", 2, 1)]
    [InlineData("a,b\n1,2,3\n", 2, 1)]
    [InlineData("a,b\n1,\"2\n", 2, 3)]
    [InlineData("a,b\n1,x\"y\n", 2, 4)]
    [InlineData("a,b\n\"1\"x,2\n", 2, 4)]
    [InlineData("a,a\n", 1, 3)]
    [InlineData("a,\n", 1, 3)]
    [InlineData("", 1, 1)]
    public void A_malformed_csv_file_is_reported_where_it_breaks(string csv, int line, int column)
    {
        var diagnostic = Assert.Single(Csv.CsvDocument.Parse(new SourceText(csv, "x.csv")).Diagnostics);
        Assert.Equal(("CONTENT016", new LinePosition(line, column)), (diagnostic.Code, diagnostic.Start));
    }

    [Fact]
    public void Csv_values_may_hold_commas_quotes_and_line_breaks()
    {
        var csv = Csv.CsvDocument.Parse(new SourceText("a,b\r\n\"x,\"\"y\"\"\r\nz\",\r\n\r\n1,2"));
        Assert.Empty(csv.Diagnostics);
        Assert.Equal(["x,\"y\"\r\nz", ""], csv.Rows[0].Values);
        Assert.Equal(["1", "2"], csv.Rows[1].Values);
    }

    [Theory]
    [InlineData("table: T_CL\ncolumns:\n  - {name: A, type: string}\n", "CONTENT004", 1)]
    [InlineData("table: T_CL\ncolumns:\n  - {name: TimeGenerated, type: datetime}\n  - {name: A, type: strng}\n", "CONTENT011", 4)]
    [InlineData("table: T_CL\ncolumns:\n  - {name: TimeGenerated, type: datetime}\n  - {name: timegenerated, type: string}\n", "CONTENT013", 4)]
    public void A_custom_table_is_checked(string text, string code, int line)
    {
        var diagnostic = Assert.Single(MemoryFiles.Load("t.yaml", text).Diagnostics);
        Assert.Equal((code, line), (diagnostic.Code, diagnostic.Start.Line));
    }

    [Fact]
    public void A_workbook_is_its_header_and_its_json()
    {
        var files = new MemoryFiles
        {
            ["w/Mobile/workbook.yaml"] = "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: Mobile\ndescription: d\ncategory: sentinel\nversion: 1.0.0\nfile: workbook.json\n",
            ["w/Mobile/workbook.json"] = "{\"version\": \"Notebook/1.0\"}",
            ["w/Bad/workbook.yaml"] = "id: 1f8fad5b-d9cb-469f-a165-70867728950e\nname: Bad\nfile: workbook.json\n",
            ["w/Bad/workbook.json"] = "{\n \"é\": }",
        };
        var repository = files.Load();
        var diagnostic = Assert.Single(repository.Diagnostics);
        Assert.Equal(("CONTENT019", "w/Bad/workbook.json", new LinePosition(2, 7)), (diagnostic.Code, diagnostic.Path, diagnostic.Start));
        Assert.Equal(2, repository.Workbooks.Length);
        Assert.Contains("Notebook", repository.Workbooks.Single(workbook => workbook.Name.Value == "Mobile").Json!.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void The_configuration_names_folders_and_environments()
    {
        var files = new MemoryFiles
        {
            [RepositoryConfiguration.FileName] = "version: 1\ncontent: [detections]\ndefaults: {}\nenvironments:\n  test:\n    subscription: 0f8fad5b-d9cb-469f-a165-70867728950e\n    resourceGroup: rg\n"
                + "    workspace: ws\n    endpoints: {resourceManager: 'http://127.0.0.1:8080'}\n    credential: none\n    location: westeurope\n",
            ["detections/r.yaml"] = Rule("1f8fad5b-d9cb-469f-a165-70867728950e"),
            ["elsewhere/r.yaml"] = "foo: 1",
        };
        var repository = files.Load();
        Assert.Empty(repository.Diagnostics);
        Assert.Single(repository.Rules);
        var environment = repository.Configuration.FindEnvironment("test")!;
        Assert.Equal(("ws", CredentialKind.None, 8080), (environment.Workspace!.Value, environment.Credential!.Value, environment.ResourceManager!.Value.Port));
        Assert.Null(repository.Configuration.FindEnvironment("prod"));
    }

    [Theory]
    [InlineData("content: [nowhere]\nversion: 1\n", "CONTENT015")]
    [InlineData("version: 2\n", "CONTENT021")]
    [InlineData("content: []\n", "CONTENT004")]
    [InlineData("version: 1\nenvironments:\n  x: {subscription: 0f8fad5b-d9cb-469f-a165-70867728950e, resourceGroup: a, workspace: b, credential: none}\n", "CONTENT021")]
    [InlineData("version: 1\nenvironments:\n  x: {subscription: 0f8fad5b-d9cb-469f-a165-70867728950e, resourceGroup: a, workspace: b, endpoints: {resourceManager: 'http://example.com'}}\n", "CONTENT021")]
    [InlineData("version: 1\nenvironments:\n  x: {subscription: abc, resourceGroup: a, workspace: b}\n", "CONTENT010")]
    [InlineData("- 1\n", "CONTENT021")]
    [InlineData("version: [\n", "YAML001")]
    public void A_wrong_configuration_is_reported(string text, string code)
    {
        var repository = new MemoryFiles { [RepositoryConfiguration.FileName] = text }.Load();
        Assert.Equal((code, RepositoryConfiguration.FileName), (Assert.Single(repository.Diagnostics).Code, repository.Diagnostics[0].Path));
    }

    [Fact]
    public void Files_on_disk_are_read_in_the_same_order_every_time()
    {
        var root = Directory.CreateTempSubdirectory("content-model-").FullName;
        try
        {
            for (var i = 0; i < 60; i++)
            {
                var folder = Directory.CreateDirectory(Path.Combine(root, "d" + (i % 7), "rules")).FullName;
                File.WriteAllText(Path.Combine(folder, $"r{i}.yaml"), Rule(Guid.NewGuid().ToString()) + (i % 3 == 0 ? "unknwon: 1\n" : ""));
            }

            Directory.CreateDirectory(Path.Combine(root, "bin"));
            File.WriteAllText(Path.Combine(root, "bin", "x.yaml"), "a: [");
            var seen = new List<int>();
            var first = ContentRepository.Load(root, progress => seen.Add(progress.FilesRead));
            var second = ContentRepository.Load(root);
            Assert.Equal(60, first.Rules.Length);
            Assert.Equal(Enumerable.Range(1, 60), seen);
            Assert.Equal(first.Rules.Select(rule => rule.Path), first.Rules.Select(rule => rule.Path).Order(StringComparer.Ordinal));
            Assert.Equal(first.Diagnostics.Select(diagnostic => diagnostic.ToString()), second.Diagnostics.Select(diagnostic => diagnostic.ToString()));
            Assert.Equal(20 + 1, first.Diagnostics.Length);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void Reading_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => ContentRepository.Load(new MemoryFiles { ["a.yaml"] = "a: 1" }, null, stop.Token));
    }

    [Fact]
    public void Every_code_has_a_summary() =>
        Assert.Equal(
            typeof(DiagnosticCodes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
            DiagnosticCodes.Summaries.Keys);

    [Fact]
    public void A_custom_detection_of_Defender_is_named_as_unsupported()
    {
        var files = new MemoryFiles { ["d/detection.yaml"] = "displayName: d\nqueryCondition: {queryText: T}\nschedule: {period: 1H}\ndetectionAction: {alertTemplate: {title: t}}\n" };
        var diagnostic = Assert.Single(files.Load().Diagnostics, diagnostic => diagnostic.Path == "d/detection.yaml");
        Assert.Equal("CONTENT003", diagnostic.Code);
        Assert.Contains("custom detection of Microsoft Defender", diagnostic.Message, StringComparison.Ordinal);
    }
}
