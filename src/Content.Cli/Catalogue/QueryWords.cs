using System.Collections.Immutable;
using Content.Kql.Syntax;

namespace Content.Cli.Catalogue;

/// <summary>Says in words what a query does, operator by operator. Conditions and columns stay as they are written, in backquotes.</summary>
internal static class QueryWords
{
    /// <summary>The sentences, in order of the query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="text">Its text.</param>
    /// <param name="titleOf">What a function is called among people; null when nothing says so.</param>
    public static ImmutableArray<string> Describe(QuerySyntax query, string text, Func<string, string?> titleOf)
    {
        var writer = new Writer(text, titleOf);
        foreach (var statement in query.Statements)
        {
            switch (statement)
            {
                case LetSyntax { Value: LiteralSyntax or DynamicSyntax or UnarySyntax }:
                    break;
                case LetSyntax { Value: FunctionDeclarationSyntax function } let:
                    writer.Add($"Function `{let.Name.Text}`: `{writer.Code(function.Body)}`.");
                    break;
                case LetSyntax let when Operators(let.Value).Count > 0:
                    writer.Pipe($"**{let.Name.Text}**: ", let.Value);
                    break;
                case LetSyntax let:
                    writer.Add($"**{let.Name.Text}** is {writer.Source(let.Value)}.");
                    break;
                case ExpressionStatementSyntax result:
                    writer.Pipe("**Result**: ", result.Expression);
                    break;
            }
        }

        return writer.Sentences;
    }

    private static List<OperatorSyntax> Operators(ExpressionSyntax expression)
    {
        var operators = new List<OperatorSyntax>();
        for (; expression is PipeSyntax pipe; expression = pipe.Left)
            operators.Insert(0, pipe.Operator);
        return operators;
    }

    private sealed class Writer(string text, Func<string, string?> titleOf)
    {
        private readonly ImmutableArray<string>.Builder _sentences = ImmutableArray.CreateBuilder<string>();

        public ImmutableArray<string> Sentences => _sentences.ToImmutable();

        public void Add(string sentence) => _sentences.Add(sentence);

        public void Pipe(string head, ExpressionSyntax expression)
        {
            var start = expression;
            while (start is PipeSyntax pipe)
                start = pipe.Left;
            var steps = Operators(expression).Select(Step).Where(step => step.Length > 0).ToList();
            Add($"{head}from {Source(start)}{(steps.Count == 0 ? "" : ": " + string.Join("; ", steps))}.");
        }

        public string Source(ExpressionSyntax expression) => expression switch
        {
            ParenthesizedSyntax inner => Source(inner.Expression),
            NameSyntax name => titleOf(name.Text) is { } title ? $"`{name.Text}` ({title})" : $"`{name.Text}`",
            ListOperatorSyntax { Keyword.Kind: SyntaxKind.UnionKeyword } union => "all rows of " + string.Join(", ", union.Expressions.Select(Source)),
            PipeSyntax pipe => Piped(pipe),
            _ => $"`{Code(expression)}`",
        };

        private string Piped(PipeSyntax pipe)
        {
            var steps = string.Join("; ", Operators(pipe).Select(Step).Where(step => step.Length > 0));
            return steps.Length == 0 ? Source(StartOf(pipe)) : $"{Source(StartOf(pipe))} ({steps})";
        }

        private static ExpressionSyntax StartOf(ExpressionSyntax expression)
        {
            while (expression is PipeSyntax pipe)
                expression = pipe.Left;
            return expression;
        }

        private string Step(OperatorSyntax step) => step switch
        {
            ExpressionOperatorSyntax { Keyword.Kind: SyntaxKind.WhereKeyword or SyntaxKind.FilterKeyword } where => $"keep rows where `{Code(where.Expression)}`",
            ExpressionOperatorSyntax { Keyword.Kind: SyntaxKind.TakeKeyword or SyntaxKind.LimitKeyword } take => $"take any {Code(take.Expression)} rows",
            ListOperatorSyntax { Keyword.Kind: SyntaxKind.ExtendKeyword } extend => "compute " + List(extend.Expressions),
            ListOperatorSyntax { Keyword.Kind: SyntaxKind.DistinctKeyword } distinct => "keep each combination of " + List(distinct.Expressions) + " once",
            ListOperatorSyntax { Keyword.Kind: SyntaxKind.UnionKeyword } union => "add the rows of " + string.Join(", ", union.Expressions.Select(Source)),
            // Which columns go on says nothing about what is detected.
            ListOperatorSyntax => "",
            SummarizeSyntax summarize => (summarize.By is { Length: > 0 } by ? $"for each {List(by)} " : "over all rows ") + (summarize.Aggregates.Length == 0 ? "keep one row" : "compute " + List(summarize.Aggregates)),
            JoinSyntax join => Join(join),
            SortSyntax sort => "sort by " + List(sort.Keys),
            TopSyntax top => $"keep the {Code(top.Count)} first by `{Code(top.Key)}`",
            MvExpandSyntax expand => "make a row of each element of " + List(expand.Expressions),
            ParseSyntax parse => $"read parts of `{Code(parse.Source)}`",
            ParseKvSyntax parse => $"read name and value pairs of `{Code(parse.Source)}`",
            SimpleOperatorSyntax { Keyword.Kind: SyntaxKind.CountKeyword } => "count the rows",
            _ => $"`{Code(step)}`",
        };

        private string Join(JoinSyntax join)
        {
            var kind = Array.Find(join.Parameters, parameter => parameter.Name.Text == "kind") is { } given ? Code(given.Value) : join.Keyword.Kind == SyntaxKind.LookupKeyword ? "leftouter" : "innerunique";
            var on = join.On is { Length: > 0 } keys ? " with the same " + List(keys) : "";
            return kind switch
            {
                "leftanti" or "anti" or "leftantisemi" => $"leave out rows that have one in {Source(join.Right)}{on}",
                "leftsemi" => $"keep rows that have one in {Source(join.Right)}{on}",
                "leftouter" => $"add what {Source(join.Right)} has{on}, if anything",
                "inner" or "innerunique" => $"match with {Source(join.Right)}{on}",
                _ => $"join ({kind}) with {Source(join.Right)}{on}",
            };
        }

        private string List(IReadOnlyList<SyntaxNode> items) => string.Join(", ", items.Select(item => $"`{Code(item)}`"));

        /// <summary>A piece of the query on one line, without its comments.</summary>
        public string Code(SyntaxNode node)
        {
            var lines = text[node.Start..node.End].Split('\n').Select(line => CommentStart(line) is var at and >= 0 ? line[..at] : line);
            return string.Join(' ', string.Join(' ', lines).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }

        // A comment begins outside of quotes: an address in a text is none.
        private static int CommentStart(string line)
        {
            var quote = '\0';
            for (var i = 0; i < line.Length; i++)
            {
                if (quote != '\0')
                    quote = line[i] == quote ? '\0' : quote;
                else if (line[i] is '"' or '\'')
                    quote = line[i];
                else if (line[i] == '/' && i + 1 < line.Length && line[i + 1] == '/')
                    return i;
            }

            return -1;
        }
    }
}
