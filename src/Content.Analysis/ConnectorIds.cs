using System.Collections.Frozen;

namespace Content.Analysis;

/// <summary>Data connectors of Sentinel and its solutions, as the checks of the Azure-Sentinel repository know them.</summary>
internal static class ConnectorIds
{
    private const string Words =
        "1Password 42CrunchAPIProtection AIVectraDetect AIVectraDetectAma AIVectraStream ARGOSCloudSecurity ASimDnsActivityLogs AWS AWSS3 AWSVPCFlow Agari "
        + "AkamaiSecurityEvents AlcideKAudit AlsidForAD ApacheHTTPServer ApacheTomcat AristaAwakeSecurity Armorblox ArubaClearPass AtlassianBeaconAlerts "
        + "Authomize AzureActiveDirectory AzureActiveDirectoryIdentityProtection AzureActivity AzureAdvancedThreatProtection AzureCloudNGFWByPaloAltoNetworks "
        + "AzureFirewall AzureInformationProtection AzureKeyVault AzureKubernetes AzureMonitor(IIS) AzureMonitor(VMInsights) AzureMonitor(WireData) AzureNSG "
        + "AzureSecurityCenter AzureSql AzureStorageAccount Barracuda BarracudaCloudFirewall BehaviorAnalytics BetterMTD BeyondSecuritybeSECURE BitSight Bitglass "
        + "BlackberryCylancePROTECT BloodHoundEnterprise BoschAIShield BoxDataConnector BroadcomSymantecDLP CBSPollingIDAzureFunctions CEF CTERA CefAma "
        + "CheckPoint CiscoASA CiscoAsaAma CiscoDuoSecurity CiscoFirepowerEStreamer CiscoISE CiscoMeraki CiscoSDWAN CiscoSEG CiscoSEGAma CiscoSecureEndpoint "
        + "CiscoUCS CiscoUmbrellaDataConnector CiscoWSA Citrix CitrixWAF Claroty ClarotyAma CloudflareDataConnector CognniSentinelDataConnector "
        + "CommvaultSecurityIQ_CL ContrastADR ContrastProtect ContrastProtectAma Corelight CorelightConnectorExporter CortexXDR "
        + "CrowdStrikeFalconEndpointProtection CrowdStrikeFalconEndpointProtectionAma CustomLogsAma CyberArk CyberArkEPM CyberpionSecurityLogs "
        + "CynerioSecurityEvents DDOS DNS Darktrace DarktraceRESTConnector DataminrPulseAlerts Dataverse DelineaSecretServer_CEF DigitalGuardianDLP "
        + "DigitalShadows DragosSitestoreCCP Dynamics365 Dynamics365Finance DynatraceAttacks DynatraceAuditLogs DynatraceProblems DynatraceRuntimeVulnerabilities "
        + "ESETEnterpriseInspector ESETPROTECT ESI-ExchangeAdminAuditLogEvents EgressDefend EsetSMC ExtraHop ExtraHopNetworks F5 F5BigIp Flare ForcepointCasb "
        + "ForcepointDlp ForcepointNgfw ForgeRock FortiWeb Fortinet FortinetAma FortinetFortiWebAma GCPAuditLogsDefinition GCPDNSDataConnector "
        + "GCPIAMDataConnector GWorkspaceRAPI GoogleWorkspaceReportsAPI GreyNoise2SentinelAPI HVPollingIDAzureFunctions ISCBind IdentityInfo "
        + "IllumioSaaSDataConnector Illusive ImpervaWAFCloudAPI ImpervaWAFGateway ImportedConnector InfobloxCloudDataConnector InfobloxCloudDataConnectorAma "
        + "InfobloxNIOS InfobloxSOCInsightsDataConnector_AMA InfobloxSOCInsightsDataConnector_API InfobloxSOCInsightsDataConnector_Legacy IoT IronNetIronDefense "
        + "JamfProtect JiraAuditAPI JuniperSRX LastPass LookoutAPI McAfeeePO MicrosoftAzurePurview MicrosoftCloudAppSecurity "
        + "MicrosoftDefenderAdvancedThreatProtection MicrosoftDefenderForCloudTenantBased MicrosoftDefenderThreatIntelligence MicrosoftSysmonForLinux "
        + "MicrosoftThreatProtection MimecastAuditAPI MimecastSEGAPI MimecastSIEMAPI MimecastTTPAPI MorphisecUTPP NGINXHTTPServer NXLogDnsLogs NXLogLinuxAudit "
        + "NasuniEdgeAppliance Netclean_ProActive_Incidents Netskope NetskopeDataConnector NetskopeWebTransactionsDataConnector OCILogs Office365 OfficeATP "
        + "OktaSSO OktaSSOv2 OnapsisPlatform OneIdentity OracleCloudInfrastructureLogsConnector OracleDatabaseAudit OracleWebLogicServer OrcaSecurityAlerts "
        + "PaloAltoCDL PaloAltoCDLAma PaloAltoNetworks PaloAltoNetworksAma PaloAltoPrismaCloud Perimeter81ActivityLogs PingFederate PingFederateAma PostgreSQL "
        + "PowerAutomate PowerPlatformAdmin PrancerLogData ProofpointPOD ProofpointTAP ProofpointTAPNativePoller PulseConnectSecure QualysKB "
        + "QualysVulnerabilityManagement RadiflowIsid RedCanaryDataConnector RidgeBotDataConnector SAP SAPBTPAuditEvents SAPETDAlerts SAPLogServ "
        + "SailPointIdentityNow SalesforceServiceCloud SamsungDCDefinition SecurityEvents SemperisDSP SenservaPro SentinelOne SilverfortAma SlackAuditAPI "
        + "Snowflake SonicWallFirewall SonraiDataConnector SophosCloudOptix SophosXGFirewall SquadraTechnologiesSecRmm SquidProxy Symantec "
        + "SymantecEndpointProtection SymantecProxySG SymantecVIP Syslog SyslogAma Tenable.ad TenableIE TenableVM Theom ThreatIntelligence "
        + "ThreatIntelligenceTaxii ThreatIntelligenceUploadIndicatorsAPI ThycoticSecretServer_CEF TrendMicro TrendMicroApexOne TrendMicroApexOneAma TrendMicroCAS "
        + "TrendMicroTippingPoint TrendMicroXDR UbiquitiUnifi VMwareCarbonBlack VMwareESXi VMwareSDWAN ValenceSecurity VectraXDR Votiro WAF WindowsFirewall "
        + "WindowsFirewallAma WindowsForwardedEvents WindowsSecurityEvents WireX_Systems_NFP Workday ZeroFox_Alert_Polling ZeroNetworksSegmentAuditFunction "
        + "ZeroNetworksSegmentAuditNativePoller ZimperiumMtdAlerts Zscaler ZscalerAma ZscalerPrivateAccess illusiveAttackManagementSystem "
        + "illusiveAttackManagementSystemAma vArmourAC vArmourACAma vCenter";

    /// <summary>Their identifiers; case matters.</summary>
    public static FrozenSet<string> All { get; } = Words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
