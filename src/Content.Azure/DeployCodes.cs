namespace Content.Azure;

/// <summary>Codes of what deploying can find in files.</summary>
public static class DeployCodes
{
    /// <summary>An environment cannot be used.</summary>
    public const string Environment = "DEPLOY001";

    /// <summary>Content that cannot be deployed as it is.</summary>
    public const string NotDeployable = "DEPLOY002";

    /// <summary>Two files deploy the same resource.</summary>
    public const string SameResource = "DEPLOY003";

    /// <summary>A saved plan cannot be read or is for something else.</summary>
    public const string BadPlan = "DEPLOY004";

    /// <summary>A suppression of drift has ended.</summary>
    public const string DriftSuppressionEnded = "DEPLOY005";

    /// <summary>A suppression of drift accepts nothing.</summary>
    public const string DriftSuppressionUnused = "DEPLOY006";
}
