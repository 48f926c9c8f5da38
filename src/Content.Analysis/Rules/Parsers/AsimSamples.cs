using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// The Azure-Sentinel repository keeps sample events for each ASIM parser, as Sample Data/ASIM/VENDOR_PRODUCT_SCHEMA_IngestedLogs.csv. Looked for in repositories that
/// have that folder.
/// </summary>
internal sealed class AsimSamples() : AnalysisRule("RULE109", DiagnosticSeverity.Info, "There are no sample events for an ASIM parser.")
{
    private const string Folder = "Sample Data/ASIM/";
    private static readonly string[] Names = ["EventVendor", "EventProduct"];

    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        HashSet<string>? samples = null;
        foreach (var parser in repository.Parsers.Where(Asim.IsOfSource))
        {
            samples ??= repository.ListFiles().Where(path => path.StartsWith(Folder, StringComparison.OrdinalIgnoreCase)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (samples.Count == 0)
                return;
            if (Constants(parser) is not [var vendor, var product] || samples.Contains($"{Folder}{vendor}_{product}_{parser.NormalizedSchema!.Value}_IngestedLogs.csv"))
                continue;
            findings.Add(parser.Alias, $"There is no {Folder}{vendor}_{product}_{parser.NormalizedSchema.Value}_IngestedLogs.csv.", "Add some events as the source sends them.");
        }
    }

    // The texts that the parser sets the two fields to; none unless it sets both to one.
    private static string[] Constants(ParserFunction parser)
    {
        var named = SyntaxWalk.DescendantsAndSelf(Parser.ParseQuery(parser.Query.Value, [])).OfType<NamedExpressionSyntax>().Where(each => !each.IsList && each.Names.Length == 1).ToList();
        return [.. Names.Select(name => named.FirstOrDefault(each => each.Names[0].Text == name)?.Expression is LiteralSyntax { Value: string text } ? text : null).OfType<string>()];
    }
}
