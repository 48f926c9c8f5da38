namespace Content.LanguageServer.Protocol;

internal sealed record TextDocumentSyncOptions(bool OpenClose, int Change, bool Save);

internal sealed record CompletionOptions(string[] TriggerCharacters);

internal sealed record SignatureHelpOptions(string[] TriggerCharacters);

internal sealed record CodeActionOptions(string[] CodeActionKinds);

internal sealed record CodeLensOptions(bool ResolveProvider);

internal sealed record RenameOptions(bool PrepareProvider);

internal sealed record SemanticTokensLegend(string[] TokenTypes, string[] TokenModifiers);

internal sealed record SemanticTokensOptions(SemanticTokensLegend Legend, bool Full);

/// <summary>What this server can do.</summary>
internal sealed record ServerCapabilities
{
    public string PositionEncoding { get; } = "utf-16";
    public TextDocumentSyncOptions TextDocumentSync { get; } = new(OpenClose: true, Change: 2, Save: true);
    public CompletionOptions CompletionProvider { get; } = new([".", "|", " ", "(", "'", "\"", ":", "$"]);
    public bool HoverProvider { get; } = true;
    public SignatureHelpOptions SignatureHelpProvider { get; } = new(["(", ","]);
    public bool DefinitionProvider { get; } = true;
    public bool ReferencesProvider { get; } = true;
    public bool DocumentFormattingProvider { get; } = true;
    public CodeActionOptions CodeActionProvider { get; } = new(["quickfix"]);
    public CodeLensOptions CodeLensProvider { get; } = new(ResolveProvider: false);
    public RenameOptions RenameProvider { get; } = new(PrepareProvider: true);
    public SemanticTokensOptions SemanticTokensProvider { get; } = new(Features.SemanticTokensFeature.Legend, Full: true);
}

internal sealed record ServerInfo(string Name, string Version);

internal sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);
