using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A rule that makes incidents of a Microsoft product's alerts names the product as the API does, by its older name; with a new one it is refused.</summary>
internal sealed class ProductOfIncidents() : AnalysisRule("RULE075", DiagnosticSeverity.Error, "A product is not one of those whose alerts Sentinel makes incidents of.")
{
    private static readonly string[] Products =
    [
        "Microsoft Cloud App Security", "Azure Security Center", "Azure Advanced Threat Protection", "Azure Active Directory Identity Protection", "Azure Security Center for IoT",
        "Office 365 Advanced Threat Protection", "Microsoft Defender Advanced Threat Protection",
    ];

    private static readonly Dictionary<string, string> NewNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft Defender for Cloud Apps"] = Products[0],
        ["Microsoft Defender for Cloud"] = Products[1],
        ["Microsoft Defender for Identity"] = Products[2],
        ["Microsoft Entra ID Protection"] = Products[3],
        ["Azure AD Identity Protection"] = Products[3],
        ["Microsoft Defender for IoT"] = Products[4],
        ["Microsoft Defender for Office 365"] = Products[5],
        ["Microsoft Defender for Endpoint"] = Products[6],
    };

    /// <inheritdoc/>
    public override void Analyze(ServiceRule rule, FindingList findings)
    {
        if (rule is not { Kind.Value: ServiceRuleKind.MicrosoftSecurityIncidentCreation, ProductFilter: { Value.Length: > 0 } product } || Products.Contains(product.Value, StringComparer.Ordinal))
            return;
        var meant = NewNames.TryGetValue(product.Value, out var old) ? $" Its name here is '{old}'." : Texts.DidYouMean(product.Value, Products);
        findings.Add(product, $"There is no product '{product.Value}'.{meant}", "One of: " + string.Join(", ", Products) + ".");
    }
}
