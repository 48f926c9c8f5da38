using Content.Diagnostics;
using Content.Kql.Semantics;
using Content.Kql.Syntax;
using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;
using Content.Model.Yaml;

namespace Content.LanguageServer.Features;

/// <summary>Renames what a query declares, and parsers. What a renaming would change beside the name is found by binding again, and refuses it.</summary>
internal static class RenameFeature
{
    /// <summary>The name at a place that can be renamed; null when there is none.</summary>
    public static PrepareRenameResult? Prepare(Workspace workspace, ContentFile file, int offset)
    {
        if (LocalAt(file, offset) is { } local && local.Region.ToFile(local.Symbol.Span) is { } span)
            return new PrepareRenameResult(workspace.RangeOf(file.Source, span), local.Symbol.Name);
        if (ParserAt(file, offset) is not { } name)
            return null;
        var place = file.QueryAt(offset) is { } region ? region.ToFile(region.Model.Find(region.ToQuery(offset))!.Span) : NavigationFeature.DeclarationOf(file.Repository, name)?.Span;
        return place is { } found ? new PrepareRenameResult(workspace.RangeOf(file.Source, found), name.Text) : null;
    }

    /// <summary>The edits of a renaming.</summary>
    /// <exception cref="RequestException">There is nothing to rename, or it would change what something means.</exception>
    public static WorkspaceEdit Rename(Workspace workspace, ContentFile file, int offset, string newName, CancellationToken cancellationToken)
    {
        if (!SyntaxFacts.IsPlainName(newName))
            throw new RequestException($"'{newName}' is no name: use letters, digits and underscores, and no keyword.");
        if (LocalAt(file, offset) is { } local)
            return new WorkspaceEdit([Edit(workspace, file, RenameLocal(local.Region, local.Symbol, newName), newName)]);
        if (ParserAt(file, offset) is { } parser)
            return RenameParser(workspace, file, parser, newName, cancellationToken);
        throw new RequestException("Only names that the query declares and parsers of this repository can be renamed.");
    }

    private static (QueryRegion Region, QuerySymbol Symbol)? LocalAt(ContentFile file, int offset)
    {
        if (file.QueryAt(offset) is not { } region || region.Model.Find(region.ToQuery(offset)) is not { Declaration: { } declaration } symbol)
            return null;

        // Parameters of a parser are declared in YAML, and callers may name them.
        return region.ToFile(declaration) is null ? null : (region, symbol);
    }

    private static NavigationFeature.SharedName? ParserAt(ContentFile file, int offset) =>
        NavigationFeature.SharedNameAt(file, offset) is { Kind: QuerySymbolKind.WorkspaceFunction } name && NavigationFeature.DeclarationOf(file.Repository, name) is not null ? name : null;

    private static List<TextSpan> RenameLocal(QueryRegion region, QuerySymbol symbol, string newName)
    {
        var spans = region.Model.OccurrencesOf(symbol).Select(other => other.Span).Distinct().ToList();
        CheckMeaning(region, spans, newName);
        return [.. spans.Select(span => region.ToFile(span)).OfType<TextSpan>()];
    }

    // The renamed query must say the same: every name that meant something means the same thing, and nothing is wrong that was right.
    private static void CheckMeaning(QueryRegion region, List<TextSpan> spans, string newName)
    {
        var text = region.Model.Query.Source.Content;
        foreach (var span in spans.OrderByDescending(span => span.Start))
            text = string.Concat(text.AsSpan(0, span.Start), newName, text.AsSpan(span.End));
        var renamed = QueryModel.Create(text, region.Schema);
        int Moved(int offset) => offset + spans.Where(span => span.Start < offset).Sum(span => newName.Length - span.Length);
        var before = region.Model.Symbols.Select(symbol => (symbol.Kind, Start: Moved(symbol.Span.Start), Declaration: symbol.Declaration is { } place ? Moved(place.Start) : -1));
        var after = renamed.Symbols.Select(symbol => (symbol.Kind, symbol.Span.Start, Declaration: symbol.Declaration?.Start ?? -1));
        if (!before.SequenceEqual(after) || renamed.Query.Diagnostics.Count(IsError) != region.Model.Query.Diagnostics.Count(IsError))
            throw new RequestException($"'{newName}' means something else in this query already: the renaming would change what the query does.");
    }

    private static WorkspaceEdit RenameParser(Workspace workspace, ContentFile file, NavigationFeature.SharedName parser, string newName, CancellationToken cancellationToken)
    {
        if (file.Schema.FindFunction(newName) is not null || file.Schema.FindTable(newName) is not null)
            throw new RequestException($"There is a table or function '{newName}' already.");
        var alias = NavigationFeature.DeclarationOf(file.Repository, parser)!;
        if (alias.Scalar is not { Style: YamlScalarStyle.Plain })
            throw new RequestException("The parser's name is not written as a plain YAML text; change it by hand.");
        var edits = new Dictionary<string, (ContentFile File, List<TextSpan> Spans)>(StringComparer.Ordinal);
        void Add(ContentFile user, TextSpan span)
        {
            if (!edits.TryGetValue(user.Path, out var list))
                edits.Add(user.Path, list = (user, []));
            list.Spans.Add(span);
        }

        Add(workspace.FindPath(alias.Source.Path!)!, alias.Span);
        foreach (var (user, span) in NavigationFeature.UsesOf(workspace, parser, cancellationToken))
            Add(user, span);
        foreach (var (user, _) in edits.Values)
        {
            if (user.Queries.Any(region => region.Model.Symbols.Any(symbol => symbol.Name == newName)))
                throw new RequestException($"'{newName}' means something else in {user.Path} already.");
        }

        return new WorkspaceEdit([.. edits.Values.OrderBy(edit => edit.File.Path, StringComparer.Ordinal).Select(edit => Edit(workspace, edit.File, edit.Spans, newName))]);
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static TextDocumentEdit Edit(Workspace workspace, ContentFile file, List<TextSpan> spans, string newName) => new(
        new OptionalVersionedTextDocumentIdentifier(workspace.UriOf(file.Path), workspace.VersionOf(file.Path)),
        [.. spans.Distinct().OrderBy(span => span.Start).Select(span => new LspTextEdit(workspace.RangeOf(file.Source, span), newName))]);
}
