using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Resources;

namespace Content.Azure.Planning;

/// <summary>Finds the fields in which two JSON values differ.</summary>
internal static class JsonDiff
{
    /// <summary>The differences in order of the fields. Lists of single values are compared whole, lists of objects item by item.</summary>
    public static ImmutableArray<FieldChange> Compare(JsonObject before, JsonObject after)
    {
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        Objects("", before, after, changes);
        return changes.ToImmutable();
    }

    private static void Objects(string path, JsonObject before, JsonObject after, ImmutableArray<FieldChange>.Builder changes)
    {
        foreach (var key in after.Select(pair => pair.Key).Concat(before.Select(pair => pair.Key).Where(key => !after.ContainsKey(key))))
            Values(path.Length == 0 ? key : $"{path}.{key}", before[key], after[key], changes);
    }

    private static void Values(string path, JsonNode? before, JsonNode? after, ImmutableArray<FieldChange>.Builder changes)
    {
        switch (before, after)
        {
            case (JsonObject x, JsonObject y):
                Objects(path, x, y, changes);
                break;
            case (JsonArray x, JsonArray y) when x.Concat(y).All(item => item is JsonObject):
                for (var i = 0; i < Math.Max(x.Count, y.Count); i++)
                    Values($"{path}[{i}]", i < x.Count ? x[i] : null, i < y.Count ? y[i] : null, changes);
                break;
            default:
                if (!AreEqual(path, before, after))
                    changes.Add(new FieldChange(path, before?.DeepClone(), after?.DeepClone()));
                break;
        }
    }

    /// <summary>Whether two values of a field are the same. An absent list or object and an empty one are, and queries that are only laid out otherwise.</summary>
    public static bool AreEqual(string field, JsonNode? before, JsonNode? after) =>
        (IsEmpty(before) && IsEmpty(after)) || JsonNode.DeepEquals(JsonText.Sorted(before), JsonText.Sorted(after))
        || (field == "query" && JsonText.Text(before) is { } left && JsonText.Text(after) is { } right && QueryText.AreSame(left, right));

    private static bool IsEmpty(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };
}
