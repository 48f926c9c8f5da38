using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Engine.SelfContained;

/// <summary>Functions of a workspace as a query declares them itself.</summary>
public static class FunctionText
{
    /// <summary>The parameters in parentheses, with types and defaults.</summary>
    public static string Parameters(WorkspaceFunction function) => $"({string.Join(", ", function.Parameters.Select(Parameter))})";

    /// <summary>The functions, each once and behind those of them that it calls: a let statement sees only what stands before it.</summary>
    public static IReadOnlyList<WorkspaceFunction> InOrder(IEnumerable<WorkspaceFunction> functions)
    {
        var all = functions.DistinctBy(function => function.Name, StringComparer.Ordinal).ToDictionary(function => function.Name, StringComparer.Ordinal);
        var ordered = new List<WorkspaceFunction>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in all.Values)
            Add(function);
        return ordered;

        void Add(WorkspaceFunction function)
        {
            if (!seen.Add(function.Name))
                return;
            foreach (var name in NamesIn(function))
            {
                if (all.TryGetValue(name, out var called))
                    Add(called);
            }

            ordered.Add(function);
        }
    }

    private static string Parameter(WorkspaceFunctionParameter parameter)
    {
        var type = parameter.Row is { } row ? row.Columns.IsEmpty ? "(*)" : $"({string.Join(", ", row.Columns.Select(column => $"{KqlLiteral.Name(column.Name)}: {column.Type.Name}"))})"
            : (parameter.Type ?? KqlType.Dynamic).Name;
        return $"{KqlLiteral.Name(parameter.Name)}: {type}{(parameter.DefaultValue is { Length: > 0 } value ? $" = {value}" : "")}";
    }

    private static IEnumerable<string> NamesIn(WorkspaceFunction function) =>
        function.Body is { } body ? SyntaxWalk.DescendantsAndSelf(Parser.ParseQuery(body, [])).OfType<NameSyntax>().Select(name => name.Text) : [];
}
