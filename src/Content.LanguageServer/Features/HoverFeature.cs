using System.Text;
using Content.Analysis;
using Content.Catalog.Attack;
using Content.Diagnostics;
using Content.Kql.Language;
using Content.Kql.Semantics;
using Content.Kql.Symbols;
using Content.Kql.Syntax;
using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;
using Content.Model.Schemas;
using Content.Model.Yaml;

namespace Content.LanguageServer.Features;

/// <summary>What people want to know of what is under the pointer.</summary>
internal sealed class HoverFeature(Func<string, string?> explainCode)
{
    private const int ShownColumns = 40;

    public Hover? Find(Workspace workspace, ContentFile file, int offset)
    {
        if (CodeAt(file.Source, offset) is { } code && explainCode(file.Source.Content.Substring(code.Start, code.Length)) is { } page)
            return Make(workspace, file, code, page);
        if (file.QueryAt(offset) is { } region)
            return InQuery(workspace, file, region, region.ToQuery(offset));
        return file.Root is { } root && file.Keys is { } keys ? InYaml(workspace, file, root, keys, offset) : null;
    }

    // Codes stand in suppressions: KQL142, RULE011.
    private static TextSpan? CodeAt(SourceText source, int offset)
    {
        var text = source.Content;
        int start = offset, end = offset;
        while (start > 0 && char.IsAsciiLetterOrDigit(text[start - 1]))
            start--;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
            end++;
        var word = text.AsSpan(start, end - start);
        var letters = word.IndexOfAnyInRange('0', '9');
        return letters >= 3 && word[..letters].IndexOfAnyExceptInRange('A', 'Z') < 0 && word[letters..].IndexOfAnyExceptInRange('0', '9') < 0 ? new TextSpan(start, end - start) : null;
    }

    private static Hover? InQuery(Workspace workspace, ContentFile file, QueryRegion region, int offset)
    {
        if (region.Model.Find(offset) is { } symbol)
            return region.ToFile(symbol.Span) is { } span ? Make(workspace, file, span, Describe(symbol)) : null;
        foreach (var token in region.Model.Query.Syntax.Tokens)
        {
            if (!token.Span.Touches(offset) || !SyntaxFacts.IsKeyword(token.Kind))
                continue;
            var word = region.Model.Query.Source.Content.Substring(token.Start, token.Length);
            if (OperatorSummaries.Find(word) is { } summary && region.ToFile(token.Span) is { } place)
                return Make(workspace, file, place, $"```kusto\n{word}\n```\n{summary}");
        }

        return null;
    }

    /// <summary>A symbol as Markdown.</summary>
    public static string Describe(QuerySymbol symbol)
    {
        var text = new StringBuilder("```kusto\n");
        switch (symbol.Kind)
        {
            case QuerySymbolKind.Column:
                text.Append("(column) ").Append(symbol.Name).Append(": ").Append(symbol.Type?.Name ?? "unknown");
                break;
            case QuerySymbolKind.Table:
                text.Append("(table) ").Append(symbol.Name);
                break;
            case QuerySymbolKind.Watchlist:
                text.Append("(watchlist) ").Append(symbol.Name);
                break;
            case QuerySymbolKind.Variable:
                text.Append("(let) ").Append(symbol.Name).Append(symbol.Type is { } type ? ": " + type.Name : "");
                break;
            case QuerySymbolKind.LetFunction:
                text.Append("(let) ").Append(symbol.Name).Append('(').AppendJoin(", ", symbol.Parameters).Append(')');
                break;
            case QuerySymbolKind.WorkspaceFunction:
                text.Append(SignatureFeature.TextOf(symbol.Function!));
                break;
            case QuerySymbolKind.Function:
                text.AppendJoin('\n', symbol.Callable!.Signatures.Select(signature => signature.Text + (signature.ReturnType.IsUnknown ? "" : ": " + signature.ReturnType.Name)).Distinct());
                break;
        }

        text.Append("\n```");
        if (symbol.Description is { Length: > 0 } description)
            text.Append('\n').Append(description);
        if (symbol.Callable?.ObsoleteAlternative is { } alternative)
            text.Append("\n\nObsolete: use `").Append(alternative).Append("`.");
        if (symbol.Row is { } row)
            AppendColumns(text, row);
        return text.ToString();
    }

