using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Collects the findings of one file.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _diagnostics = [];

    public IReadOnlyList<Diagnostic> Items => _diagnostics;

    public void Add(Diagnostic diagnostic) => _diagnostics.Add(diagnostic);

    public void AddRange(IEnumerable<Diagnostic> diagnostics) => _diagnostics.AddRange(diagnostics);

    public void Error(string code, YamlNode node, string message, string? help = null) => _diagnostics.Add(node.Report(code, DiagnosticSeverity.Error, message, help));

    public void Error<T>(string code, Located<T> place, string message, string? help = null) => _diagnostics.Add(place.Report(code, DiagnosticSeverity.Error, message, help));

    public void Warning(string code, YamlNode node, string message, string? help = null) => _diagnostics.Add(node.Report(code, DiagnosticSeverity.Warning, message, help));
}
