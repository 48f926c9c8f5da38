using System.Data.Common;
using DuckDB.NET.Data;

namespace Content.Kql.Engine.Benchmarks;

/// <summary>DuckDB in this process, in memory.</summary>
internal sealed class DuckSide : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckSide(string folder, int threads)
    {
        _connection.Open();
        Run($"SET threads = {threads}");
        Run($$"""
            CREATE TABLE Firewall AS SELECT * FROM read_json('{{Path.Combine(folder, "firewall.ndjson")}}', format = 'newline_delimited', columns = {TimeGenerated: 'TIMESTAMP', DeviceVendor: 'VARCHAR', DeviceProduct: 'VARCHAR',
            DeviceAction: 'VARCHAR', SourceIP: 'VARCHAR', SourcePort: 'BIGINT', DestinationIP: 'VARCHAR', DestinationPort: 'BIGINT', Protocol: 'VARCHAR', SourceUserName: 'VARCHAR', DeviceName: 'VARCHAR', DestinationHostName: 'VARCHAR',
            RequestURL: 'VARCHAR', SentBytes: 'BIGINT', ReceivedBytes: 'BIGINT', LogSeverity: 'VARCHAR', Activity: 'VARCHAR', Message: 'VARCHAR', AdditionalExtensions: 'STRUCT(zone VARCHAR, score BIGINT, tags VARCHAR[])'})
            """);
        Run($$"""
            CREATE TABLE Inventory AS SELECT * FROM read_json('{{Path.Combine(folder, "inventory.ndjson")}}', format = 'newline_delimited', columns = {DeviceName: 'VARCHAR', DeviceIP: 'VARCHAR', Department: 'VARCHAR', Owner: 'VARCHAR',
            OperatingSystem: 'VARCHAR', Site: 'VARCHAR', Criticality: 'BIGINT', LastSeen: 'TIMESTAMP'})
            """);
    }

    /// <summary>Writes the tables as Parquet.</summary>
    public void Export(string folder)
    {
        foreach (var (table, file) in (ReadOnlySpan<(string, string)>)[("Firewall", "firewall"), ("Inventory", "inventory")])
            Run($"COPY {table} TO '{Path.Combine(folder, file + ".parquet")}' (FORMAT parquet)");
        Run($"COPY (SELECT * REPLACE (to_json(AdditionalExtensions) AS AdditionalExtensions) FROM Firewall) TO '{Path.Combine(folder, "firewall.csv")}' (HEADER)");
        Run($"COPY Inventory TO '{Path.Combine(folder, "inventory.csv")}' (HEADER)");
    }

    public DbCommand Prepare(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }

    /// <summary>Executes a prepared command and walks over its rows.</summary>
    public static long Execute(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var rows = 0L;
        while (reader.Read())
            rows++;
        return rows;
    }

    public static Checksum Check(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var sum = new Checksum();
        sum.EndRow();
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
                sum.Add(reader.GetValue(i));
            sum.EndRow();
        }

        return sum;
    }

    public void Dispose() => _connection.Dispose();

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
