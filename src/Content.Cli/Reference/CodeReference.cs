using System.Reflection;
using Content.Diagnostics;

namespace Content.Cli.Reference;

/// <summary>The page of a code.</summary>
/// <param name="Code">Such as <c>RULE011</c>.</param>
/// <param name="Title">What it finds, as a sentence.</param>
/// <param name="Severity">Severity by default.</param>
/// <param name="Text">The page below its title, in Markdown.</param>
internal sealed record CodePage(string Code, string Title, DiagnosticSeverity Severity, string Text);

/// <summary>
/// The pages of all codes. They are the sections of <c>docs/codes/*.md</c>, which are part of the program: one text for the web, for
/// <c>explain</c> and for SARIF. A section begins <c>## CODE: Title</c>, then a line with the severity in italics.
/// </summary>
internal static class CodeReference
{
    private const string Prefix = "codes/";

    /// <summary>The page of a code, whatever its case; null when there is none.</summary>
    public static CodePage? Find(string code) => All().FirstOrDefault(page => page.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    /// <summary>All pages, in order of the files and of their sections.</summary>
    public static IEnumerable<CodePage> All()
    {
        var assembly = typeof(CodeReference).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            foreach (var page in Parse(reader.ReadToEnd()))
                yield return page;
        }
    }

    private static IEnumerable<CodePage> Parse(string text)
    {
        foreach (var section in ("\n" + text.ReplaceLineEndings("\n")).Split("\n## ").Skip(1))
        {
            var lines = section.Split('\n');
            var colon = lines[0].IndexOf(": ", StringComparison.Ordinal);
            var severity = lines.Skip(1).FirstOrDefault(line => line.Length > 0)?.Trim('*', ' ') switch
            {
                "error" => DiagnosticSeverity.Error,
                "warning" => DiagnosticSeverity.Warning,
                _ => DiagnosticSeverity.Info,
            };
            yield return new CodePage(lines[0][..colon], lines[0][(colon + 2)..], severity, string.Join('\n', lines.Skip(1)).Trim());
        }
    }
}
