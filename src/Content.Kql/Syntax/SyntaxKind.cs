namespace Content.Kql.Syntax;

/// <summary>Kinds of tokens. Keywords come last, so that one comparison tells them.</summary>
public enum SyntaxKind : short
{
    EndOfText,
    Bad,
    Directive,
    Identifier,
    OpenParen, CloseParen, OpenBracket, CloseBracket, OpenBrace, CloseBrace,
    Bar, LessThanBar, Plus, Minus, Asterisk, Slash, Percent, Dot, DotDot, Bang,
    LessThan, LessThanOrEqual, GreaterThan, GreaterThanOrEqual, Equal, EqualEqual, BangEqual, LessThanGreaterThan,
    Colon, Semicolon, Comma, EqualTilde, BangTilde, At, Question, FatArrow,
    BooleanLiteral, IntLiteral, LongLiteral, RealLiteral, DecimalLiteral, DateTimeLiteral, TimeSpanLiteral, GuidLiteral, RawGuidLiteral, StringLiteral,

    /// <summary><c>access</c></summary>
    AccessKeyword,
    /// <summary><c>accumulate</c></summary>
    AccumulateKeyword,
    /// <summary><c>alias</c></summary>
    AliasKeyword,
    /// <summary><c>and</c></summary>
    AndKeyword,
    /// <summary><c>anomalychart</c></summary>
    AnomalychartKeyword,
    /// <summary><c>areachart</c></summary>
    AreachartKeyword,
    /// <summary><c>as</c></summary>
    AsKeyword,
    /// <summary><c>asc</c></summary>
    AscKeyword,
    /// <summary><c>assert-schema</c></summary>
    AssertSchemaKeyword,
    /// <summary><c>bagexpansion</c></summary>
    BagexpansionKeyword,
    /// <summary><c>barchart</c></summary>
    BarchartKeyword,
    /// <summary><c>best_effort</c></summary>
    BestEffortKeyword,
    /// <summary><c>between</c></summary>
    BetweenKeyword,
    /// <summary><c>bin</c></summary>
    BinKeyword,
    /// <summary><c>bool</c></summary>
    BoolKeyword,
    /// <summary><c>boolean</c></summary>
    BooleanKeyword,
    /// <summary><c>by</c></summary>
    ByKeyword,
    /// <summary><c>byte</c></summary>
    ByteKeyword,
    /// <summary><c>cachingpolicy</c></summary>
    CachingpolicyKeyword,
    /// <summary><c>callout</c></summary>
    CalloutKeyword,
    /// <summary><c>cancel</c></summary>
    CancelKeyword,
    /// <summary><c>card</c></summary>
    CardKeyword,
    /// <summary><c>char</c></summary>
    CharKeyword,
    /// <summary><c>columnchart</c></summary>
    ColumnchartKeyword,
    /// <summary><c>commands-and-queries</c></summary>
    CommandsAndQueriesKeyword,
    /// <summary><c>consume</c></summary>
    ConsumeKeyword,
    /// <summary><c>contains</c></summary>
    ContainsKeyword,
    /// <summary><c>contains_cs</c></summary>
    ContainsUnderscoreCsKeyword,
    /// <summary><c>containscs</c></summary>
    ContainscsKeyword,
    /// <summary><c>count</c></summary>
    CountKeyword,
    /// <summary><c>cycles</c></summary>
    CyclesKeyword,
    /// <summary><c>database</c></summary>
    DatabaseKeyword,
    /// <summary><c>dataexport</c></summary>
    DataexportKeyword,
    /// <summary><c>dataformat</c></summary>
    DataformatKeyword,
    /// <summary><c>datascope</c></summary>
    DatascopeKeyword,
    /// <summary><c>datatable</c></summary>
    DatatableKeyword,
    /// <summary><c>date</c></summary>
    DateKeyword,
    /// <summary><c>datetime</c></summary>
    DatetimeKeyword,
    /// <summary><c>datetime_pattern</c></summary>
    DatetimePatternKeyword,
    /// <summary><c>decimal</c></summary>
    DecimalKeyword,
    /// <summary><c>declare</c></summary>
    DeclareKeyword,
    /// <summary><c>decodeblocks</c></summary>
    DecodeblocksKeyword,
    /// <summary><c>default</c></summary>
    DefaultKeyword,
    /// <summary><c>desc</c></summary>
    DescKeyword,
    /// <summary><c>distinct</c></summary>
    DistinctKeyword,
    /// <summary><c>double</c></summary>
    DoubleKeyword,
    /// <summary><c>dynamic</c></summary>
    DynamicKeyword,
    /// <summary><c>earliest</c></summary>
    EarliestKeyword,
    /// <summary><c>edges</c></summary>
    EdgesKeyword,
    /// <summary><c>encodingpolicy</c></summary>
    EncodingpolicyKeyword,
    /// <summary><c>endswith_cs</c></summary>
    EndswithCsKeyword,
    /// <summary><c>endswith</c></summary>
    EndswithKeyword,
    /// <summary><c>entity_group</c></summary>
    EntityGroupKeyword,
    /// <summary><c>evaluate</c></summary>
    EvaluateKeyword,
    /// <summary><c>expandoutput</c></summary>
    ExpandoutputKeyword,
    /// <summary><c>extend</c></summary>
    ExtendKeyword,
    /// <summary><c>extent_tags_retention</c></summary>
    ExtentTagsRetentionKeyword,
    /// <summary><c>external_data</c></summary>
    ExternalUnderscoreDataKeyword,
    /// <summary><c>externaldata</c></summary>
    ExternaldataKeyword,
    /// <summary><c>facet</c></summary>
    FacetKeyword,
    /// <summary><c>filter</c></summary>
    FilterKeyword,
    /// <summary><c>find</c></summary>
    FindKeyword,
    /// <summary><c>first</c></summary>
    FirstKeyword,
    /// <summary><c>flags</c></summary>
    FlagsKeyword,
    /// <summary><c>float</c></summary>
    FloatKeyword,
    /// <summary><c>force_remote</c></summary>
    ForceRemoteKeyword,
    /// <summary><c>fork</c></summary>
    ForkKeyword,
    /// <summary><c>from</c></summary>
    FromKeyword,
    /// <summary><c>getschema</c></summary>
    GetschemaKeyword,
    /// <summary><c>granny-asc</c></summary>
    GrannyAscKeyword,
    /// <summary><c>granny-desc</c></summary>
    GrannyDescKeyword,
    /// <summary><c>graph</c></summary>
    GraphKeyword,
    /// <summary><c>graph-mark-components</c></summary>
    GraphMarkComponentsKeyword,
    /// <summary><c>graph-match</c></summary>
    GraphMatchKeyword,
    /// <summary><c>graph-shortest-paths</c></summary>
    GraphShortestPathsKeyword,
    /// <summary><c>graph-to-table</c></summary>
    GraphToTableKeyword,
    /// <summary><c>graph-where-edges</c></summary>
    GraphWhereEdgesKeyword,
    /// <summary><c>graph-where-nodes</c></summary>
    GraphWhereNodesKeyword,
    /// <summary><c>guid</c></summary>
    GuidKeyword,
    /// <summary><c>harddelete</c></summary>
    HarddeleteKeyword,
    /// <summary><c>hardretention</c></summary>
    HardretentionKeyword,
    /// <summary><c>has_all</c></summary>
    HasAllKeyword,
    /// <summary><c>has_any</c></summary>
    HasAnyKeyword,
    /// <summary><c>has_cs</c></summary>
    HasCsKeyword,
    /// <summary><c>has</c></summary>
    HasKeyword,
    /// <summary><c>hasprefix_cs</c></summary>
    HasprefixCsKeyword,
    /// <summary><c>hasprefix</c></summary>
    HasprefixKeyword,
    /// <summary><c>hassuffix_cs</c></summary>
    HassuffixCsKeyword,
    /// <summary><c>hassuffix</c></summary>
    HassuffixKeyword,
    /// <summary><c>__contextual_datatable</c></summary>
    HiddenContextualDatatableKeyword,
    /// <summary><c>__crossCluster</c></summary>
    HiddenCrossClusterKeyword,
    /// <summary><c>__crossDB</c></summary>
    HiddenCrossDBKeyword,
    /// <summary><c>__executeAndCache</c></summary>
    HiddenExecuteAndCacheKeyword,
    /// <summary><c>__id</c></summary>
    HiddenIdKeyword,
    /// <summary><c>__isFuzzy</c></summary>
    HiddenIsFuzzyKeyword,
    /// <summary><c>__noWithSource</c></summary>
    HiddenNoWithSourceKeyword,
    /// <summary><c>__packedColumn</c></summary>
    HiddenPackedColumnKeyword,
    /// <summary><c>__partitionby</c></summary>
    HiddenPartitionbyKeyword,
    /// <summary><c>__projectAway</c></summary>
    HiddenProjectAwayKeyword,
    /// <summary><c>__sourceColumnIndex</c></summary>
    HiddenSourceColumnIndexKeyword,
    /// <summary><c>hotcache</c></summary>
    HotcacheKeyword,
    /// <summary><c>id</c></summary>
    IdKeyword,
    /// <summary><c>in</c></summary>
    InKeyword,
    /// <summary><c>in~</c></summary>
    InTildeKeyword,
    /// <summary><c>inline_external_table</c></summary>
    InlineExternalTableKeyword,
    /// <summary><c>int16</c></summary>
    Int16Keyword,
    /// <summary><c>int32</c></summary>
    Int32Keyword,
    /// <summary><c>int64</c></summary>
    Int64Keyword,
    /// <summary><c>int8</c></summary>
    Int8Keyword,
    /// <summary><c>int</c></summary>
    IntKeyword,
    /// <summary><c>invoke</c></summary>
    InvokeKeyword,
    /// <summary><c>isfuzzy</c></summary>
    IsfuzzyKeyword,
    /// <summary><c>join</c></summary>
    JoinKeyword,
    /// <summary><c>journal</c></summary>
    JournalKeyword,
    /// <summary><c>kind</c></summary>
    KindKeyword,
    /// <summary><c>ladderchart</c></summary>
    LadderchartKeyword,
    /// <summary><c>last</c></summary>
    LastKeyword,
    /// <summary><c>latest</c></summary>
    LatestKeyword,
    /// <summary><c>let</c></summary>
    LetKeyword,
    /// <summary><c>like</c></summary>
    LikeKeyword,
    /// <summary><c>likecs</c></summary>
    LikecsKeyword,
    /// <summary><c>limit</c></summary>
    LimitKeyword,
    /// <summary><c>linechart</c></summary>
    LinechartKeyword,
    /// <summary><c>long</c></summary>
    LongKeyword,
    /// <summary><c>lookup</c></summary>
    LookupKeyword,
    /// <summary><c>macro-expand</c></summary>
    MacroExpandKeyword,
    /// <summary><c>make-graph</c></summary>
    MakeGraphKeyword,
    /// <summary><c>make-series</c></summary>
    MakeSeriesKeyword,
    /// <summary><c>matches regex</c></summary>
    MatchesRegexKeyword,
    /// <summary><c>materialize</c></summary>
    MaterializeKeyword,
    /// <summary><c>materialized-view-combine</c></summary>
    MaterializedViewCombineKeyword,
    /// <summary><c>materialized-views</c></summary>
    MaterializedViewsKeyword,
    /// <summary><c>mdm</c></summary>
    MdmKeyword,
    /// <summary><c>missing</c></summary>
    MissingKeyword,
    /// <summary><c>mv-apply</c></summary>
    MvApplyKeyword,
    /// <summary><c>mv-expand</c></summary>
    MvExpandKeyword,
    /// <summary><c>nodes</c></summary>
    NodesKeyword,
    /// <summary><c>nooptimization</c></summary>
    NooptimizationKeyword,
    /// <summary><c>!contains</c></summary>
    NotBangContainsKeyword,
    /// <summary><c>!contains_cs</c></summary>
    NotBangContainsUnderscoreCsKeyword,
    /// <summary><c>!between</c></summary>
    NotBetweenKeyword,
    /// <summary><c>!endswith_cs</c></summary>
    NotEndswithCsKeyword,
    /// <summary><c>!endswith</c></summary>
    NotEndswithKeyword,
    /// <summary><c>!has_cs</c></summary>
    NotHasCsKeyword,
    /// <summary><c>!has</c></summary>
    NotHasKeyword,
    /// <summary><c>!hasprefix_cs</c></summary>
    NotHasprefixCsKeyword,
    /// <summary><c>!hasprefix</c></summary>
    NotHasprefixKeyword,
    /// <summary><c>!hassuffix_cs</c></summary>
    NotHassuffixCsKeyword,
    /// <summary><c>!hassuffix</c></summary>
    NotHassuffixKeyword,
    /// <summary><c>!in</c></summary>
    NotInKeyword,
    /// <summary><c>!in~</c></summary>
    NotInTildeKeyword,
    /// <summary><c>!startswith_cs</c></summary>
    NotStartswithCsKeyword,
    /// <summary><c>!startswith</c></summary>
    NotStartswithKeyword,
    /// <summary><c>notcontains</c></summary>
    NotcontainsKeyword,
    /// <summary><c>notcontainscs</c></summary>
    NotcontainscsKeyword,
    /// <summary><c>notlike</c></summary>
    NotlikeKeyword,
    /// <summary><c>notlikecs</c></summary>
    NotlikecsKeyword,
    /// <summary><c>null</c></summary>
    NullKeyword,
    /// <summary><c>nulls</c></summary>
    NullsKeyword,
    /// <summary><c>of</c></summary>
    OfKeyword,
    /// <summary><c>mvapply</c></summary>
    OldMvapplyKeyword,
    /// <summary><c>mvexpand</c></summary>
    OldMvexpandKeyword,
    /// <summary><c>on</c></summary>
    OnKeyword,
    /// <summary><c>optional</c></summary>
    OptionalKeyword,
    /// <summary><c>or</c></summary>
    OrKeyword,
    /// <summary><c>order</c></summary>
    OrderKeyword,
    /// <summary><c>others</c></summary>
    OthersKeyword,
    /// <summary><c>output</c></summary>
    OutputKeyword,
    /// <summary><c>pack</c></summary>
    PackKeyword,
    /// <summary><c>parse</c></summary>
    ParseKeyword,
    /// <summary><c>parse-kv</c></summary>
    ParseKvKeyword,
    /// <summary><c>parse-where</c></summary>
    ParseWhereKeyword,
    /// <summary><c>partition</c></summary>
    PartitionKeyword,
    /// <summary><c>partitioned-by</c></summary>
    PartitionedByKeyword,
    /// <summary><c>pathformat</c></summary>
    PathformatKeyword,
    /// <summary><c>pattern</c></summary>
    PatternKeyword,
    /// <summary><c>piechart</c></summary>
    PiechartKeyword,
    /// <summary><c>pivotchart</c></summary>
    PivotchartKeyword,
    /// <summary><c>plotly</c></summary>
    PlotlyKeyword,
    /// <summary><c>print</c></summary>
    PrintKeyword,
    /// <summary><c>project-away</c></summary>
    ProjectAwayKeyword,
    /// <summary><c>project-by-names</c></summary>
    ProjectByNamesKeyword,
    /// <summary><c>project-keep</c></summary>
    ProjectKeepKeyword,
    /// <summary><c>project</c></summary>
    ProjectKeyword,
    /// <summary><c>project-rename</c></summary>
    ProjectRenameKeyword,
    /// <summary><c>project-reorder</c></summary>
    ProjectReorderKeyword,
    /// <summary><c>project-smart</c></summary>
    ProjectSmartKeyword,
    /// <summary><c>queries</c></summary>
    QueriesKeyword,
    /// <summary><c>query_parameters</c></summary>
    QueryParametersKeyword,
    /// <summary><c>query_results</c></summary>
    QueryResultsKeyword,
    /// <summary><c>range</c></summary>
    RangeKeyword,
    /// <summary><c>real</c></summary>
    RealKeyword,
    /// <summary><c>reduce</c></summary>
    ReduceKeyword,
    /// <summary><c>regex</c></summary>
    RegexKeyword,
    /// <summary><c>relaxed</c></summary>
    RelaxedKeyword,
    /// <summary><c>render</c></summary>
    RenderKeyword,
    /// <summary><c>restrict</c></summary>
    RestrictKeyword,
    /// <summary><c>restricted_view_access</c></summary>
    RestrictedViewAccessKeyword,
    /// <summary><c>row_level_security</c></summary>
    RowLevelSecurityKeyword,
    /// <summary><c>rowstore</c></summary>
    RowstoreKeyword,
    /// <summary><c>rowstore_references</c></summary>
    RowstoreReferencesKeyword,
    /// <summary><c>rowstore_sealinfo</c></summary>
    RowstoreSealinfoKeyword,
    /// <summary><c>rowstorepolicy</c></summary>
    RowstorepolicyKeyword,
    /// <summary><c>rowstores</c></summary>
    RowstoresKeyword,
    /// <summary><c>sample-distinct</c></summary>
    SampleDistinctKeyword,
    /// <summary><c>sample</c></summary>
    SampleKeyword,
    /// <summary><c>scan</c></summary>
    ScanKeyword,
    /// <summary><c>scatterchart</c></summary>
    ScatterchartKeyword,
    /// <summary><c>seal</c></summary>
    SealKeyword,
    /// <summary><c>seals</c></summary>
    SealsKeyword,
    /// <summary><c>search</c></summary>
    SearchKeyword,
    /// <summary><c>serialize</c></summary>
    SerializeKeyword,
    /// <summary><c>set</c></summary>
    SetKeyword,
    /// <summary><c>set-or-append</c></summary>
    SetOrAppendKeyword,
    /// <summary><c>set-or-replace</c></summary>
    SetOrReplaceKeyword,
    /// <summary><c>shards</c></summary>
    ShardsKeyword,
    /// <summary><c>simple</c></summary>
    SimpleKeyword,
    /// <summary><c>softdelete</c></summary>
    SoftdeleteKeyword,
    /// <summary><c>softretention</c></summary>
    SoftretentionKeyword,
    /// <summary><c>sort</c></summary>
    SortKeyword,
    /// <summary><c>sql</c></summary>
    SqlKeyword,
    /// <summary><c>stackedareachart</c></summary>
    StackedareachartKeyword,
    /// <summary><c>startswith_cs</c></summary>
    StartswithCsKeyword,
    /// <summary><c>startswith</c></summary>
    StartswithKeyword,
    /// <summary><c>statistics</c></summary>
    StatisticsKeyword,
    /// <summary><c>step</c></summary>
    StepKeyword,
    /// <summary><c>storedqueryresultcontainers</c></summary>
    StoredqueryresultcontainersKeyword,
    /// <summary><c>string</c></summary>
    StringKeyword,
    /// <summary><c>summarize</c></summary>
    SummarizeKeyword,
    /// <summary><c>tablepurge</c></summary>
    TablepurgeKeyword,
    /// <summary><c>take</c></summary>
    TakeKeyword,
    /// <summary><c>time</c></summary>
    TimeKeyword,
    /// <summary><c>timechart</c></summary>
    TimechartKeyword,
    /// <summary><c>timeline</c></summary>
    TimelineKeyword,
    /// <summary><c>timepivot</c></summary>
    TimepivotKeyword,
    /// <summary><c>timespan</c></summary>
    TimespanKeyword,
    /// <summary><c>title</c></summary>
    TitleKeyword,
    /// <summary><c>to</c></summary>
    ToKeyword,
    /// <summary><c>top-hitters</c></summary>
    TopHittersKeyword,
    /// <summary><c>top</c></summary>
    TopKeyword,
    /// <summary><c>top-nested</c></summary>
    TopNestedKeyword,
    /// <summary><c>toscalar</c></summary>
    ToscalarKeyword,
    /// <summary><c>totable</c></summary>
    TotableKeyword,
    /// <summary><c>treemap</c></summary>
    TreemapKeyword,
    /// <summary><c>typeof</c></summary>
    TypeofKeyword,
    /// <summary><c>uint16</c></summary>
    Uint16Keyword,
    /// <summary><c>uint32</c></summary>
    Uint32Keyword,
    /// <summary><c>uint64</c></summary>
    Uint64Keyword,
    /// <summary><c>uint8</c></summary>
    Uint8Keyword,
    /// <summary><c>uint</c></summary>
    UintKeyword,
    /// <summary><c>ulong</c></summary>
    UlongKeyword,
    /// <summary><c>union</c></summary>
    UnionKeyword,
    /// <summary><c>uniqueid</c></summary>
    UniqueidKeyword,
    /// <summary><c>unrestrictedviewers</c></summary>
    UnrestrictedviewersKeyword,
    /// <summary><c>uuid</c></summary>
    UuidKeyword,
    /// <summary><c>verbose</c></summary>
    VerboseKeyword,
    /// <summary><c>view</c></summary>
    ViewKeyword,
    /// <summary><c>viewers</c></summary>
    ViewersKeyword,
    /// <summary><c>views</c></summary>
    ViewsKeyword,
    /// <summary><c>where</c></summary>
    WhereKeyword,
    /// <summary><c>with_itemindex</c></summary>
    WithItemindexKeyword,
    /// <summary><c>with</c></summary>
    WithKeyword,
    /// <summary><c>with_match_id</c></summary>
    WithMatchIdKeyword,
    /// <summary><c>with_node_id</c></summary>
    WithNodeIdKeyword,
    /// <summary><c>with_source</c></summary>
    WithSourceKeyword,
    /// <summary><c>with_step_name</c></summary>
    WithStepNameKeyword,
    /// <summary><c>withsource</c></summary>
    UnspacedWithSourceKeyword,
    /// <summary><c>writeaheadlog</c></summary>
    WriteaheadlogKeyword,
    /// <summary><c>3Dchart</c></summary>
    Chart3DKeyword,
    /// <summary><c>hint.strategy</c> and the other hint names with a dot.</summary>
    HintKeyword,
}
