namespace Content.Kql.Functions;

/// <summary>Something of the language that is called with arguments: a scalar function, an aggregate or a plugin.</summary>
/// <remarks>Made from its declaration at first look-up. There is one instance a name: compare by reference.</remarks>
public abstract class CallableSymbol
{
    private readonly Signature[] _signatures;

    private protected CallableSymbol(Declaration declaration)
    {
        Name = declaration.Name;
        Summary = declaration.Summary;
        IsHidden = declaration.IsHidden;
        ObsoleteAlternative = declaration.ObsoleteAlternative;
        ConstantFoldable = declaration.ConstantFoldable;
        OnlyInGraph = declaration.OnlyInGraph;
        ResultNaming = declaration.ResultNaming;
        _signatures = SignatureParser.Parse(this, declaration.Signatures);
        MinCount = int.MaxValue;
        foreach (var signature in _signatures)
        {
            MinCount = Math.Min(MinCount, signature.MinCount);
            MaxCount = Math.Max(MaxCount, signature.MaxCount);
        }
    }

    /// <summary>Name as KQL writes it; case matters.</summary>
    public string Name { get; }
    /// <summary>One sentence that says what it does.</summary>
    public string Summary { get; }
    /// <summary>True for names that work but are not offered by completion.</summary>
    public bool IsHidden { get; }
    /// <summary>What to use in place of an obsolete name; null for one that is current.</summary>
    public string? ObsoleteAlternative { get; }
    /// <summary>True for one that gives the same result for the same constants, and so is a constant of constants.</summary>
    public bool ConstantFoldable { get; }
    /// <summary>True for one that is known only in the where and project clauses of graph operators.</summary>
    public bool OnlyInGraph { get; }
    /// <summary>How a column is named that is made by an unnamed call.</summary>
    public ResultNaming ResultNaming { get; }
    /// <summary>The ways it can be called, in order of trial.</summary>
    public IReadOnlyList<Signature> Signatures => _signatures;
    /// <summary>Least number of arguments of any signature.</summary>
    public int MinCount { get; }
    /// <summary>Greatest number of arguments of any signature.</summary>
    public int MaxCount { get; }

    internal ReadOnlySpan<Signature> SignatureSpan => _signatures;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A scalar function of the language.</summary>
public sealed class FunctionSymbol : CallableSymbol
{
    internal FunctionSymbol(Declaration declaration) : base(declaration)
    {
    }
}

/// <summary>An aggregate of <c>summarize</c>, <c>make-series</c> and <c>top-nested</c>.</summary>
public sealed class AggregateSymbol : CallableSymbol
{
    internal AggregateSymbol(Declaration declaration) : base(declaration)
    {
    }
}

/// <summary>A plugin, called by <c>evaluate</c>.</summary>
public sealed class PluginSymbol : CallableSymbol
{
    internal PluginSymbol(Declaration declaration) : base(declaration)
    {
    }
}
