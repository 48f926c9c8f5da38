using System.Globalization;
using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Benchmarks;

/// <summary>
/// Writes a repository of as many rules as asked for: those of another one, over and over, each with an id, a name and literals of its own, and its
/// parsers, watchlists and tables as they are. The same seed gives the same files.
/// </summary>
internal static class VariedContent
{
    public static int Write(string source, string target, int count, int seed)
    {
        var repository = ContentRepository.Load(source);
        var rules = repository.Rules.Where(rule => rule.Id is not null).ToArray();
        if (rules.Length == 0)
            throw new InvalidOperationException($"There are no rules with an id in {source}.");
        var random = new Random(seed);
        Save(target, "sentinel-content.yaml", "version: 1\ncontent: [content]\n");
        foreach (var item in (IEnumerable<ContentItem>)[.. repository.Parsers, .. repository.Watchlists, .. repository.Tables])
        {
            Save(target, "content/" + item.Path, item.Source.Content);
            if (item is Watchlist { Data.Source: { Path: { } path } data })
                Save(target, "content/" + path, data.Content);
        }

        for (var i = 0; i < count; i++)
        {
            var rule = rules[i % rules.Length];
            Save(target, $"content/rules/{i / rules.Length:00}/{rule.FileName}", TextEdit.Apply(rule.Source.Content, Edits(rule, i, random)));
        }

        return count;
    }

    private static List<TextEdit> Edits(AnalyticsRule rule, int number, Random random)
    {
        var id = new byte[16];
        random.NextBytes(id);
        var edits = new List<TextEdit> { new(rule.Id!.Span, new Guid(id).ToString()) };

        // A name in quotes keeps them.
        var end = rule.Name.Span.End - (rule.Source.Content[rule.Name.Span.End - 1] is '"' or '\'' ? 1 : 0);
        edits.Add(new TextEdit(new TextSpan(end, 0), string.Create(CultureInfo.InvariantCulture, $" {number}")));
        var query = rule.Query.Value;
        SyntaxKind before = default;
        foreach (var token in Lexer.Scan(query, []))
        {
            if (Varied(query.Substring(token.Start, token.Length), token.Kind, before, random) is { } text && rule.Query.Map.MapSpan(new TextSpan(token.Start, token.Length)) is var span && span.Length == token.Length)
                edits.Add(new TextEdit(span, text));
            before = token.Kind;
        }

        return edits;
    }

    // Numbers of more than one digit, and texts that something is compared with: others break what a query means.
    private static string? Varied(string text, SyntaxKind kind, SyntaxKind before, Random random) => kind switch
    {
        SyntaxKind.LongLiteral when text.Length is > 1 and < 8 && text.All(char.IsAsciiDigit) => (int.Parse(text, CultureInfo.InvariantCulture) + random.Next(1, 9)).ToString(CultureInfo.InvariantCulture),
        SyntaxKind.StringLiteral when IsComparison(before) && text.Length > 4 && text[0] is '"' or '\'' && text[1..^1].All(char.IsAsciiLetterOrDigit) =>
            string.Create(CultureInfo.InvariantCulture, $"{text[..^1]}{random.Next(10, 99)}{text[^1]}"),
        _ => null,
    };

    private static bool IsComparison(SyntaxKind kind) => kind is SyntaxKind.EqualEqual or SyntaxKind.BangEqual or SyntaxKind.EqualTilde or SyntaxKind.BangTilde;

    private static void Save(string folder, string path, string text)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
