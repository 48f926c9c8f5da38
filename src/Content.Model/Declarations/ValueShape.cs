namespace Content.Model.Declarations;

/// <summary>
/// What a value of a content file may be. Declarations are the one source of keys, types, names, limits and descriptions: reading
/// follows them, and the JSON Schemas and the key tables are written from them.
/// </summary>
internal abstract class ValueShape;

/// <summary>Formats of texts.</summary>
internal enum TextFormat : byte
{
    None,
    Guid,
    DateTime,
    Address,
    Query,
    File,
}

/// <summary>A text. Numbers and booleans count as texts, as they do for the importers.</summary>
internal sealed class TextShape : ValueShape
{
    public static readonly TextShape Any = new();
    public static readonly TextShape Guid = new() { Format = TextFormat.Guid };
    public static readonly TextShape DateTime = new() { Format = TextFormat.DateTime };
    public static readonly TextShape Address = new() { Format = TextFormat.Address };
    public static readonly TextShape File = new() { Format = TextFormat.File };
    public static readonly TextShape Query = new() { Format = TextFormat.Query, MinLength = 1, MaxLength = Limits.QueryLength };
    public static readonly TextShape AnyQuery = new() { Format = TextFormat.Query, MinLength = 1 };

    public TextFormat Format { get; init; }
    public int MinLength { get; init; }
    public int? MaxLength { get; init; }
    /// <summary>A regular expression of ECMA-262, without flags.</summary>
    public string? Pattern { get; init; }
    /// <summary>Values that an editor offers.</summary>
    public string[] Suggestions { get; init; } = [];
    /// <summary>Whether a schema allows only <see cref="Suggestions"/>. Reading allows others: a lint rule speaks up.</summary>
    public bool IsClosed { get; init; }
}

/// <summary>True or false, also in quotes.</summary>
internal sealed class BooleanShape : ValueShape
{
    public static readonly BooleanShape Instance = new();
}

/// <summary>A whole number, also in quotes.</summary>
internal sealed class IntegerShape : ValueShape
{
    public static readonly IntegerShape Any = new();

    public long? Minimum { get; init; }
    public long? Maximum { get; init; }
    /// <summary>The only values that are allowed; empty when all are.</summary>
    public long[] Values { get; init; } = [];
}

/// <summary>A duration in one of its spellings.</summary>
internal sealed class DurationShape : ValueShape
{
    public static readonly DurationShape Instance = new();
}

/// <summary>One of some names, in any case.</summary>
internal abstract class ChoiceShape(string[] names) : ValueShape
{
    public string[] Names => names;
}

/// <summary>The names that a key allows and what they stand for.</summary>
/// <remarks>
/// Two arrays in a class of this assembly: a list of (name, value) tuples is generic code of other assemblies over types of this
/// one, which cannot be compiled ahead and took 10 ms of every start.
/// </remarks>
internal sealed class Choices<T>(string[] names, T[] values) : ChoiceShape(names)
{
    public bool TryFind(string name, out T value)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                value = values[i];
                return true;
            }
        }

        value = values[0];
        return false;
    }
}

/// <summary>Names that stand for themselves.</summary>
internal static class Names
{
    public static Choices<string> Of(params string[] names) => new(names, names);
}

/// <summary>A list.</summary>
internal sealed class ListShape(ValueShape item) : ValueShape
{
    public ValueShape Item => item;
    public int MinItems { get; init; }
    public int? MaxItems { get; init; }
}

/// <summary>A mapping whose keys are the author's own.</summary>
internal sealed class MapShape(string key, ValueShape value) : ValueShape
{
    /// <summary>What a key is, for the key tables: <c>TABLE</c>.</summary>
    public string Key => key;
    public ValueShape Value => value;
    /// <summary>A regular expression that keys match; null when all do.</summary>
    public string? KeyPattern { get; init; }
    public int? MaxKeyLength { get; init; }
    public int? MaxCount { get; init; }
    /// <summary>Whether nothing may stand behind a key.</summary>
    public bool AllowsNull { get; init; }
    /// <summary>A key that has to be among the others; null when none has.</summary>
    public Field? RequiredKey { get; init; }
}

/// <summary>One of several shapes.</summary>
internal sealed class EitherShape(params ValueShape[] shapes) : ValueShape
{
    public ValueShape[] Shapes => shapes;
}

/// <summary>Any value at all.</summary>
internal sealed class AnyShape : ValueShape
{
    public static readonly AnyShape Instance = new();
}
