namespace Content.LanguageServer.Protocol;

// Structures of the Language Server Protocol, version 3.17, by the names they have there. Only what this server reads or writes is declared.

internal sealed record LspPosition(int Line, int Character);

internal sealed record LspRange(LspPosition Start, LspPosition End);

internal sealed record Location(string Uri, LspRange Range);

internal sealed record LspTextEdit(LspRange Range, string NewText);

internal sealed record TextDocumentIdentifier(string Uri);

internal sealed record VersionedTextDocumentIdentifier(string Uri, int? Version);

internal sealed record OptionalVersionedTextDocumentIdentifier(string Uri, int? Version);

internal sealed record TextDocumentItem(string Uri, string? LanguageId, int Version, string Text);

internal sealed record TextDocumentEdit(OptionalVersionedTextDocumentIdentifier TextDocument, LspTextEdit[] Edits);

internal sealed record WorkspaceEdit(TextDocumentEdit[] DocumentChanges);

internal sealed record MarkupContent(string Kind, string Value)
{
    public static MarkupContent Markdown(string text) => new("markdown", text);
}

internal sealed record LspCommand(string Title, string Command, object[]? Arguments);

internal sealed record WorkspaceFolder(string Uri, string? Name);

internal sealed record InitializeParams(int? ProcessId, string? RootUri, string? RootPath, WorkspaceFolder[]? WorkspaceFolders);

internal sealed record DidOpenParams(TextDocumentItem TextDocument);

internal sealed record ContentChange(LspRange? Range, string Text);

internal sealed record DidChangeParams(VersionedTextDocumentIdentifier TextDocument, ContentChange[] ContentChanges);

internal sealed record DidCloseParams(TextDocumentIdentifier TextDocument);

internal sealed record DidSaveParams(TextDocumentIdentifier TextDocument);

internal sealed record FileEvent(string Uri, int Type);

internal sealed record DidChangeWatchedFilesParams(FileEvent[] Changes);

internal sealed record TextDocumentPositionParams(TextDocumentIdentifier TextDocument, LspPosition Position);

internal sealed record ReferenceContext(bool IncludeDeclaration);

internal sealed record ReferenceParams(TextDocumentIdentifier TextDocument, LspPosition Position, ReferenceContext? Context);

internal sealed record RenameParams(TextDocumentIdentifier TextDocument, LspPosition Position, string NewName);

internal sealed record DocumentParams(TextDocumentIdentifier TextDocument);

internal sealed record CodeActionParams(TextDocumentIdentifier TextDocument, LspRange Range);

internal sealed record LspDiagnostic(LspRange Range, int Severity, string Code, string Source, string Message)
{
    public DiagnosticRelatedInformation[]? RelatedInformation { get; init; }
}

internal sealed record DiagnosticRelatedInformation(Location Location, string Message);

internal sealed record PublishDiagnosticsParams(string Uri, LspDiagnostic[] Diagnostics);

internal sealed record CompletionItem(string Label, int Kind)
{
    public string? Detail { get; init; }
    public MarkupContent? Documentation { get; init; }
    public string? SortText { get; init; }
    public int? InsertTextFormat { get; init; }
    public LspTextEdit? TextEdit { get; init; }
}

internal sealed record CompletionList(bool IsIncomplete, IReadOnlyList<CompletionItem> Items);

internal sealed record Hover(MarkupContent Contents, LspRange Range);

internal sealed record ParameterInformation(string Label);

internal sealed record SignatureInformation(string Label, MarkupContent? Documentation, ParameterInformation[] Parameters);

internal sealed record SignatureHelp(SignatureInformation[] Signatures, int ActiveSignature, int ActiveParameter);

internal sealed record CodeAction(string Title, string Kind, LspDiagnostic[] Diagnostics, bool IsPreferred, WorkspaceEdit Edit);

internal sealed record CodeLens(LspRange Range, LspCommand Command);

internal sealed record SemanticTokens(int[] Data);

internal sealed record PrepareRenameResult(LspRange Range, string Placeholder);

/// <summary>Kinds of completion items that are used here.</summary>
internal static class CompletionItemKind
{
    public const int Function = 3;
    public const int Field = 5;
    public const int Variable = 6;
    public const int Class = 7;
    public const int Property = 10;
    public const int Value = 12;
    public const int EnumMember = 20;
    public const int Keyword = 14;
    public const int Struct = 22;
    public const int Operator = 24;
}
