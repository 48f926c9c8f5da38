using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A file between rules, hunting queries or parsers that is no YAML is content that was meant and is not read. The Azure-Sentinel repository takes only names that end in <c>.yaml</c> there.</summary>
internal sealed class StrayFiles() : AnalysisRule("RULE091", DiagnosticSeverity.Warning, "A file between rules has another ending than .yaml.")
{
    private static readonly string[] Endings = [".yml", ".json", ".txt", ".kql", ".kusto", ".yaml.txt", ".yam"];

    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        var folders = repository.Rules.Select(rule => rule.Folder).Concat(repository.HuntingQueries.Select(query => query.Folder)).Concat(repository.Parsers.Select(parser => parser.Folder)).ToHashSet(StringComparer.Ordinal);
        folders.Remove("");
        foreach (var path in repository.ListFiles())
        {
            var slash = path.LastIndexOf('/');
            if (slash < 0 || Array.Find(Endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is not { } found || !folders.Contains(path[..slash]))
                continue;
            findings.Add(new SourceText("", path), default, found == ".yml" ? "The name ends in .yml." : "The file is not read: its name does not end in .yaml.", "Rename it to .yaml, or move it elsewhere.");
        }
    }
}
