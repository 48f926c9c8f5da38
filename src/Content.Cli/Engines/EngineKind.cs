namespace Content.Cli.Engines;

/// <summary>Where the queries of tests run.</summary>
internal enum EngineKind : byte
{
    /// <summary>In the tool's own engine.</summary>
    Local,
    /// <summary>In the workspace of an environment, through the query API of Log Analytics.</summary>
    Workspace,
    /// <summary>In a database of Azure Data Explorer.</summary>
    Adx,
}
