using System.Collections.Immutable;
using System.Text;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>A case with everything that it extends, and for a cell of a matrix with its values in place.</summary>
/// <param name="Node">The whole case.</param>
/// <param name="Inherited">For the data of a table, those of the case that is extended.</param>
/// <param name="Matrix">Names and values of the cell.</param>
internal sealed record ComposedCase(YamlMapping Node, IReadOnlyDictionary<YamlNode, YamlNode> Inherited, ImmutableArray<KeyValuePair<string, string>> Matrix);

/// <summary>Puts cases together on the level of YAML, so that whatever stands in them is read and reported at its own place.</summary>
internal sealed class CaseComposer
{
    // Of these, the entries of both cases count.
    private static readonly string[] MergedKeys = [TestFields.Tables.Key, TestFields.Watchlists.Key, TestFields.Functions.Key, SimulationFields.Simulation.Key];

    // These say what a single case is.
    private static readonly string[] OwnKeys = [TestFields.Name.Key, TestFields.Description.Key, ScenarioFields.Extends.Key, ScenarioFields.ExpectedFailure.Key];

    // A case is in time or at one: one that says it anew says all of it.
    private static readonly string[] TimeKeys = [TestFields.Now.Key, ScenarioFields.From.Key, ScenarioFields.To.Key, ScenarioFields.For.Key];

    private readonly Dictionary<string, YamlMapping> _byName = new(StringComparer.Ordinal);
    private readonly DiagnosticBag _diagnostics;

    public CaseComposer(IEnumerable<YamlMapping> cases, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        foreach (var node in cases)
        {
            if (node.FindAnyCase(TestFields.Name.Key)?.Value is YamlScalar { IsNull: false } name)
                _byName.TryAdd(name.Value, node);
        }
    }

    /// <summary>The cases that a case stands for: one, or one a cell of its matrix; none when that cannot be said.</summary>
    public IReadOnlyList<ComposedCase> Compose(YamlMapping node)
    {
        var inherited = new Dictionary<YamlNode, YamlNode>(ReferenceEqualityComparer.Instance);
        if (Extend(node, inherited, []) is not { } whole)
            return [];
        if (whole.FindAnyCase(ScenarioFields.Matrix.Key)?.Value is not YamlMapping matrix)
            return [new ComposedCase(whole, inherited, [])];
        return [.. Cells(matrix).Select(cell => Fill(whole, inherited, cell))];
    }

    private YamlMapping? Extend(YamlMapping node, Dictionary<YamlNode, YamlNode> inherited, HashSet<YamlMapping> path)
    {
        if (node.FindAnyCase(ScenarioFields.Extends.Key)?.Value is not YamlScalar { IsNull: false } reference)
            return node;
        path.Add(node);
        if (!_byName.TryGetValue(reference.Value, out var other))
        {
            var meant = NameSuggestion.Find(reference.Value, _byName.Keys);
            _diagnostics.Error(DiagnosticCodes.UnknownCase, reference, $"There is no case '{reference.Value}' in this file." + (meant is null ? "" : $" Did you mean '{meant}'?"), "Give the name of another case of the same file.");
            return null;
        }

        if (path.Contains(other))
        {
            _diagnostics.Error(DiagnosticCodes.UnknownCase, reference, $"The case '{reference.Value}' extends this one, directly or through others.", "Let one of them stand on its own.");
            return null;
        }

        return Extend(other, inherited, path) is { } whole ? Merge(whole, node, inherited) : null;
    }

    private static YamlMapping Merge(YamlMapping below, YamlMapping above, Dictionary<YamlNode, YamlNode> inherited)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var hasTime = Array.Exists(TimeKeys, above.Has);
        foreach (var entry in above.Entries)
        {
            entries.Add(IsOneOf(MergedKeys, entry) && entry.Value is YamlMapping mine && below.FindAnyCase(entry.Key.Value)?.Value is YamlMapping theirs
                ? entry with { Value = MergeEntries(theirs, mine, inherited) } : entry);
        }

        foreach (var entry in below.Entries)
        {
            if (!above.Has(entry.Key.Value) && !IsOneOf(OwnKeys, entry) && !(hasTime && IsOneOf(TimeKeys, entry)))
                entries.Add(entry);
        }

