using System.Buffers;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

/// <content>Findings that are no errors: old names, and conditions that cost more than they need to.</content>
internal sealed partial class Binder
{
    private void Info(string code, string message, TextSpan span) =>
        _diagnostics.Add(new Diagnostic(code, DiagnosticSeverity.Info, message, _callSpan ?? span));

    private void HintObsolete(CallableSymbol function, TextSpan nameSpan)
    {
        if (function.ObsoleteAlternative is not { } alternative)
            return;
        var names = alternative.Replace(" or ", "' or '", StringComparison.Ordinal);
        Warning(KqlCodes.ObsoleteName, $"'{function.Name}' is obsolete. Use '{names}'.", nameSpan, SyntaxFacts.IsPlainName(alternative) ? ChangeTo(alternative, nameSpan) : null);
    }

    private static CodeFix ChangeTo(string text, TextSpan span) => new($"Change to '{text}'", [new TextEdit(span, text)]);

    // Spellings from before operators had their present names; Kusto still reads them.
    private void HintOldSpelling(Token keyword)
    {
        var (old, current) = keyword.Kind switch
        {
            SyntaxKind.OldMvexpandKeyword => ("mvexpand", "mv-expand"),
            SyntaxKind.OldMvapplyKeyword => ("mvapply", "mv-apply"),
            SyntaxKind.ContainscsKeyword => ("containscs", "contains_cs"),
            SyntaxKind.NotcontainsKeyword => ("notcontains", "!contains"),
            SyntaxKind.NotcontainscsKeyword => ("notcontainscs", "!contains_cs"),
            _ => ("", ""),
        };
        if (old.Length > 0)
            Warning(KqlCodes.OldSpelling, $"'{old}' is an old spelling. Write '{current}'.", keyword.Span, ChangeTo(current, keyword.Span));
    }

    private void HintComparison(BinarySyntax syntax, OperatorKind kind, BoundExpression left, BoundExpression right)
    {
        switch (kind)
        {
            case OperatorKind.Equal or OperatorKind.NotEqual when FoldsCase(left) is { } folding && BoundConstants.TryGetString(right, out _):
                Info(KqlCodes.FoldedComparison, $"{folding}() on each row keeps an index from being used. Compare with {(kind == OperatorKind.Equal ? "=~" : "!~")}, which does without case.", syntax.Left.Span);
                break;
            case OperatorKind.MatchRegex when BoundConstants.TryGetString(right, out var pattern) && pattern.Length > 0 && !pattern.AsSpan().ContainsAny(s_regexSigns):
                Info(KqlCodes.PlainRegex, "The regular expression is a plain text. contains_cs finds the same, and has_cs finds whole terms by the index.", syntax.Operator.Span);
                break;
        }
    }

    private static readonly SearchValues<char> s_regexSigns = SearchValues.Create("\\^$.|?*+()[]{}");

    private static string? FoldsCase(BoundExpression expression) =>
        expression is BoundCall { Function.Name: "tolower" or "toupper", Arguments: [BoundColumn] } call ? call.Function.Name : null;
}
