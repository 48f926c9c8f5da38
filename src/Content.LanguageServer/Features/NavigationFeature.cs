using Content.Diagnostics;
using Content.Kql.Semantics;
using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;
using Content.Model;

namespace Content.LanguageServer.Features;

/// <summary>From a name to where it is declared, and to all places that use it, across the files.</summary>
internal static class NavigationFeature
{
    /// <summary>Where what is named at a place is declared.</summary>
    public static Location[] FindDefinition(Workspace workspace, ContentFile file, int offset)
    {
        if (file.QueryAt(offset) is { } region)
            return region.Model.Find(region.ToQuery(offset)) is { } symbol ? DefinitionOf(workspace, file, region, symbol) : [];
        return file.Root is { } root && file.Keys is { } keys && YamlPath.Find(root, keys, offset) is { Value: { } value, IsKey: false } place
            ? DefinitionOfValue(workspace, file, place, value.Value) : [];
    }

    /// <summary>All places that name what is named at a place.</summary>
    public static Location[] FindReferences(Workspace workspace, ContentFile file, int offset, bool includeDeclaration, CancellationToken cancellationToken)
    {
        if (file.QueryAt(offset) is { } region && region.Model.Find(region.ToQuery(offset)) is { Declaration: not null } declared)
        {
            return
            [
                .. region.Model.OccurrencesOf(declared).Where(other => includeDeclaration || !other.IsDeclaration)
                    .Select(other => region.ToFile(other.Span)).OfType<TextSpan>().Select(span => At(workspace, file.Source, span)),
            ];
        }

        if (SharedNameAt(file, offset) is not { } name)
            return [];
        var places = new List<Location>();
        if (includeDeclaration && DeclarationOf(file.Repository, name) is { } declaration)
            places.Add(At(workspace, declaration.Source, declaration.Span));
        foreach (var (user, span) in UsesOf(workspace, name, cancellationToken))
            places.Add(At(workspace, user.Source, span));
        return [.. places];
    }

    /// <summary>A name that several files share.</summary>
    internal readonly record struct SharedName(QuerySymbolKind Kind, string Text);

    /// <summary>The table, function or watchlist that is named or declared at a place; null when there is none.</summary>
    internal static SharedName? SharedNameAt(ContentFile file, int offset)
    {
        if (file.QueryAt(offset) is { } region)
        {
            return region.Model.Find(region.ToQuery(offset)) is { Kind: QuerySymbolKind.Table or QuerySymbolKind.WorkspaceFunction or QuerySymbolKind.Watchlist } symbol
                ? new SharedName(symbol.Kind, symbol.Name) : null;
        }

        return file.Item switch
        {
            ParserFunction parser when Touches(parser.Alias, offset) => new SharedName(QuerySymbolKind.WorkspaceFunction, parser.Alias.Value),
            Watchlist watchlist when Touches(watchlist.Alias, offset) => new SharedName(QuerySymbolKind.Watchlist, watchlist.Alias.Value),
            CustomTable table when Touches(table.Name, offset) => new SharedName(QuerySymbolKind.Table, table.Name.Value),
            RuleTests tests => DataSetsOf(tests).Where(pair => Touches(pair.Set.Name, offset)).Select(pair => new SharedName(
                pair.IsWatchlist ? QuerySymbolKind.Watchlist : file.Repository.Parsers.Any(parser => parser.Alias.Value == pair.Set.Name.Value) ? QuerySymbolKind.WorkspaceFunction : QuerySymbolKind.Table,
                pair.Set.Name.Value)).Cast<SharedName?>().FirstOrDefault(),
            _ => null,
        };
    }

