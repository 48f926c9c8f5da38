using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Content.Analysis;

/// <summary>An entity type that alerts can carry.</summary>
/// <param name="Name">Its name in <c>entityType</c>.</param>
/// <param name="Identifiers">Identifiers that a mapping may give; case matters.</param>
/// <param name="Required">Sets of identifiers of which a mapping needs at least one whole set.</param>
public sealed record EntityType(string Name, ImmutableArray<string> Identifiers, ImmutableArray<ImmutableArray<string>> Required);

/// <summary>
/// The entity types of analytics rules with their identifiers, after the identifier table that the Azure-Sentinel repository validates
/// with and Microsoft's "Entity types reference".
/// </summary>
public static class EntityTypes
{
    /// <summary>All types, in alphabetical order.</summary>
    public static ImmutableArray<EntityType> All { get; } =
    [
        Define("Account", "Name FullName NTDomain DnsDomain UPNSuffix Sid AadTenantId AadUserId PUID IsDomainJoined DisplayName ObjectGuid CloudAppAccountId", "FullName|Sid|Name|AadUserId|PUID|ObjectGuid"),
        Define("AzureResource", "ResourceId", "ResourceId"),
        Define("CloudApplication", "AppId Name InstanceName", "AppId|Name"),
        Define("DNS", "DomainName", "DomainName"),
        Define("File", "Directory Name", "Name"),
        Define("FileHash", "Algorithm Value", "Algorithm+Value"),
        Define("Host", "DnsDomain NTDomain HostName FullName NetBiosName AzureID OMSAgentID OSFamily OSVersion IsDomainJoined", "FullName|HostName|NetBiosName|AzureID|OMSAgentID"),
        Define("IoTDevice", "DeviceId DeviceName Manufacturer Model FirmwareVersion OperatingSystem MacAddress Protocols SerialNumber Source IoTSecurityAgentId DeviceType", "DeviceId"),
        Define("IP", "Address AddressScope", "Address"),
        Define("MailCluster", "NetworkMessageIds CountByDeliveryStatus CountByThreatType CountByProtectionStatus Threats Query QueryTime MailCount IsVolumeAnomaly Source ClusterSourceIdentifier ClusterSourceType ClusterQueryStartTime ClusterQueryEndTime ClusterGroup", "Query|Source"),
        Define("MailMessage", "Recipient Urls Threats Sender P1Sender P1SenderDisplayName P1SenderDomain SenderIP P2Sender P2SenderDisplayName P2SenderDomain ReceivedDate NetworkMessageId InternetMessageId Subject BodyFingerprintBin1 BodyFingerprintBin2 BodyFingerprintBin3 BodyFingerprintBin4 BodyFingerprintBin5 AntispamDirection DeliveryAction DeliveryLocation Language ThreatDetectionMethods", "NetworkMessageId|Recipient"),
        Define("Mailbox", "MailboxPrimaryAddress DisplayName Upn ExternalDirectoryObjectId RiskLevel", "MailboxPrimaryAddress"),
        Define("Malware", "Name Category", "Name"),
        Define("Process", "ProcessId CommandLine ElevationToken CreationTimeUtc", "CommandLine|ProcessId"),
        Define("RegistryKey", "Hive Key", "Hive|Key"),
        Define("RegistryValue", "Name Value ValueType", "Name"),
        Define("SecurityGroup", "DistinguishedName SID ObjectGuid", "DistinguishedName|SID|ObjectGuid"),
        Define("SubmissionMail", "NetworkMessageId Timestamp Recipient Sender SenderIp Subject ReportType SubmissionId SubmissionDate Submitter", "SubmissionId|NetworkMessageId|Recipient|Submitter"),
        Define("URL", "Url", "Url"),
    ];

    private static readonly FrozenDictionary<string, EntityType> ByName = All.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, EntityType> ByAnyCase = All.ToFrozenDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The type of a name (case matters); null when there is none.</summary>
    public static EntityType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type of a name in any case, as the <c>Entities</c> column of alerts spells it; null when there is none.</summary>
    public static EntityType? FindAnyCase(string name) => ByAnyCase.GetValueOrDefault(name);

    // "A|B" needs A or B, "A+B" needs both.
    private static EntityType Define(string name, string identifiers, string required) =>
        new(name, [.. identifiers.Split(' ')], [.. required.Split('|').Select(set => set.Split('+').ToImmutableArray())]);
}
