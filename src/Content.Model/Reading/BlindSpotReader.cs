using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads blind-spot registers.</summary>
internal static class BlindSpotReader
{
    public static BlindSpotRegister? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics, FileScope files)
    {
        var reader = new MappingReader(node, BlindSpotFields.Shape, diagnostics);
        var strategy = reader.Text(BlindSpotFields.Strategy);
        var entries = ImmutableArray.CreateBuilder<BlindSpot>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in reader.Maps(BlindSpotFields.BlindSpots))
        {
            var id = item.Text(BlindSpotFields.Id);
            var entry = new BlindSpot(id ?? SharedReader.At("", source, item.Mapping))
            {
                Title = item.Text(BlindSpotFields.Title),
                Effect = item.Text(BlindSpotFields.Effect),
                Mitigation = item.Text(BlindSpotFields.Mitigation),
                Tables = item.Texts(BlindSpotFields.Tables),
                Watchlists = item.Texts(BlindSpotFields.Watchlists),
                Rules = [.. item.Texts(BlindSpotFields.Rules).Select(rule => files.Resolve(rule)).OfType<FileReference>()],
                Rows = [.. item.Maps(BlindSpotFields.Rows).Select(Row).OfType<AnalyticRow>()],
                Owner = item.Text(BlindSpotFields.Owner),
                ReviewDate = item.Date(BlindSpotFields.ReviewDate),
            };
            if (id is not null && !known.Add(id.Value))
                diagnostics.Error(DiagnosticCodes.DuplicateIdentifier, id, $"The blind spot '{id.Value}' stands here twice.", "Rename or merge one of the two.");
            entries.Add(entry);
        }

        return strategy is null ? null : new BlindSpotRegister(source, node, strategy, entries.ToImmutable());
    }

    private static AnalyticRow? Row(MappingReader reader)
    {
        var analytic = reader.Text(BlindSpotFields.Analytic);
        var component = reader.Text(BlindSpotFields.DataComponent);
        var source = reader.Text(BlindSpotFields.LogSource);
        return analytic is null ? null : new AnalyticRow(analytic, component, source);
    }
}
