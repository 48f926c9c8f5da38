using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads hunting queries.</summary>
internal static class HuntingReader
{
    public static HuntingQuery? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, HuntingFields.Shape, diagnostics);
        var id = reader.Text(HuntingFields.Id);
        if (id is { Value.Length: > 0 } && !Guid.TryParse(id.Value.Trim(), out _))
            diagnostics.Warning(DiagnosticCodes.BadGuid, id.Scalar!, $"'{id.Value}' is not a GUID.", "A saved search takes any name, but importers expect a GUID.");
        var name = reader.Text(RuleFields.Name);
        var query = reader.Text(HuntingFields.Query);
        // Not used, but a wrong value there is still a mistake.
        reader.Choice(HuntingFields.Severity);
        return query is null ? null : new HuntingQuery(source, node, name ?? SharedReader.NameOf(source, node), query)
        {
            Id = id,
            Description = reader.Text(HuntingFields.Description),
            RequiredDataConnectors = SharedReader.Connectors(reader, HuntingFields.RequiredDataConnectors),
            Tactics = reader.Texts(HuntingFields.Tactics),
            RelevantTechniques = reader.Texts(RuleFields.RelevantTechniques),
            EntityMappings = SharedReader.Entities(reader),
            CustomDetails = SharedReader.CustomDetails(reader),
            Version = reader.Text(HuntingFields.Version),
            Tags = SharedReader.Tags(reader),
            Ownership = SharedReader.Ownership(reader),
            Metadata = SharedReader.Metadata(reader),
            Attack = SharedReader.Attack(reader),
        };
    }
}

/// <summary>Reads files that only point elsewhere.</summary>
internal static class RedirectReader
{
    public static RedirectStub Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, HuntingFields.Redirect, diagnostics);
        return new RedirectStub(source, node)
        {
            Id = reader.Text(HuntingFields.RedirectId),
            Name = reader.Text(HuntingFields.RedirectName),
            Description = reader.Text(HuntingFields.RedirectDescription),
        };
    }
}

/// <summary>Reads summary rules.</summary>
internal static class SummaryRuleReader
{
    public static SummaryRule? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, SummaryRuleFields.Shape, diagnostics);
        var name = reader.Text(SummaryRuleFields.DisplayName);
        var query = reader.Text(SummaryRuleFields.Query);
        var rule = new SummaryRule(source, node, name ?? SharedReader.NameOf(source, node), query ?? SharedReader.At("", source, node))
        {
            Id = reader.Text(SummaryRuleFields.Id),
            Description = reader.Text(SummaryRuleFields.Description),
            RequiredDataConnectors = SharedReader.Connectors(reader, RuleFields.RequiredDataConnectors, Need.Optional),
            DestinationTable = reader.Text(SummaryRuleFields.DestinationTable),
            BinSize = reader.Integer(SummaryRuleFields.BinSize),
            BinDelay = reader.Integer(SummaryRuleFields.BinDelay),
            BinStartTime = reader.Instant(SummaryRuleFields.BinStartTime),
            TimeSelector = reader.Choice(SummaryRuleFields.TimeSelector),
            Version = reader.Text(SummaryRuleFields.Version),
            Tags = SharedReader.Tags(reader),
            Ownership = SharedReader.Ownership(reader),
            Metadata = SharedReader.Metadata(reader),
        };
        return query is null ? null : rule;
    }
}

/// <summary>Reads rules whose detection is the service's own.</summary>
internal static class ServiceRuleReader
{
    public static ServiceRule? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, ServiceRuleFields.Shape, diagnostics);
        if (reader.Choice(ServiceRuleFields.Kind) is not { } kind)
            return null;
        var rule = new ServiceRule(source, node, kind)
        {
            Id = reader.Text(ServiceRuleFields.Id),
            Name = reader.Text(ServiceRuleFields.Name, NeedOf(kind.Value, ServiceRuleKind.MicrosoftSecurityIncidentCreation, ServiceRuleKind.ThreatIntelligence)),
            Description = reader.Text(ServiceRuleFields.Description),
            Enabled = reader.Boolean(ServiceRuleFields.Enabled),
            AlertRuleTemplateName = reader.Text(ServiceRuleFields.Template, NeedOf(kind.Value, ServiceRuleKind.Fusion, ServiceRuleKind.MLBehaviorAnalytics)),
            ProductFilter = reader.Text(ServiceRuleFields.ProductFilter, NeedOf(kind.Value, ServiceRuleKind.MicrosoftSecurityIncidentCreation)),
            SeveritiesFilter = reader.ChoiceList(ServiceRuleFields.SeveritiesFilter),
            DisplayNamesFilter = reader.Texts(ServiceRuleFields.DisplayNamesFilter),
            DisplayNamesExcludeFilter = reader.Texts(ServiceRuleFields.DisplayNamesExcludeFilter),
            SourceSettings = reader.Node(ServiceRuleFields.SourceSettings),
            ScenarioExclusionPatterns = reader.Node(ServiceRuleFields.ScenarioExclusionPatterns),
            Version = reader.Text(ServiceRuleFields.Version),
            Tags = SharedReader.Tags(reader),
            Ownership = SharedReader.Ownership(reader),
        };
        reader.Choice(ServiceRuleFields.Severity);
        return rule;
    }

    private static Need NeedOf(ServiceRuleKind kind, params ReadOnlySpan<ServiceRuleKind> needing) => needing.Contains(kind) ? Need.Required : Need.Optional;
}
