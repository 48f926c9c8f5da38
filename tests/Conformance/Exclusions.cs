using System.Text.Json;

namespace Content.Conformance.Tests;

/// <summary>A case that is known to differ: debt until proven otherwise.</summary>
/// <param name="Set">The set of queries.</param>
/// <param name="Id">The query in it.</param>
/// <param name="Reason">Why it differs.</param>
/// <param name="RemovedBy">What would remove the entry.</param>
internal sealed record Exclusion(string Set, string Id, string Reason, string RemovedBy);

/// <summary>The cases of exclusions.json.</summary>
internal static class Exclusions
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true, ReadCommentHandling = JsonCommentHandling.Skip };

    public static IReadOnlyList<Exclusion> All { get; } =
        JsonSerializer.Deserialize<Exclusion[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "exclusions.json")), Options)!;

    /// <summary>Ids of a set's excluded queries.</summary>
    public static IReadOnlySet<string> Of(string set) => All.Where(entry => entry.Set == set).Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
}
