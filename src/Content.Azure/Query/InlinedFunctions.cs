using System.Collections.Immutable;
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
        var functions = query.Functions.Where(function => function.Body is not null && names.Contains(function.Name)).DistinctBy(function => function.Name, StringComparer.Ordinal).ToDictionary(function => function.Name, StringComparer.Ordinal);
        if (functions.Count == 0)
            return query.Source.Content;
        var text = new StringBuilder();
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in functions.Values)
            Add(function);
        text.Append(WithCalls(query.Source.Content, functions));
        var result = text.ToString();
        return Compilation.Bind(result, schema).HasErrors ? null : result;

        // A function comes after those that it calls.
        void Add(WorkspaceFunction function)
        {
            if (!written.Add(function.Name))
                return;
            foreach (var name in NamesIn(function.Body!))
            {
                if (name != function.Name && functions.TryGetValue(name, out var other))
                    Add(other);
            }

            text.Append("let ").Append(KqlLiteral.Name(function.Name)).Append(" = (").AppendJoin(", ", function.Parameters.Select(Parameter)).Append(") {\n").Append(WithCalls(function.Body!, functions)).Append("\n};\n");
        }
    }

    private static string Parameter(WorkspaceFunctionParameter parameter)
    {
        var type = parameter.Type?.Name ?? $"({(parameter.Row is { Columns.Length: > 0 } row ? string.Join(", ", row.Columns.Select(column => $"{KqlLiteral.Name(column.Name)}: {column.Type.Name}")) : "*")})";
        return $"{KqlLiteral.Name(parameter.Name)}: {type}{(parameter.DefaultValue is { } value ? $" = {value}" : "")}";
    }

    private static IEnumerable<string> NamesIn(string text) => SyntaxWalk.DescendantsAndSelf(Syntax(text)).OfType<NameSyntax>().Select(name => name.Text);

    private static QuerySyntax Syntax(string text) => Compilation.Bind(text, EmptySchema.Instance).Syntax;

    private static string WithCalls(string text, Dictionary<string, WorkspaceFunction> functions)
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
                if (item.Node is NameSyntax { IsWildcard: false, IsMissing: false } name && functions.ContainsKey(name.Text) && IsReference(name, item.Parent))
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
