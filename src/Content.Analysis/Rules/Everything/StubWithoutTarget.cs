using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A file that only says that its content has moved is of use when it says where to.</summary>
internal sealed class StubWithoutTarget() : AnalysisRule("RULE090", DiagnosticSeverity.Warning, "A file says that its content has moved, and not where to.")
{
    /// <inheritdoc/>
    public override void Analyze(RedirectStub stub, FindingList findings)
    {
        if (stub.Target is null && (stub.Description ?? stub.Id) is { } place)
            findings.Add(place, "There is no link to the new place.", "Add it to the description, or remove the file.");
    }
}
