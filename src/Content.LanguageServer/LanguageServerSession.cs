using System.Collections.Immutable;
using Content.Analysis;
using Content.Diagnostics;
using Content.LanguageServer.Features;
using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;
using Content.Model;
using StreamJsonRpc;

namespace Content.LanguageServer;

/// <summary>The conversation with one client: each method of the protocol, one at a time.</summary>
internal sealed class LanguageServerSession : IAsyncDisposable
{
    private const int InvalidRequest = -32600;
    private const int ServerNotInitialized = -32002;
    private const int RequestFailed = -32803;

    private readonly JsonRpc _rpc;
    private readonly LanguageServerOptions _options;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DiagnosticsPublisher _publisher;
    private readonly HoverFeature _hover;
    private Workspace? _workspace;
    private bool _isInitialized;
    private volatile ValidationResult? _validated;

    public LanguageServerSession(JsonRpc rpc, LanguageServerOptions options)
    {
        _rpc = rpc;
        _options = options;
        _hover = new HoverFeature(options.ExplainCode);
        _publisher = new DiagnosticsPublisher(options.DiagnosticsDelay, options.Today, PublishAsync);
    }

    /// <summary>Ends when the client says <c>exit</c>.</summary>
    public Task Exited => _exited.Task;

    /// <summary>Whether the client said <c>shutdown</c>.</summary>
    public bool WasShutDown { get; private set; }

    [JsonRpcIgnore]
    public ValueTask DisposeAsync() => _publisher.DisposeAsync();

    // ---- life

    [JsonRpcMethod("initialize", UseSingleObjectParameterDeserialization = true)]
    public InitializeResult Initialize(InitializeParams request, CancellationToken cancellationToken)
    {
        if (_isInitialized)
            throw new LocalRpcException("The server is initialized already.") { ErrorCode = InvalidRequest };
        _isInitialized = true;
        if (FolderOf(request) is { } folder && ContentRoot(folder) is { } root)
            _workspace = new Workspace(root, cancellationToken);
        return new InitializeResult(new ServerCapabilities(), new ServerInfo("sentinel-content", _options.Version));
    }

    [JsonRpcMethod("initialized")]
    public void Initialized() => Validate();

    [JsonRpcMethod("shutdown")]
    public object? Shutdown()
    {
        RequireInitialized();
        WasShutDown = true;
        return null;
    }

    [JsonRpcMethod("exit")]
    public void Exit() => _exited.TrySetResult();

    // ---- documents

    [JsonRpcMethod("textDocument/didOpen", UseSingleObjectParameterDeserialization = true)]
    public void DidOpen(DidOpenParams request)
    {
        // A client without a folder: the content is where the first document lies.
        if (_workspace is null && Uri.TryCreate(request.TextDocument.Uri, UriKind.Absolute, out var uri) && uri.IsFile && RootAbove(Path.GetDirectoryName(uri.LocalPath)) is { } root)
            _workspace = new Workspace(root, default);
        _workspace?.Open(request.TextDocument);
        Validate();
    }

    [JsonRpcMethod("textDocument/didChange", UseSingleObjectParameterDeserialization = true)]
    public void DidChange(DidChangeParams request)
    {
        _workspace?.Change(request);
        Validate();
    }

    [JsonRpcMethod("textDocument/didClose", UseSingleObjectParameterDeserialization = true)]
    public void DidClose(DidCloseParams request)
    {
        _workspace?.Close(request.TextDocument.Uri);
        Validate();
    }

    [JsonRpcMethod("textDocument/didSave", UseSingleObjectParameterDeserialization = true)]
    public void DidSave(DidSaveParams request) => Validate();

    [JsonRpcMethod("workspace/didChangeWatchedFiles", UseSingleObjectParameterDeserialization = true)]
    public void DidChangeWatchedFiles(DidChangeWatchedFilesParams request)
    {
        _workspace?.ChangedOnDisk(request.Changes);
        Validate();
    }

    // ---- features

    [JsonRpcMethod("textDocument/completion", UseSingleObjectParameterDeserialization = true)]
    public CompletionList? Completion(TextDocumentPositionParams request) => At(request, (file, offset) => CompletionFeature.Find(_workspace!, file, offset));

    [JsonRpcMethod("textDocument/hover", UseSingleObjectParameterDeserialization = true)]
    public Hover? Hover(TextDocumentPositionParams request) => At(request, (file, offset) => _hover.Find(_workspace!, file, offset));

    [JsonRpcMethod("textDocument/signatureHelp", UseSingleObjectParameterDeserialization = true)]
    public SignatureHelp? SignatureHelp(TextDocumentPositionParams request) => At(request, SignatureFeature.Find);

    [JsonRpcMethod("textDocument/definition", UseSingleObjectParameterDeserialization = true)]
    public Location[]? Definition(TextDocumentPositionParams request) => At(request, (file, offset) => NavigationFeature.FindDefinition(_workspace!, file, offset));

