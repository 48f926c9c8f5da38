using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A declared value that no query carries changes nothing in any environment, whatever it is set to.</summary>
internal sealed class TunableUnused() : AnalysisRule("TUN002", DiagnosticSeverity.Warning, "A tunable is declared that no query carries.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        var unused = repository.Configuration.Tunables.ToDictionary(tunable => tunable.Name.Value, tunable => tunable.Name, StringComparer.Ordinal);
        foreach (var query in repository.Items.Select(item => item.KqlText).OfType<Located<string>>())
        {
            if (unused.Count == 0)
                return;
            foreach (var let in TunableLets.Find(query.Value, unused.Keys).ToList())
                unused.Remove(let.Name.Text);
        }

        foreach (var name in unused.Values)
            findings.Add(name, $"No query has a 'let {name.Value} = …;'.", "Remove it, or give the queries that it is meant for the statement.");
    }
}
