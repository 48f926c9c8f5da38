using Content.Kql.Engine.Loading;

namespace Content.Kql.Engine.Tests.Loading;

public sealed class DataFileNameTests
{
    [Theory]
    [InlineData("SigninLogs.ndjson", DataFormat.Ndjson)]
    [InlineData("a/b.JSONL", DataFormat.Ndjson)]
    [InlineData("rows.json.gz", DataFormat.Json)]
    [InlineData("rows.csv.GZ", DataFormat.Csv)]
    [InlineData("rows.tsv", DataFormat.Tsv)]
    [InlineData("rows.parquet", DataFormat.Parquet)]
    [InlineData("rows.csv.txt", DataFormat.Auto)]
    [InlineData("csv", DataFormat.Auto)]
    [InlineData(".gz", DataFormat.Auto)]
    [InlineData("", DataFormat.Auto)]
    public void The_end_of_a_name_says_the_format_packed_or_not(string name, DataFormat format) => Assert.Equal(format, DataFileName.FormatOf(name));
}