    /// <summary>All uses of a name in queries and tests. Only files that hold its text are looked at.</summary>
    internal static IEnumerable<(ContentFile File, TextSpan Span)> UsesOf(Workspace workspace, SharedName name, CancellationToken cancellationToken)
    {
        foreach (var file in workspace.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!file.Source.Content.Contains(name.Text, StringComparison.Ordinal))
                continue;
            foreach (var region in file.Queries)
            {
                foreach (var symbol in region.Model.Symbols)
                {
                    if (symbol.Kind == name.Kind && symbol.Name == name.Text && region.ToFile(symbol.Span) is { } span)
                        yield return (file, span);
                }
            }

            if (file.Item is not RuleTests tests)
                continue;
            foreach (var (set, isWatchlist) in DataSetsOf(tests))
            {
                if (set.Name.Value == name.Text && isWatchlist == (name.Kind == QuerySymbolKind.Watchlist))
                    yield return (file, set.Name.Span);
            }
        }
    }

    /// <summary>Where the repository declares a name; null when it comes from elsewhere.</summary>
    internal static Located<string>? DeclarationOf(ContentRepository repository, SharedName name) => name.Kind switch
    {
        QuerySymbolKind.WorkspaceFunction => repository.Parsers.FirstOrDefault(parser => parser.Alias.Value == name.Text)?.Alias,
        QuerySymbolKind.Watchlist => repository.FindWatchlist(name.Text)?.Alias,
        QuerySymbolKind.Table => repository.Tables.FirstOrDefault(table => table.Name.Value == name.Text)?.Name,
        _ => null,
    };

    private static IEnumerable<(DataSet Set, bool IsWatchlist)> DataSetsOf(RuleTests tests) =>
        tests.Cases.SelectMany(test => test.Tables.Select(set => (set, false)).Concat(test.Watchlists.Select(set => (set, true))));

    private static bool Touches(Located<string> place, int offset) => place.Span.Touches(offset);

    private static Location[] DefinitionOf(Workspace workspace, ContentFile file, QueryRegion region, QuerySymbol symbol)
    {
        if (symbol.Declaration is { } declaration)
        {
            if (region.ToFile(declaration) is { } span)
                return [At(workspace, file.Source, span)];

            // A parameter of a parser is declared in the file, not in the query.
            return file.Item is ParserFunction parser && parser.Parameters.FirstOrDefault(parameter => parameter.Symbol.Name == symbol.Name) is { } found
                ? [At(workspace, file.Source, found.Name.Span)] : [];
        }

        if (symbol.Kind == QuerySymbolKind.Column)
        {
            var tables = region.Model.Query.Tables.Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
            return
            [
                .. file.Repository.Tables.Where(table => tables.Contains(table.Name.Value)).SelectMany(table => table.Columns)
                    .Where(column => column.Name.Value == symbol.Name).Select(column => At(workspace, column.Name.Source, column.Name.Span)),
            ];
        }

        return DeclarationOf(file.Repository, new SharedName(symbol.Kind, symbol.Name)) is { } place ? [At(workspace, place.Source, place.Span)] : [];
    }

    private static Location[] DefinitionOfValue(Workspace workspace, ContentFile file, YamlPlace place, string value)
    {
        if (file.Item is RuleTests tests)
        {
            if (place.KeyText == "rule" && file.Repository.RuleOf(tests) is { } rule)
                return [At(workspace, rule.Source, new TextSpan(0, 0))];
            var set = DataSetsOf(tests).Select(pair => pair.Set).FirstOrDefault(set => set.File?.Reference.Value == value);
            return set?.File is { } data ? [new Location(workspace.UriOf(data.Path), Start)] : [];
        }

        if (!YamlPath.NamesColumn(place.KeyText, place.Path) || file.MainQuery is not { } region)
            return [];
        return region.Model.Symbols.LastOrDefault(symbol => symbol.Kind == QuerySymbolKind.Column && symbol.Name == value) is { } column && region.ToFile(column.Span) is { } span
            ? [At(workspace, file.Source, span)] : [];
    }

    private static LspRange Start { get; } = new(new LspPosition(0, 0), new LspPosition(0, 0));

    private static Location At(Workspace workspace, SourceText source, TextSpan span) => new(workspace.UriOf(source.Path!), workspace.RangeOf(source, span));
}
