using Content.Kql.Engine.Kernels;
using Content.Kql.Functions;

namespace Content.Kql.Engine.Tests.Functions;

public sealed class CoverageTests
{
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
