using System.Collections.Immutable;
using Content.Model.Declarations;
using Content.Model.Reading;
using Content.Model.Yaml;

namespace Content.Model.Schemas;

/// <summary>What stands behind a key.</summary>
public enum KeyValueKind : byte
{
    /// <summary>A text, a number or one of some names.</summary>
    Scalar,
    /// <summary>A KQL query.</summary>
    Query,
    /// <summary>A file, relative to the one that names it.</summary>
    File,
    /// <summary>A mapping.</summary>
    Mapping,
    /// <summary>A list of scalars.</summary>
    List,
    /// <summary>A list of mappings.</summary>
    Mappings,
}

/// <summary>A key that a mapping of a content file may have, for editors.</summary>
/// <param name="Name">Its spelling.</param>
/// <param name="Description">What it means.</param>
/// <param name="Kind">What stands behind it.</param>
/// <param name="IsRequired">Whether the mapping needs it.</param>
/// <param name="Default">What holds when it is absent; null when nothing needs to be said.</param>
/// <param name="Values">Values to offer; of a list those of its items.</param>
public sealed record DeclaredKey(string Name, string Description, KeyValueKind Kind, bool IsRequired, string? Default, ImmutableArray<string> Values);

/// <summary>The keys of a mapping of a content file by the declarations that reading follows, for editors.</summary>
public sealed class DeclaredKeys
{
    private readonly RecordShape? _shape;
    private readonly MapShape? _map;

    private DeclaredKeys(RecordShape? shape, MapShape? map)
    {
        _shape = shape;
        _map = map;
        Keys = shape is null ? [] : [.. shape.Fields.Select(Describe)];
    }

    /// <summary>What the mapping is: <c>an analytics rule</c>; empty where the keys are the author's own.</summary>
    public string What => _shape?.What ?? "";

    /// <summary>The keys in the order in which they are best written; none where they are the author's own.</summary>
    public ImmutableArray<DeclaredKey> Keys { get; }

    /// <summary>Values to offer behind each key where the keys are the author's own.</summary>
    public ImmutableArray<string> ValuesOfOwnKeys => _map is null ? [] : ValuesOf(_map.Value);

    /// <summary>The keys at the root of a file, by its path and what it holds; null for a file of no known kind.</summary>
    /// <param name="path">Path in the repository.</param>
    /// <param name="root">What it holds so far; null for nothing.</param>
    public static DeclaredKeys? Of(string path, YamlMapping? root)
    {
        if (path == RepositoryConfiguration.FileName)
            return new DeclaredKeys(ConfigurationFields.Shape, null);
        root ??= YamlDocument.Empty(path);
        return ContentSchema.FormatOf(path, root) is { } format ? new DeclaredKeys(format.Shape, null) : null;
    }

    /// <summary>The key of a name, in any case; null when it is not declared.</summary>
    public DeclaredKey? Find(string name) => Keys.FirstOrDefault(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The keys of the mapping, or of each mapping of the list, behind a key; null when there is none or nothing is declared of it.</summary>
    public DeclaredKeys? Inside(string name) => _shape?.Find(name) is { } field ? Inside(field.Shape) : _map is not null ? Inside(_map.Value) : null;

    private static DeclaredKeys? Inside(ValueShape shape) => shape switch
    {
        RecordShape record => new DeclaredKeys(record, null),
        MapShape map => new DeclaredKeys(null, map),
        ListShape list => Inside(list.Item),
        EitherShape either => either.Shapes.Select(Inside).FirstOrDefault(keys => keys is not null),
        _ => null,
    };

    private static DeclaredKey Describe(Field field) =>
        new(field.Key, field.Description, KindOf(field.Shape), field.Need == Need.Required, field.Default, ValuesOf(field.Shape));

    private static KeyValueKind KindOf(ValueShape shape) => shape switch
    {
        TextShape { Format: TextFormat.Query } => KeyValueKind.Query,
        TextShape { Format: TextFormat.File } => KeyValueKind.File,
        RecordShape or MapShape => KeyValueKind.Mapping,
        ListShape { Item: var item } => Inside(item) is null ? KeyValueKind.List : KeyValueKind.Mappings,
        EitherShape either when either.Shapes.Length > 0 => KindOf(either.Shapes[0]),
        _ => KeyValueKind.Scalar,
    };

    private static ImmutableArray<string> ValuesOf(ValueShape shape) => shape switch
    {
        TextShape text => [.. text.Suggestions],
        ChoiceShape choice => [.. choice.Names],
        BooleanShape => ["true", "false"],
        IntegerShape { Values: { Length: > 0 } values } => [.. values.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))],
        ListShape list => ValuesOf(list.Item),
        EitherShape either => [.. either.Shapes.SelectMany(inner => ValuesOf(inner)).Distinct()],
        _ => [],
    };
}
