using Content.Kql.Engine.Kernels;
using Content.Kql.Functions;

namespace Content.Kql.Engine.Tests.Functions;

public sealed class CoverageTests
{
    [Fact]
    public void Every_declared_aggregate_has_a_kernel_and_every_kernel_a_declaration()
    {
        var kernels = KernelTable.Default.AggregateNames.ToHashSet(StringComparer.Ordinal);
        var missing = Catalogue.Aggregates.Select(aggregate => aggregate.Name).Where(name => !kernels.Contains(name));
        var undeclared = kernels.Where(name => Catalogue.FindAggregate(name) is null);
        Assert.Equal(("", ""), (string.Join(", ", missing), string.Join(", ", undeclared)));
    }

    [Fact]
    public void Every_declared_plugin_runs_or_has_a_reason()
    {
        var runs = QueryEngine.Supported.Plugins.ToHashSet(StringComparer.Ordinal);
        foreach (var plugin in Catalogue.Plugins)
            Assert.True(runs.Contains(plugin.Name) != QueryEngine.NotRunnable.ContainsKey(plugin.Name), plugin.Name + " must either run or have a reason why it cannot.");
        Assert.All(runs, name => Assert.NotNull(Catalogue.FindPlugin(name)));
    }

    [Fact]
    public void Every_reason_is_of_something_declared() =>
        Assert.All(QueryEngine.NotRunnable.Keys, name => Assert.True(name == "reduce" || Catalogue.FindFunction(name) is not null || Catalogue.FindPlugin(name) is not null, name));

    [Fact]
    public void Every_declared_function_has_a_kernel_or_a_reason()
    {
        var names = KernelTable.Default.ScalarNames.ToHashSet(StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (var function in Catalogue.Functions)
        {
            if (!names.Contains(function.Name))
                missing.Add(function.Name);
        }

        Assert.True(missing.Count == 0, string.Join(", ", missing));
    }

    [Fact]
    public void Every_kernel_is_of_a_declared_function()
    {
        foreach (var name in KernelTable.Default.ScalarNames)
            Assert.True(Catalogue.FindFunction(name) is not null, name);
    }
}
