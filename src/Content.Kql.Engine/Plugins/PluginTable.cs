namespace Content.Kql.Engine.Plugins;

/// <summary>The plugins that can run, and why the others cannot.</summary>
internal static class PluginTable
{
    private const string Service = "it calls a service";
    private const string Sandbox = "it runs code in a sandbox of the service";
    private const string Mining = "its algorithm is not published";
    private const string Storage = "it reads storage";

    private static readonly Dictionary<string, Plugin> Plugins = Build();

    /// <summary>Plugins that no offline engine can run, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> NotRunnable { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ai_chat_completion"] = Service,
        ["ai_chat_completion_prompt"] = Service,
        ["ai_embed_text"] = Service,
        ["ai_embeddings"] = Service,
        ["autocluster"] = Mining,
        ["azure_digital_twins_query_request"] = Service,
        ["basket"] = Mining,
        ["cosmosdb_sql_request"] = Service,
        ["csharp"] = Sandbox,
        ["dax_request"] = Service,
        ["diffpatterns"] = Mining,
        ["execute_query"] = Service,
        ["execute_show_command"] = Service,
        ["external_datatable"] = Storage,
        ["http_request"] = Service,
        ["http_request_post"] = Service,
        ["identity_v3"] = "it tests the service itself and is not documented",
        ["infer_storage_schema"] = Storage,
        ["infer_storage_schema_with_suggestions"] = Storage,
        ["mysql_request"] = Service,
        ["postgresql_request"] = Service,
        ["python"] = Sandbox,
        ["r"] = Sandbox,
        ["sql_request"] = Service,
    };

    public static Plugin? Find(string name) => Plugins.GetValueOrDefault(name);

    /// <summary>What ends a query that calls a plugin which cannot run.</summary>
    public static UnsupportedException CannotRun(string name) => new(name, NotRunnable.GetValueOrDefault(name));

    public static IReadOnlyCollection<string> Names => Plugins.Keys;

    private static Dictionary<string, Plugin> Build()
    {
        var plugins = new Dictionary<string, Plugin>(StringComparer.Ordinal);
        RowPlugins.Register(plugins);
        BagPlugins.Register(plugins);
        PivotPlugins.Register(plugins);
        GeoLookupPlugins.Register(plugins);
        ActivityPlugins.Register(plugins);
        EngagementPlugins.Register(plugins);
        FunnelPlugins.Register(plugins);
        return plugins;
    }
}
