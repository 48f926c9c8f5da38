namespace Content.Model;

/// <summary>Who looks after a piece of content, and until when it was looked at. Nothing of it is deployed.</summary>
public sealed record Ownership
{
    /// <summary>Person or team.</summary>
    public Located<string>? Owner { get; init; }
    /// <summary>Where it is in its life: Available, Experimental, Deprecated.</summary>
    public Located<string>? Status { get; init; }
    /// <summary>The day by which it is to be looked at again.</summary>
    public Located<DateOnly>? ReviewDate { get; init; }
}