        return new YamlMapping(above.Source, above.Span, above.Tag, entries.ToImmutable());
    }

    private static YamlMapping MergeEntries(YamlMapping below, YamlMapping above, Dictionary<YamlNode, YamlNode> inherited)
    {
        foreach (var entry in above.Entries)
        {
            if (entry.Value is YamlMapping && below.Find(entry.Key.Value) is { } other)
                inherited[entry.Value] = other.Value;
        }

        return new YamlMapping(above.Source, above.Span, above.Tag, [.. below.Entries.Where(entry => above.Find(entry.Key.Value) is null), .. above.Entries]);
    }

    private static bool IsOneOf(string[] keys, YamlEntry entry) => Array.Exists(keys, key => string.Equals(key, entry.Key.Value, StringComparison.OrdinalIgnoreCase));

    // Combinations in the order of the file, the last name changing fastest.
    private List<Dictionary<string, YamlNode>> Cells(YamlMapping matrix)
    {
        var cells = new List<Dictionary<string, YamlNode>> { new(StringComparer.Ordinal) };
        foreach (var entry in matrix.Entries)
        {
            if (entry.Value is not YamlSequence { Items.IsEmpty: false } values)
            {
                _diagnostics.Error(DiagnosticCodes.WrongType, entry.Value, $"'{entry.Key.Value}' must be a list of values, not {entry.Value.Description}.", "Write the values in brackets: [a, b].");
                return [];
            }

            if ((long)cells.Count * values.Items.Length > Limits.MatrixCases)
            {
                _diagnostics.Error(DiagnosticCodes.BadValue, entry.Key, $"The matrix has more than {Limits.MatrixCases} combinations.", "Split the case.");
                return [];
            }

            cells = [.. cells.SelectMany(cell => values.Items.Select(value => new Dictionary<string, YamlNode>(cell, StringComparer.Ordinal) { [entry.Key.Value] = value }))];
        }

        return cells;
    }

    private ComposedCase Fill(YamlMapping whole, Dictionary<YamlNode, YamlNode> inherited, Dictionary<string, YamlNode> cell)
    {
        var filler = new Filler(cell, _diagnostics);
        var node = (YamlMapping)filler.Fill(whole);
        return new ComposedCase(node, filler.Fill(inherited), [.. cell.Select(pair => KeyValuePair.Create(pair.Key, YamlValue.Of(pair.Value).ToString()))]);
    }

    /// <summary>Puts values where <c>${name}</c> stands.</summary>
    private sealed class Filler(Dictionary<string, YamlNode> values, DiagnosticBag diagnostics)
    {
        private const string Start = "${";

        private readonly Dictionary<YamlNode, YamlNode> _done = new(ReferenceEqualityComparer.Instance);

        public Dictionary<YamlNode, YamlNode> Fill(Dictionary<YamlNode, YamlNode> nodes)
        {
            var filled = new Dictionary<YamlNode, YamlNode>(ReferenceEqualityComparer.Instance);
            foreach (var (key, value) in nodes)
                filled[Fill(key)] = Fill(value);
            return filled;
        }

        public YamlNode Fill(YamlNode node)
        {
            if (_done.TryGetValue(node, out var known))
                return known;
            var filled = node switch
            {
                YamlScalar scalar => FillScalar(scalar),
                YamlSequence sequence => new YamlSequence(sequence.Source, sequence.Span, sequence.Tag, [.. sequence.Items.Select(Fill)]),
                YamlMapping mapping => new YamlMapping(mapping.Source, mapping.Span, mapping.Tag, [.. mapping.Entries.Select(entry => new YamlEntry(FillKey(entry.Key), IsMatrix(entry) ? entry.Value : Fill(entry.Value)))]),
                _ => node,
            };
            return _done[node] = filled;
        }

        private bool IsMatrix(YamlEntry entry) => entry.Key.Value == ScenarioFields.Matrix.Key && entry.Value is YamlMapping matrix && values.Keys.All(matrix.Entries.Select(value => value.Key.Value).Contains);

        private YamlScalar FillKey(YamlScalar key) => Fill(key) is YamlScalar scalar ? key.WithValueIfOther(scalar.Value) : key;

        // A text that is nothing but a name becomes the value itself, of whatever type; within a text it becomes a piece of it.
        private YamlNode FillScalar(YamlScalar scalar)
        {
            var text = scalar.Value;
            if (!text.Contains(Start, StringComparison.Ordinal))
                return scalar;
            var result = new StringBuilder();
            var position = 0;
            while (text.IndexOf(Start, position, StringComparison.Ordinal) is var start and >= 0 && text.IndexOf('}', start) is var end and >= 0)
            {
                var name = text[(start + Start.Length)..end];
                if (!values.TryGetValue(name, out var value))
                {
                    var meant = NameSuggestion.Find(name, values.Keys);
                    diagnostics.Error(DiagnosticCodes.UnknownCase, scalar, $"The matrix has no '{name}'." + (meant is null ? "" : $" Did you mean '{meant}'?"), $"It has {string.Join(", ", values.Keys)}.");
                    return scalar;
                }

                if (start == 0 && end == text.Length - 1)
                    return value;
                result.Append(text, position, start - position).Append(YamlValue.Of(value));
                position = end + 1;
            }

            return scalar.WithValue(result.Append(text, position, text.Length - position).ToString());
        }
    }
}
