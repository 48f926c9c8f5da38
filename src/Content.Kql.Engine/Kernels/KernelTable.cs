namespace Content.Kql.Engine.Kernels;

/// <summary>Collects the kernels of the function families by name.</summary>
internal sealed class KernelTable
{
    private readonly Dictionary<string, ScalarKernelFactory> _scalars = new(512, StringComparer.Ordinal);
    private readonly Dictionary<string, AggregateKernelFactory> _aggregates = new(128, StringComparer.Ordinal);

    /// <summary>Registers a scalar function; a name can be registered once.</summary>
    public void Scalar(string name, ScalarKernelFactory factory) => _scalars.Add(name, factory);

    /// <summary>Registers an aggregate; a name can be registered once.</summary>
    public void Aggregate(string name, AggregateKernelFactory factory) => _aggregates.Add(name, factory);

    /// <summary>The scalar function of a name; null when there is none.</summary>
    public ScalarKernelFactory? FindScalar(string name) => _scalars.GetValueOrDefault(name);

    /// <summary>The aggregate of a name; null when there is none.</summary>
    public AggregateKernelFactory? FindAggregate(string name) => _aggregates.GetValueOrDefault(name);

    /// <summary>Names of all scalar functions.</summary>
    public IReadOnlyCollection<string> ScalarNames => _scalars.Keys;

    /// <summary>Names of all aggregates.</summary>
    public IReadOnlyCollection<string> AggregateNames => _aggregates.Keys;

    /// <summary>All kernels of the engine.</summary>
    public static KernelTable Default { get; } = Build();

    private static KernelTable Build()
    {
        var table = new KernelTable();
        WindowFunctions.Register(table);
        Functions.ScalarFunctions.Register(table);
        Aggregates.AggregateFunctions.Register(table);
        return table;
    }
}
