using System.Collections.Immutable;

namespace Content.Analysis;

/// <summary>Properties of an alert that <c>alertDynamicProperties</c> can set.</summary>
public static class AlertProperties
{
    /// <summary>The names, in alphabetical order.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "AlertLink", "ConfidenceLevel", "ConfidenceScore", "ExtendedLinks", "ProductComponentName", "ProductName", "ProviderName",
        "RemediationSteps", "SubTechniques", "Techniques",
    ];

    /// <summary>True for those that hold a list.</summary>
    public static bool IsCollection(string name) => name is "ExtendedLinks" or "RemediationSteps" or "SubTechniques" or "Techniques";
}