    [JsonRpcMethod("textDocument/references", UseSingleObjectParameterDeserialization = true)]
    public Location[]? References(ReferenceParams request, CancellationToken cancellationToken) => At(
        new TextDocumentPositionParams(request.TextDocument, request.Position),
        (file, offset) => NavigationFeature.FindReferences(_workspace!, file, offset, request.Context?.IncludeDeclaration ?? true, cancellationToken));

    [JsonRpcMethod("textDocument/prepareRename", UseSingleObjectParameterDeserialization = true)]
    public PrepareRenameResult? PrepareRename(TextDocumentPositionParams request) => At(request, (file, offset) => RenameFeature.Prepare(_workspace!, file, offset));

    [JsonRpcMethod("textDocument/rename", UseSingleObjectParameterDeserialization = true)]
    public WorkspaceEdit? Rename(RenameParams request, CancellationToken cancellationToken) => At(
        new TextDocumentPositionParams(request.TextDocument, request.Position),
        (file, offset) =>
        {
            try
            {
                return RenameFeature.Rename(_workspace!, file, offset, request.NewName, cancellationToken);
            }
            catch (RequestException exception)
            {
                throw new LocalRpcException(exception.Message) { ErrorCode = RequestFailed };
            }
        });

    [JsonRpcMethod("textDocument/codeAction", UseSingleObjectParameterDeserialization = true)]
    public CodeAction[]? CodeActions(CodeActionParams request)
    {
        if (Find(request.TextDocument.Uri) is not { } file || _validated is not { } validated)
            return null;
        return CodeActionFeature.Find(
            _workspace!, file, validated.Diagnostics.Where(diagnostic => diagnostic.Path == file.Path), _workspace!.OffsetIn(file, request.Range.Start), _workspace.OffsetIn(file, request.Range.End));
    }

    [JsonRpcMethod("textDocument/codeLens", UseSingleObjectParameterDeserialization = true)]
    public CodeLens[]? CodeLenses(DocumentParams request) => Find(request.TextDocument.Uri) is { } file ? CodeLensFeature.Find(_workspace!, file) : null;

    [JsonRpcMethod("textDocument/semanticTokens/full", UseSingleObjectParameterDeserialization = true)]
    public SemanticTokens? SemanticTokens(DocumentParams request) => Find(request.TextDocument.Uri) is { } file ? SemanticTokensFeature.Find(_workspace!, file) : null;

    [JsonRpcMethod("textDocument/formatting", UseSingleObjectParameterDeserialization = true)]
    public LspTextEdit[]? Formatting(DocumentParams request) => Find(request.TextDocument.Uri) is { } file ? FormattingFeature.Find(_workspace!, file) : null;

    // ---- inside

    private T? At<T>(TextDocumentPositionParams request, Func<ContentFile, int, T?> find) where T : class =>
        Find(request.TextDocument.Uri) is { } file ? find(file, _workspace!.OffsetIn(file, request.Position)) : null;

    private ContentFile? Find(string uri)
    {
        RequireInitialized();
        return _workspace?.Find(uri);
    }

    private void RequireInitialized()
    {
        if (!_isInitialized)
            throw new LocalRpcException("The server is not initialized.") { ErrorCode = ServerNotInitialized };
        if (WasShutDown)
            throw new LocalRpcException("The server was shut down.") { ErrorCode = InvalidRequest };
    }

    private void Validate()
    {
        if (_workspace is not null && !WasShutDown)
            _publisher.Validate(_workspace.Repository);
    }

    private async Task PublishAsync(ValidationResult result, IReadOnlyDictionary<string, ImmutableArray<Diagnostic>> changes)
    {
        _validated = result;
        var workspace = _workspace!;
        foreach (var (path, found) in changes.OrderBy(change => change.Key, StringComparer.Ordinal))
        {
            var diagnostics = found.Select(diagnostic => CodeActionFeature.ToDiagnostic(workspace, diagnostic)).ToArray();
            await _rpc.NotifyWithParameterObjectAsync("textDocument/publishDiagnostics", new PublishDiagnosticsParams(workspace.UriOf(path), diagnostics)).ConfigureAwait(false);
        }
    }

    private string? FolderOf(InitializeParams request)
    {
        if (_options.Root is not null)
            return _options.Root;
        var uri = request.WorkspaceFolders is [var first, ..] ? first.Uri : request.RootUri;
        return uri is not null && Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.IsFile ? parsed.LocalPath : request.RootPath;
    }

    // The folder itself counts even without a configuration: it may be about to get one.
    private static string? ContentRoot(string folder) => RootAbove(folder) ?? (Directory.Exists(folder) ? folder : null);

    private static string? RootAbove(string? folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, RepositoryConfiguration.FileName)))
                return at;
        }

        return null;
    }
}
