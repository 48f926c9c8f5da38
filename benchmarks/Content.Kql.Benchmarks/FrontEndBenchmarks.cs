using BenchmarkDotNet.Attributes;
using Content.Kql.Syntax;

namespace Content.Kql.Benchmarks;

/// <summary>Tokens, trees and meaning of many queries; one operation is all of them once.</summary>
[MemoryDiagnoser]
public class FrontEndBenchmarks
{
    private Workload _workload = null!;

    /// <summary>Which queries.</summary>
    [ParamsSource(nameof(Sources))]
    public string Queries { get; set; } = "";

    /// <summary>What there is.</summary>
    public static IEnumerable<string> Sources => Workload.Conformance() is null ? ["shipped", "generated"] : ["shipped", "generated", "conformance"];

    /// <summary>Makes them.</summary>
    [GlobalSetup]
    public void Setup() => _workload = Queries switch
    {
        "shipped" => Workload.Shipped(),
        "generated" => Workload.Generated(500),
        _ => Workload.Conformance()!,
    };

    /// <summary>Tokens.</summary>
    [Benchmark]
    public int Lex()
    {
        var tokens = 0;
        foreach (var query in _workload.Queries)
            tokens += Lexer.Scan(query, []).Length;
        return tokens;
    }

    /// <summary>Tokens and tree.</summary>
    [Benchmark]
    public int Parse()
    {
        var statements = 0;
        foreach (var query in _workload.Queries)
            statements += Parser.ParseQuery(query, []).Statements.Length;
        return statements;
    }

    /// <summary>Tokens, tree and meaning.</summary>
    [Benchmark]
    public int Bind()
    {
        var findings = 0;
        foreach (var query in _workload.Queries)
            findings += Compilation.Bind(query, _workload.Schema).Diagnostics.Length;
        return findings;
    }
}

/// <summary>One query of growing size: ten times the size must take about ten times the time.</summary>
public class SizeBenchmarks
{
    private string _query = "";

    /// <summary>Items of each list.</summary>
    [Params(100, 1_000, 10_000)]
    public int Size { get; set; }

    /// <summary>Makes it.</summary>
    [GlobalSetup]
    public void Setup() => _query = Workload.Long(Size);

    /// <summary>Tokens, tree and meaning.</summary>
    [Benchmark]
    public int Bind() => Compilation.Bind(_query, Catalog.SentinelSchema.Instance).Diagnostics.Length;
}
