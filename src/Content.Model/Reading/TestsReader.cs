using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads the tests of a rule.</summary>
internal sealed class TestsReader
{
    private readonly SourceText _source;
    private readonly DiagnosticBag _diagnostics;
    private readonly FileScope _files;

    private TestsReader(SourceText source, DiagnosticBag diagnostics, FileScope files)
    {
        _source = source;
        _diagnostics = diagnostics;
        _files = files;
    }

    public static bool IsTestsFile(string path) =>
        path.EndsWith(".tests.yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tests.yml", StringComparison.OrdinalIgnoreCase);

    public static RuleTests? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics, FileScope files) =>
        new TestsReader(source, diagnostics, files).Read(node);

    private RuleTests? Read(YamlMapping node)
    {
        var reader = new MappingReader(node, TestFields.Shape, _diagnostics);
        var reference = reader.Text(TestFields.Rule);
        var own = _source.Path!;
        var extension = own.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) ? ".yml" : ".yaml";
        var rulePath = reference is null
            ? own[..^(".tests".Length + extension.Length)] + extension
            : _files.Resolve(reference, mustExist: false)?.Path ?? "";
        var cases = ImmutableArray.CreateBuilder<TestCase>();
        var names = new Dictionary<string, Located<string>>(StringComparer.Ordinal);
        foreach (var testCase in ReadCases(reader))
        {
            if (names.TryAdd(testCase.Name.Value, testCase.Name))
                cases.Add(testCase);
            else
                _diagnostics.Add(testCase.Name.Report(DiagnosticCodes.DuplicateIdentifier, DiagnosticSeverity.Error, $"There are two cases with the name '{testCase.Name.Value}'.", "Give each case a name of its own.") with
                {
                    Related = [new RelatedLocation(_source, names[testCase.Name.Value].Span, "The first one stands here.")],
                });
        }

        if (reader.Mapping.FindAnyCase(TestFields.Cases.Key)?.Value is YamlSequence { Items.IsEmpty: true } empty)
            _diagnostics.Error(DiagnosticCodes.BadValue, empty, "'cases' is empty.", "Add at least one case with a name, a time and what is expected.");
        return new RuleTests(_source, node, rulePath, cases.ToImmutable()) 
        {
            RuleReference = reference,
            Survivors = [.. reader.Maps(TestFields.Survivors).Select(ReadSurvivor).OfType<SurvivorNote>()],
        };
    }

    private static SurvivorNote? ReadSurvivor(MappingReader reader)
    {
        var @operator = reader.Text(TestFields.MutationOperator);
        var was = reader.Text(TestFields.Was);
        var becomes = reader.Text(TestFields.Becomes);
        var reason = reader.Text(TestFields.SurvivorReason);
        return @operator is null || was is null || reason is null ? null : new SurvivorNote(reader.Mapping, @operator, was, becomes, reason);
    }

    // What a case takes over from another one, and what all cells of a matrix share, is read more than once and reported once.
    private List<TestCase> ReadCases(MappingReader reader)
    {
        var list = reader.Node(TestFields.Cases);
        if (list is not (null or YamlSequence))
            reader.WrongType(TestFields.Cases.Key, list, "a list", help: "Put a dash before each item.");
        var items = (list as YamlSequence)?.Items ?? [];
        foreach (var item in items.Where(item => item is not YamlMapping))
            reader.WrongType($"An item of '{TestFields.Cases.Key}'", item, "a mapping", quoted: false);
        var nodes = items.OfType<YamlMapping>().ToList();
        var findings = new DiagnosticBag();
        var composer = new CaseComposer(nodes, findings);
        var cases = nodes.SelectMany(composer.Compose).Select(composed => new CaseReader(composed, findings, _files.With(findings)).Read()).OfType<TestCase>().ToList();
        var known = new HashSet<(string, TextSpan, string)>();
        foreach (var finding in findings.Items)
        {
            if (known.Add((finding.Code, finding.Span, finding.Message)))
                _diagnostics.Add(finding);
        }

        return cases;
    }
}
