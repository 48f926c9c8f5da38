using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Binding;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Testing.Debugging;

/// <summary>A text that parts of a bound query stand in: that of the query, or the body of a workspace function.</summary>
/// <param name="Function">The workspace function; null for the query itself.</param>
/// <param name="Text">The text.</param>
/// <param name="Functions">The functions that the text declares itself, with the number of their parameters.</param>
internal sealed record QueryFrame(string? Function, string Text, IReadOnlyDictionary<string, int> Functions)
{
    private const int LongestText = 110;

    /// <summary>What stands somewhere, on one line; a name where nothing is known of the place.</summary>
    public string Short(TextSpan span, string name)
    {
        if (span.Length == 0 || span.End > Text.Length)
            return name;
        var line = string.Join(' ', Text.Substring(span.Start, span.Length).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestText ? line : line[..(LongestText - 3)] + "...";
    }
}

/// <summary>Tells which text the nodes of a bound query stand in: functions are expanded where they are called, with places in their own text.</summary>
internal sealed class QueryFrames
{
    private readonly Dictionary<string, QueryFrame> _bodies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WorkspaceFunction> _functions = new(StringComparer.Ordinal);

    /// <summary>The texts of a query.</summary>
    public QueryFrames(BoundQuery query)
    {
        foreach (var function in query.Functions)
            _functions.TryAdd(function.Name, function);
        Query = FrameOf(null, query.Source.Content, query.Syntax);
    }

    /// <summary>The query's own text.</summary>
    public QueryFrame Query { get; }

    /// <summary>Where the body of a called function stands, and how many of its variables are arguments, which stand where it is called.</summary>
    /// <param name="block">The call.</param>
    /// <param name="caller">Where it stands.</param>
    public (QueryFrame Body, int Parameters) Of(BoundTabularBlock block, QueryFrame caller)
    {
        var (body, parameters) = caller.Functions.TryGetValue(block.FunctionName, out var own) ? (caller, own)
            : _functions.TryGetValue(block.FunctionName, out var function) ? (BodyOf(function), function.Parameters.Length) : (caller, 0);
        return (body, Math.Min(parameters, block.Lets.Length));
    }

    private QueryFrame BodyOf(WorkspaceFunction function)
    {
        if (!_bodies.TryGetValue(function.Name, out var frame))
            _bodies[function.Name] = frame = FrameOf(function.Name, function.Body ?? "", Parser.ParseQuery(function.Body ?? "", []));
        return frame;
    }

    private static QueryFrame FrameOf(string? function, string text, QuerySyntax syntax)
    {
        var functions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in SyntaxWalk.DescendantsAndSelf(syntax))
        {
            if (node is LetSyntax { Value: FunctionDeclarationSyntax declaration } let)
                functions[let.Name.Text] = declaration.Parameters.Length;
        }

        return new QueryFrame(function, text, functions);
    }
}
