using System.Text.Encodings.Web;
using System.Text.Json;
using Content.Catalog.Attack;

namespace Content.Cli.Catalogue;

/// <summary>Layers of the ATT&amp;CK Navigator (layer format 4.5). Only proved detections count.</summary>
internal static class NavigatorLayer
{
    private static readonly (AttackDomain Domain, string Name)[] Domains = [(AttackDomain.Enterprise, "enterprise-attack"), (AttackDomain.Mobile, "mobile-attack"), (AttackDomain.Ics, "ics-attack")];

    /// <summary>The domains that a proved detection is about, by their names.</summary>
    public static IEnumerable<string> DomainsOf(DetectionCatalogue catalogue) =>
        Domains.Where(domain => Proved(catalogue).Any(pair => pair.Technique.Domain == domain.Domain)).Select(domain => domain.Name);

    /// <summary>Writes the layer of a domain. A technique's score is the number of its proved detections.</summary>
    public static void Write(DetectionCatalogue catalogue, string domain, Stream output)
    {
        var kind = Domains.First(item => item.Name == domain).Domain;
        var techniques = Proved(catalogue).Where(pair => pair.Technique.Domain == kind).GroupBy(pair => pair.Technique.Id, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("name", "Proved detections");
            json.WriteStartObject("versions");
            json.WriteString("attack", VersionOf(catalogue, kind).Split('.')[0]);
            json.WriteString("navigator", "5.1.0");
            json.WriteString("layer", "4.5");
            json.WriteEndObject();
            json.WriteString("domain", domain);
            json.WriteString("description", "Techniques with detections whose tests all pass, findings and silence among them.");
            json.WriteNumber("sorting", 3);
            json.WriteBoolean("hideDisabled", false);
            json.WriteStartArray("techniques");
            foreach (var group in techniques)
            {
                foreach (var tactic in group.First().Technique.Tactics.Select(id => AttackCatalog.Instance.FindTactic(id)).OfType<AttackTactic>())
                    WriteTechnique(json, group.Key, tactic, [.. group.Select(pair => pair.Detection)]);
            }

            // A sub-technique is seen only under a technique that shows it.
            foreach (var parent in techniques.Select(group => group.First().Technique).Where(technique => technique.ParentId != technique.Id).DistinctBy(technique => technique.ParentId).Where(technique => techniques.All(group => group.Key != technique.ParentId)))
            {
                foreach (var tactic in parent.Tactics.Select(id => AttackCatalog.Instance.FindTactic(id)).OfType<AttackTactic>())
                {
                    json.WriteStartObject();
                    json.WriteString("techniqueID", parent.ParentId);
                    json.WriteString("tactic", ShortName(tactic));
                    json.WriteBoolean("enabled", true);
                    json.WriteBoolean("showSubtechniques", true);
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
            json.WriteStartObject("gradient");
            json.WriteStartArray("colors");
            json.WriteStringValue("#d9f0d3ff");
            json.WriteStringValue("#1b7837ff");
            json.WriteEndArray();
            json.WriteNumber("minValue", 0);
            json.WriteNumber("maxValue", Math.Max(1, techniques.Select(group => group.Count()).DefaultIfEmpty(1).Max()));
            json.WriteEndObject();
            json.WriteStartArray("legendItems");
            json.WriteEndArray();
            json.WriteStartArray("metadata");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteTechnique(Utf8JsonWriter json, string id, AttackTactic tactic, List<DetectionFacts> detections)
    {
        json.WriteStartObject();
        json.WriteString("techniqueID", id);
        json.WriteString("tactic", ShortName(tactic));
        json.WriteNumber("score", detections.Count);
        json.WriteString("comment", string.Join("; ", detections.Select(detection => $"{detection.Rule.Name.Value} ({detection.Tests.Passed} tests)")));
        json.WriteBoolean("enabled", true);
        json.WriteBoolean("showSubtechniques", false);
        json.WriteStartArray("metadata");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Facts of a strategy may be newer than those of the techniques.
    private static string VersionOf(DetectionCatalogue catalogue, AttackDomain domain) =>
        catalogue.Strategies.FirstOrDefault(strategy => strategy.Strategy.Domain == domain)?.Strategy.Version ?? AttackCatalog.Instance.Version;

    // The Navigator writes Command and Control as command-and-control.
    private static string ShortName(AttackTactic tactic) => tactic.Name.ToLowerInvariant().Replace(' ', '-');

    private static IEnumerable<(AttackTechnique Technique, DetectionFacts Detection)> Proved(DetectionCatalogue catalogue) =>
        catalogue.Detections.Where(detection => detection.Tests.IsProved).SelectMany(detection => detection.Techniques.Select(technique => (technique, detection)));
}