    private static void AppendColumns(StringBuilder text, RowType row)
    {
        if (row.Columns.IsEmpty)
            return;
        text.Append("\n\n").AppendJoin(", ", row.Columns.Take(ShownColumns).Select(column => $"`{column.Name}`: {column.Type.Name}"));
        if (row.Columns.Length > ShownColumns)
            text.Append($" and {row.Columns.Length - ShownColumns} more");
    }

    private static Hover? InYaml(Workspace workspace, ContentFile file, YamlMapping root, DeclaredKeys keys, int offset)
    {
        if (YamlPath.Find(root, keys, offset) is not { } place)
            return null;
        if (place.Value is { } value && !place.IsKey && DescribeValue(file, place, value.Value) is { } known)
            return Make(workspace, file, value.Span, known);
        return place.Key is { } key ? Make(workspace, file, place.Span, DescribeKey(key)) : null;
    }

    /// <summary>A key as Markdown.</summary>
    public static string DescribeKey(DeclaredKey key)
    {
        var text = new StringBuilder($"**{key.Name}**{(key.IsRequired ? " (required)" : "")}\n\n{key.Description}");
        if (key.Default is { } preset)
            text.Append("\n\nDefault: ").Append(preset);
        if (!key.Values.IsEmpty)
            text.Append("\n\nOne of: ").AppendJoin(", ", key.Values.Select(value => $"`{value}`"));
        return text.ToString();
    }

    private static string? DescribeValue(ContentFile file, YamlPlace place, string value)
    {
        switch (place.Key?.Name ?? place.KeyText)
        {
            case "relevantTechniques" or "technique":
                return DescribeTechnique(value.Trim());
            case "strategy" when AttackCatalog.Instance.FindStrategy(value.Trim()) is { } strategy:
                return $"**{strategy.Id}** {strategy.Name}\n\nTechniques: {string.Join(", ", strategy.Techniques)}. Analytics: {string.Join(", ", strategy.Analytics)}.";
            case "analytic" when AttackCatalog.Instance.FindAnalytic(value.Trim()) is { } analytic:
                return $"**{analytic.Id}** of {analytic.Strategy}\n\nPlatforms: {string.Join(", ", analytic.Platforms)}.";
            case "entityType" when EntityTypes.Find(value) is { } entity:
                return $"**{entity.Name}**\n\nIdentifiers: {string.Join(", ", entity.Identifiers.Select(identifier => $"`{identifier}`"))}\n\nNeeds {string.Join(", or ", entity.Required.Select(set => string.Join(" with ", set)))}.";
            case { } name when YamlPath.NamesColumn(name, place.Path) && file.MainQuery?.Model.Query.Row?.Find(value) is { } column:
                return $"```kusto\n(column) {column.Name}: {column.Type.Name}\n```{(column.Description is null ? "" : "\n" + column.Description)}";
            default:
                return null;
        }
    }

    /// <summary>A technique as Markdown; null when there is none of that identifier.</summary>
    public static string? DescribeTechnique(string id)
    {
        if (AttackCatalog.Instance.FindTechnique(id) is not { } technique)
            return null;
        var parent = technique.ParentId == id ? null : AttackCatalog.Instance.FindTechnique(technique.ParentId);
        var tactics = technique.Tactics.Select(tactic => AttackCatalog.Instance.FindTactic(tactic)?.Name ?? tactic);
        return $"**{id}** {(parent is null ? "" : parent.Name + ": ")}{technique.Name}\n\n{technique.Domain}; {string.Join(", ", tactics)}. Platforms: {string.Join(", ", technique.Platforms)}.";
    }

    private static Hover Make(Workspace workspace, ContentFile file, TextSpan span, string text) => new(MarkupContent.Markdown(text), workspace.RangeOf(file.Source, span));
}
