using System.Collections;
using System.Reflection;
using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Kql.Tests.Syntax;

public sealed class SyntaxWalkTests
{
    private const string Query = """
        let f = (a:string, b:long = 3) { T | where x == a };
        declare query_parameters(p:string = "x");
        T
        | where a == 1 and not(b has "x") or c in (1, 2) and d between (1 .. 2)
        | extend (k, v) = f(a), x = dynamic({"a": [1, 2]}).y[0]
        | join kind=inner (U | summarize count() by bin(t, 1h)) on $left.a == $right.b
        | mv-expand a to typeof(string) limit 3
        | parse kind=simple m with * "a" x:long
        | make-series n = count() default = 0 on t from ago(1d) to now() step 1h by a
        | top 3 by a desc nulls last
        | evaluate bag_unpack(d) : (*, q:string)
        | make-graph a --> b with U on a
        | graph-match (n1)-[e*1..3]->(n2) where n1.x == 1 project n1.y
        """;

    [Fact]
    public void Children_are_all_nodes_that_a_node_has()
    {
        var query = Parser.ParseQuery(Query, new List<Diagnostic>());
        var kinds = new HashSet<Type>();
        foreach (var node in SyntaxWalk.DescendantsAndSelf(query))
        {
            kinds.Add(node.GetType());
            var children = new List<SyntaxNode>();
            SyntaxWalk.AddChildren(node, children);
            Assert.Equal(ByReflection(node).ToHashSet(ReferenceEqualityComparer.Instance), children.ToHashSet<object>(ReferenceEqualityComparer.Instance));
        }

        Assert.True(kinds.Count > 30, $"The query has only {kinds.Count} kinds of nodes.");
    }

    [Fact]
    public void Every_kind_of_node_that_can_have_children_is_known()
    {
        var source = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "src", "Content.Kql", "Syntax", "SyntaxWalk.cs"));
        foreach (var type in typeof(SyntaxNode).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(SyntaxNode))))
        {
            foreach (var property in type.GetProperties().Where(property => Holds(property.PropertyType)))
                Assert.Matches($@"case {type.Name} n:(?:(?!break;)[\s\S])*n\.{property.Name}\b", source);
        }
    }

    private static bool Holds(Type type) => type.IsArray ? Holds(type.GetElementType()!) : type.IsAssignableTo(typeof(SyntaxNode));

    private static IEnumerable<object> ByReflection(SyntaxNode node) =>
        node.GetType().GetProperties().Where(property => Holds(property.PropertyType)).SelectMany(property => Flatten(property.GetValue(node)));

    private static IEnumerable<object> Flatten(object? value) =>
        value is null ? [] : value is IEnumerable list ? list.Cast<object?>().SelectMany(Flatten) : [value];
}
