using System.Text;
using Content.Kql;
using Content.Kql.Engine.SelfContained;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Azure.Query;

/// <summary>
/// Puts the functions of a repository into a query itself, so that it runs in a workspace as the files have them, whatever is deployed there. A function is a
/// <c>let</c>; where it stood without parentheses, which only functions of a workspace may, it gets them.
/// </summary>
public static class InlinedFunctions
{
    /// <summary>The query with its functions.</summary>
    /// <param name="query">The bound query.</param>
    /// <param name="names">Functions that are put in, with a body each.</param>
    /// <param name="schema">Where they are declared.</param>
    /// <returns>Null when the text that comes out has errors.</returns>
    public static string? Write(BoundQuery query, IReadOnlySet<string> names, ISchema schema)
    {
        var functions = FunctionText.InOrder(query.Functions.Where(function => function.Body is not null && names.Contains(function.Name)));
        if (functions.Count == 0)
            return query.Source.Content;
        var inlined = functions.Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var function in functions)
            text.Append("let ").Append(KqlLiteral.Name(function.Name)).Append(" = ").Append(FunctionText.Parameters(function)).Append(" {\n").Append(WithCalls(function.Body!, inlined)).Append("\n};\n");
        text.Append(WithCalls(query.Source.Content, inlined));
        var result = text.ToString();
        return Compilation.Bind(result, schema).HasErrors ? null : result;
    }

    private static QuerySyntax Syntax(string text) => Compilation.Bind(text, EmptySchema.Instance).Syntax;

    private static string WithCalls(string text, HashSet<string> functions)
    {
        var ends = new SortedSet<int>();
        Visit(Syntax(text));
        if (ends.Count == 0)
            return text;
        var result = new StringBuilder();
        var at = 0;
        foreach (var end in ends)
        {
            result.Append(text, at, end - at).Append("()");
            at = end;
        }

        return result.Append(text, at, text.Length - at).ToString();

        void Visit(SyntaxNode root)
        {
            var stack = new Stack<(SyntaxNode Node, SyntaxNode? Parent)>([(root, null)]);
            var children = new List<SyntaxNode>();
            while (stack.TryPop(out var item))
            {
                if (item.Node is NameSyntax { IsWildcard: false, IsMissing: false } name && functions.Contains(name.Text) && IsReference(name, item.Parent))
                    ends.Add(name.End);
                children.Clear();
                SyntaxWalk.AddChildren(item.Node, children);
                foreach (var child in children)
                    stack.Push((child, item.Node));
            }
        }
    }

    private static bool IsReference(NameSyntax name, SyntaxNode? parent) => parent switch
    {
        CallSyntax call => call.Name != name,
        LetSyntax let => let.Name != name,
        PathSyntax path => path.Member != name,
        NamedExpressionSyntax named => !named.Names.Contains(name),
        ColumnDeclarationSyntax => false,
        _ => true,
    };
}
