namespace Content.Model.Declarations;

/// <summary>How much a field is needed.</summary>
internal enum Need : byte
{
    Optional,
    Recommended,
    Required,
}

/// <summary>A key of a mapping: its spelling, what stands behind it, how much it is needed and what it means.</summary>
internal abstract class Field(string key, string description)
{
    public string Key => key;
    /// <summary>A sentence or two for an editor's hover and the key tables.</summary>
    public string Description => description;
    public Need Need { get; init; }
    /// <summary>What holds when the key is absent; null when nothing needs to be said.</summary>
    public string? Default { get; init; }
    /// <summary>Other spellings in files of the Azure-Sentinel repository, which differ in case only.</summary>
    public string[] OtherCases { get; init; } = [];
    public abstract ValueShape Shape { get; }
}

/// <summary>A text.</summary>
internal sealed class TextField(string key, string description, TextShape? shape = null) : Field(key, description)
{
    public TextShape Text { get; } = shape ?? TextShape.Any;
    public override ValueShape Shape => Text;
}

/// <summary>True or false.</summary>
internal sealed class BooleanField(string key, string description) : Field(key, description)
{
    public override ValueShape Shape => BooleanShape.Instance;
}

/// <summary>A whole number.</summary>
internal sealed class IntegerField(string key, string description, IntegerShape? shape = null) : Field(key, description)
{
    public override ValueShape Shape { get; } = shape ?? IntegerShape.Any;
}

/// <summary>A duration.</summary>
internal sealed class DurationField(string key, string description) : Field(key, description)
{
    public override ValueShape Shape => DurationShape.Instance;
}

/// <summary>One of some names.</summary>
internal sealed class ChoiceField<T>(string key, string description, Choices<T> choices) : Field(key, description)
{
    public Choices<T> Choices => choices;
    public override ValueShape Shape => choices;
}

/// <summary>A list of texts.</summary>
internal sealed class TextsField(string key, string description, ValueShape? item = null, int? maximum = null) : Field(key, description)
{
    public override ValueShape Shape { get; } = new ListShape(item ?? TextShape.Any) { MaxItems = maximum };
}

/// <summary>A list of names.</summary>
internal sealed class ChoicesField<T>(string key, string description, Choices<T> choices) : Field(key, description)
{
    public Choices<T> Choices => choices;
    public override ValueShape Shape { get; } = new ListShape(choices);
}

/// <summary>A mapping with keys of its own.</summary>
internal sealed class RecordField(string key, string description, RecordShape record) : Field(key, description)
{
    public RecordShape Record => record;
    public override ValueShape Shape => record;
}

/// <summary>A list of mappings.</summary>
internal sealed class RecordsField(string key, string description, RecordShape record, int minimum = 0, int? maximum = null) : Field(key, description)
{
    public RecordShape Record => record;
    public override ValueShape Shape { get; } = new ListShape(record) { MinItems = minimum, MaxItems = maximum };
}

/// <summary>A mapping whose keys are the author's own.</summary>
internal sealed class MapField(string key, string description, MapShape map) : Field(key, description)
{
    public override ValueShape Shape => map;
}

/// <summary>A list of something else than texts or mappings.</summary>
internal sealed class ListField(string key, string description, ListShape list) : Field(key, description)
{
    public override ValueShape Shape => list;
}

/// <summary>Something that is read as it is.</summary>
internal sealed class NodeField(string key, string description, ValueShape? shape = null) : Field(key, description)
{
    public override ValueShape Shape { get; } = shape ?? AnyShape.Instance;
}
