namespace Content.Model.Declarations;

/// <summary>Keys of an environment that say what it has otherwise than the files, and which content it has at all.</summary>
internal static class OverlayFields
{
    public static readonly TextField Rule = new("rule", "The analytics rule that it is about: its id, its name or its file.", new TextShape { MinLength = 1 });
    public static readonly TextField Tag = new("tag", "A tag: it is about all analytics rules that have it.", new TextShape { MinLength = 1 });
    public static readonly TextField Watchlist = new("watchlist", "Alias of the watchlist that it is about.", new TextShape { MinLength = 1 });
    public static readonly MapField Set = new("set", "Keys of the file with the values that they have in this environment; nothing behind a key takes it away.", new MapShape("KEY", AnyShape.Instance) { AllowsNull = true });
    public static readonly TextField Source = new("source", "CSV file with the rows that the watchlist has in this environment, relative to sentinel-content.yaml.", TextShape.File) { Default = "the rows of the watchlist" };
    public static readonly RecordsField Overlays = new("overlays", "What is otherwise here than in the files, in this order.",
        new RecordShape("an overlay", Rule, Tag, Watchlist, Set, Source) { NeedsOneOf = [Rule, Tag, Watchlist], AlsoNeedsOneOf = [Set, Source] });

    public static readonly TextsField Paths = new("paths", "Folders and files of content, relative to sentinel-content.yaml.", TextShape.File) { Default = "all" };
    public static readonly TextsField Tags = new("tags", "Tags of content: a word, or NAME:VALUE.") { Default = "all" };
    private static readonly RecordShape Selection = new("a selection of content", Paths, Tags) { NeedsOneOf = [Paths, Tags] };
    public static readonly RecordField Select = new("select", "The content that this environment gets, with all that it uses.", Selection) { Default = "all content" };
    public static readonly RecordsField Waves = new("waves", "Content in the order in which it is deployed: a wave begins when the one before it is deployed entirely. Content in none comes last.", Selection);
}
