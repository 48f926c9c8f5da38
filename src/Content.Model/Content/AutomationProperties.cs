using System.Collections.Immutable;

namespace Content.Model;

/// <summary>What conditions of automation rules can look at.</summary>
public static class AutomationProperties
{
    /// <summary>Properties of incidents, alerts and their entities, as the API names them.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "IncidentTitle", "IncidentDescription", "IncidentSeverity", "IncidentStatus", "IncidentRelatedAnalyticRuleIds", "IncidentTactics", "IncidentLabel", "IncidentProviderName",
        "IncidentUpdatedBySource", "IncidentCustomDetailsKey", "IncidentCustomDetailsValue", "IncidentCustomDetectionRuleIds", "IncidentAlertTitle", "AlertProductNames", "AlertAnalyticRuleIds",
        "AccountAadTenantId", "AccountAadUserId", "AccountName", "AccountNTDomain", "AccountPUID", "AccountSid", "AccountObjectGuid", "AccountUPNSuffix",
        "AzureResourceResourceId", "AzureResourceSubscriptionId", "CloudApplicationAppId", "CloudApplicationAppName", "DNSDomainName", "FileDirectory", "FileName", "FileHashValue",
        "HostAzureID", "HostName", "HostNetBiosName", "HostNTDomain", "HostOSVersion", "IoTDeviceId", "IoTDeviceName", "IoTDeviceType", "IoTDeviceVendor", "IoTDeviceModel",
        "IoTDeviceOperatingSystem", "IPAddress", "MailboxDisplayName", "MailboxPrimaryAddress", "MailboxUPN", "MailMessageDeliveryAction", "MailMessageDeliveryLocation",
        "MailMessageRecipient", "MailMessageSenderIP", "MailMessageSubject", "MailMessageP1Sender", "MailMessageP2Sender", "MalwareCategory", "MalwareName", "ProcessCommandLine",
        "ProcessId", "RegistryKey", "RegistryValueData", "Url",
    ];
}
