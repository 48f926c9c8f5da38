using System.Collections.Frozen;
using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>The values of the properties that conditions of automation rules name ("Automate threat response in Microsoft Sentinel with automation rules").</summary>
internal static class IncidentProperties
{
    /// <summary>Who provides incidents, before and after onboarding to the Defender portal.</summary>
    public const string SentinelProvider = "Azure Sentinel";
    /// <summary>The provider on the Defender portal.</summary>
    public const string DefenderProvider = "Microsoft XDR";

    private const string Product = "Azure Sentinel";

    private static readonly FrozenDictionary<string, (string Type, string Identifier)> OfEntities = new Dictionary<string, (string, string)>(StringComparer.OrdinalIgnoreCase)
    {
        ["AccountAadTenantId"] = ("Account", "AadTenantId"),
        ["AccountAadUserId"] = ("Account", "AadUserId"),
        ["AccountName"] = ("Account", "Name"),
        ["AccountNTDomain"] = ("Account", "NTDomain"),
        ["AccountPUID"] = ("Account", "PUID"),
        ["AccountSid"] = ("Account", "Sid"),
        ["AccountObjectGuid"] = ("Account", "ObjectGuid"),
        ["AccountUPNSuffix"] = ("Account", "UPNSuffix"),
        ["AzureResourceResourceId"] = ("AzureResource", "ResourceId"),
        ["CloudApplicationAppId"] = ("CloudApplication", "AppId"),
        ["CloudApplicationAppName"] = ("CloudApplication", "Name"),
        ["DNSDomainName"] = ("DNS", "DomainName"),
        ["FileDirectory"] = ("File", "Directory"),
        ["FileName"] = ("File", "Name"),
        ["FileHashValue"] = ("FileHash", "Value"),
        ["HostAzureID"] = ("Host", "AzureID"),
        ["HostName"] = ("Host", "HostName"),
        ["HostNetBiosName"] = ("Host", "NetBiosName"),
        ["HostNTDomain"] = ("Host", "NTDomain"),
        ["HostOSVersion"] = ("Host", "OSVersion"),
        ["IoTDeviceId"] = ("IoTDevice", "DeviceId"),
        ["IoTDeviceName"] = ("IoTDevice", "DeviceName"),
        ["IoTDeviceType"] = ("IoTDevice", "DeviceType"),
        ["IoTDeviceVendor"] = ("IoTDevice", "Manufacturer"),
        ["IoTDeviceModel"] = ("IoTDevice", "Model"),
        ["IoTDeviceOperatingSystem"] = ("IoTDevice", "OperatingSystem"),
        ["IPAddress"] = ("IP", "Address"),
        ["MailboxDisplayName"] = ("Mailbox", "DisplayName"),
        ["MailboxPrimaryAddress"] = ("Mailbox", "MailboxPrimaryAddress"),
        ["MailboxUPN"] = ("Mailbox", "Upn"),
        ["MailMessageDeliveryAction"] = ("MailMessage", "DeliveryAction"),
        ["MailMessageDeliveryLocation"] = ("MailMessage", "DeliveryLocation"),
        ["MailMessageRecipient"] = ("MailMessage", "Recipient"),
        ["MailMessageSenderIP"] = ("MailMessage", "SenderIP"),
        ["MailMessageSubject"] = ("MailMessage", "Subject"),
        ["MailMessageP1Sender"] = ("MailMessage", "P1Sender"),
        ["MailMessageP2Sender"] = ("MailMessage", "P2Sender"),
        ["MalwareCategory"] = ("Malware", "Category"),
        ["MalwareName"] = ("Malware", "Name"),
        ["ProcessCommandLine"] = ("Process", "CommandLine"),
        ["ProcessId"] = ("Process", "ProcessId"),
        ["RegistryKey"] = ("RegistryKey", "Key"),
        ["RegistryValueData"] = ("RegistryValue", "Value"),
        ["Url"] = ("URL", "Url"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>All values of a property; null when it is none that is known.</summary>
    public static IReadOnlyList<string>? Of(AutomationSubject subject, string property, SimulationChoices choices)
    {
        var incident = subject.Incident;
        switch (property.ToLowerInvariant())
        {
            case "incidenttitle":
                return incident is null ? [] : [incident.Title];
            case "incidentdescription":
                return incident is null ? [] : [incident.Description];
            case "incidentseverity":
                return incident is null ? [] : [incident.Severity.ToString()];
            case "incidentstatus":
                return incident is null ? [] : [incident.Status];
            case "incidenttactics":
                return incident?.Tactics ?? [];
            case "incidentlabel":
                return incident?.Labels ?? [];
            case "incidentprovidername":
                return [choices.DefenderPortal ? DefenderProvider : SentinelProvider];
            case "incidentupdatedbysource":
                return subject.Update is { } update ? [update.Source] : [];
            case "incidentcustomdetailskey":
                return [.. subject.Alerts.SelectMany(alert => alert.CustomDetails).Select(detail => detail.Key).Distinct(StringComparer.Ordinal)];
            case "incidentcustomdetailsvalue":
                return [.. subject.Alerts.SelectMany(alert => alert.CustomDetails).SelectMany(detail => detail.Values).Distinct(StringComparer.Ordinal)];
            case "incidentrelatedanalyticruleids" or "alertanalyticruleids":
                return [.. subject.Rules.Select(IdOf)];
            case "alertproductnames":
                return [.. subject.Alerts.Select(alert => alert.Properties.FirstOrDefault(value => value.Key == "ProductName").Value ?? Product).Distinct(StringComparer.Ordinal)];
            case "azureresourcesubscriptionid":
                return [.. Identifiers(subject, "AzureResource", "ResourceId").Select(SubscriptionOf).Where(id => id.Length > 0)];
            default:
                return OfEntities.TryGetValue(property, out var place) ? Identifiers(subject, place.Type, place.Identifier) : null;
        }
    }

    /// <summary>The id of a rule: that of its file, or its path where it has none.</summary>
    public static string IdOf(AnalyticsRule rule) => rule.Id?.Value.Trim() ?? rule.Path;

    private static List<string> Identifiers(AutomationSubject subject, string type, string identifier) =>
        [.. subject.Alerts.SelectMany(alert => alert.Entities).Where(entity => entity.Type == type).Select(entity => entity.Find(identifier)).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static string SubscriptionOf(string resourceId)
    {
        var parts = resourceId.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && parts[0].Equals("subscriptions", StringComparison.OrdinalIgnoreCase) ? parts[1] : "";
    }
}
