using Content.Kql.Functions;
using Content.Kql.Semantics;
using Content.Kql.Symbols;
using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;

namespace Content.LanguageServer.Features;

/// <summary>What a call takes, and which argument is being written.</summary>
internal static class SignatureFeature
{
    public static SignatureHelp? Find(ContentFile file, int offset)
    {
        if (file.QueryAt(offset) is not { } region || region.Model.CallAt(region.ToQuery(offset)) is not { } call)
            return null;
        var signatures = SignaturesOf(call.Symbol);
        if (signatures.Length == 0)
            return null;

        // The first way to call it that has room for the argument.
        var active = Array.FindIndex(signatures, signature => call.Argument < signature.Parameters.Length);
        if (active < 0)
            active = signatures.Length - 1;
        return new SignatureHelp(signatures, active, Math.Min(call.Argument, Math.Max(0, signatures[active].Parameters.Length - 1)));
    }

    /// <summary>A function of the workspace as it is declared.</summary>
    public static string TextOf(WorkspaceFunction function) => $"{function.Name}({string.Join(", ", function.Parameters.Select(TextOf))})";

    private static string TextOf(WorkspaceFunctionParameter parameter) =>
        $"{parameter.Name}: {parameter.Type?.Name ?? "table"}{(parameter.DefaultValue is null ? "" : " = " + parameter.DefaultValue)}";

    private static SignatureInformation[] SignaturesOf(QuerySymbol symbol)
    {
        var documentation = symbol.Description is null ? null : MarkupContent.Markdown(symbol.Description);
        return symbol.Kind switch
        {
            QuerySymbolKind.Function => [.. symbol.Callable!.Signatures.Select(signature => new SignatureInformation(signature.Text, documentation, [.. signature.Parameters.Select(Of)]))],
            QuerySymbolKind.WorkspaceFunction => [new SignatureInformation(TextOf(symbol.Function!), documentation, [.. symbol.Function!.Parameters.Select(parameter => new ParameterInformation(TextOf(parameter)))])],
            QuerySymbolKind.LetFunction =>
            [
                new SignatureInformation($"{symbol.Name}({string.Join(", ", symbol.Parameters)})", documentation, [.. symbol.Parameters.Select(name => new ParameterInformation(name))]),
            ],
            _ => [],
        };
    }

    private static ParameterInformation Of(Parameter parameter) => new(parameter.Name);
}
