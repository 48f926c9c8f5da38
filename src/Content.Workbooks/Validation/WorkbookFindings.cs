using Content.Diagnostics;
using Content.Model.Json;

namespace Content.Workbooks.Validation;

/// <summary>Collects findings.</summary>
internal sealed class WorkbookFindings
{
    private readonly List<Diagnostic> _items = [];

    public IReadOnlyList<Diagnostic> Items => _items;

    public void Add(Diagnostic finding) => _items.Add(finding);

    public void Error(string code, JsonElementNode place, string message, string? help = null) => _items.Add(place.Report(code, DiagnosticSeverity.Error, message, help));

    public void Warning(string code, JsonElementNode place, string message, string? help = null) => _items.Add(place.Report(code, DiagnosticSeverity.Warning, message, help));

    public void Hint(string code, JsonElementNode place, string message, string? help = null) => _items.Add(place.Report(code, DiagnosticSeverity.Info, message, help));

    /// <summary>A warning at a piece of a text.</summary>
    public void WarningIn(string code, JsonElementNode text, TextSpan span, string message, string? help = null) =>
        _items.Add(new Diagnostic(code, DiagnosticSeverity.Warning, message, text.Map.MapSpan(span)) { Source = text.Map.Source, Help = help });
}
