using Content.Azure.Stub.Service;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Cli.Tests.Deploy;

public sealed class WorkspaceQueryCommandTests : WorkspaceCommandTests
{
    [Fact]
    public void A_query_runs_in_the_workspace_and_its_rows_are_written_as_those_of_a_local_run()
    {
        var row = new RowType([new ColumnSymbol("UserPrincipalName", KqlType.String)]);
        Service.Queries.Data = new TableSet { MissingTablesAreEmpty = true }.AddTable("SigninLogs", ColumnarTable.FromRows(row, [["ann"], ["bob"], ["ann"]]));
        var run = Run("kql", "run", "SigninLogs | summarize Count = count() by UserPrincipalName", "--workspace", "local", "--format", "csv", "--timespan", "P1D");
        Assert.Equal((0, "UserPrincipalName,Count\nann,2\nbob,1\n", ""), (run.ExitCode, run.Output, run.Error));
        Assert.Contains("\"timespan\":\"P1D\"", Service.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_a_query_or_its_environment_is_one_line()
    {
        var query = Run("kql", "run", "NoSuchTable", "--workspace", "local");
        Assert.Equal((1, ""), (query.ExitCode, query.Output));
        Assert.Contains("NoSuchTable", Assert.Single(query.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);

        Service.Add(new Fault(request => request.Path.EndsWith("/query", StringComparison.Ordinal), StubResponse.Error(403, "InsufficientAccessError", "No access.")));
        var refused = Run("kql", "run", "print 1", "--workspace", "local");
        Assert.Equal((3, "", "error: 403 InsufficientAccessError: No access.\n"), (refused.ExitCode, refused.Output, refused.Error));

        var unknown = Run("kql", "run", "print 1", "--workspace", "locl");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("Did you mean 'local'?", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_files_do_not_go_with_a_workspace()
    {
        var run = Run("kql", "run", "print 1", "--workspace", "local", "--now", "2026-03-02");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Leave out --data, --batch, --now and --schema.", run.Error, StringComparison.Ordinal);
        Assert.Empty(Service.Requests);
    }
}
