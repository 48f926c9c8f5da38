namespace Content.Kql.Engine.Plugins;

/// <summary>The plugins that can run.</summary>
internal static class PluginTable
{
    private static readonly Dictionary<string, Plugin> Plugins = Build();

    public static Plugin? Find(string name) => Plugins.GetValueOrDefault(name);

    public static IReadOnlyCollection<string> Names => Plugins.Keys;

    private static Dictionary<string, Plugin> Build()
    {
        var plugins = new Dictionary<string, Plugin>(StringComparer.Ordinal);
        BagPlugins.Register(plugins);
        PivotPlugins.Register(plugins);
        ActivityPlugins.Register(plugins);
        return plugins;
    }
}
