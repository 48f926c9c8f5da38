using Content.Analysis;
using Content.Model;

namespace Content.Pack.Tests;

/// <summary>The shipped content, read and validated once.</summary>
internal static class Pack
{
    private static readonly Lazy<ValidationResult> Read = new(() => ContentValidator.Validate(ContentRepository.Load(RepositoryFolder.Path)));

    /// <summary>The content with its bound queries.</summary>
    public static ValidationResult Validation => Read.Value;
}
