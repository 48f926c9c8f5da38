using System.Collections.Immutable;
using Content.Catalog.Packs;

namespace Content.Catalog.Attack;

/// <summary>MITRE ATT&amp;CK as far as detection content refers to it. Objects are read from the embedded data when asked for.</summary>
/// <remarks>Identifiers are compared exactly. Safe for use from several threads.</remarks>
public sealed class AttackCatalog
{
    private const int RecordSection = 1;
    private const int TacticSection = 2;
    private const int TechniqueSection = 3;
    private const int StrategySection = 4;
    private const int AnalyticSection = 5;
    private const int ComponentSection = 6;

    private static readonly Lazy<AttackCatalog> Shared = new(() => new AttackCatalog(PackFile.Open("attack.bin", "SCA1"u8)));
    private static readonly Func<PackFile, int, int> IdOfRecord = static (pack, offset) =>
    {
        var position = pack.SectionStart(RecordSection) + offset;
        return pack.Count(ref position);
    };

    private readonly PackFile _pack;

    private AttackCatalog(PackFile pack) => _pack = pack;

    /// <summary>The catalogue; loaded on first use.</summary>
    public static AttackCatalog Instance => Shared.Value;

    /// <summary>The ATT&amp;CK version of the facts, where an object does not say another one.</summary>
    public string Version => _pack.Text(_pack.SectionCount(0));

    /// <summary>Identifiers of all techniques and sub-techniques, in ordinal order.</summary>
    public IReadOnlyList<string> TechniqueIds => Ids(TechniqueSection);

    /// <summary>Identifiers of all detection strategies, in ordinal order.</summary>
    public IReadOnlyList<string> StrategyIds => Ids(StrategySection);

    /// <summary>Identifiers of all analytics, in ordinal order.</summary>
    public IReadOnlyList<string> AnalyticIds => Ids(AnalyticSection);

    /// <summary>All tactics, in order of their identifiers.</summary>
    public ImmutableArray<AttackTactic> Tactics => [.. Ids(TacticSection).Select(id => FindTactic(id)!)];

    /// <summary>The technique or sub-technique of an identifier such as <c>T1521.003</c>; null when there is none.</summary>
    public AttackTechnique? FindTechnique(string id) => Locate(TechniqueSection, id, out var at)
        ? new AttackTechnique(Text(ref at), Text(ref at), Domain(ref at), Texts(ref at), Texts(ref at), (AttackStatus)_pack.Bytes[at])
        : null;

    /// <summary>The detection strategy of an identifier such as <c>DET0646</c>; null when there is none.</summary>
    public DetectionStrategy? FindStrategy(string id)
    {
        if (!Locate(StrategySection, id, out var at))
            return null;
        var own = Text(ref at);
        var name = Text(ref at);
        var domain = Domain(ref at);
        var techniques = Texts(ref at);
        var version = Text(ref at);
        return new DetectionStrategy(own, name, domain, techniques, Texts(ref at), version.Length > 0 ? version : Version);
    }

    /// <summary>The analytic of an identifier such as <c>AN1725</c>; null when there is none.</summary>
    public AttackAnalytic? FindAnalytic(string id)
    {
        if (!Locate(AnalyticSection, id, out var at))
            return null;
        var own = Text(ref at);
        var strategy = Text(ref at);
        var platforms = Texts(ref at);
        var sources = ImmutableArray.CreateBuilder<AttackLogSource>(_pack.Count(ref at));
        for (var i = 0; i < sources.Capacity; i++)
            sources.Add(new AttackLogSource(Text(ref at), Text(ref at)));
        return new AttackAnalytic(own, strategy, platforms, sources.MoveToImmutable(), Texts(ref at));
    }

    /// <summary>The tactic of an identifier such as <c>TA0005</c>; null when there is none.</summary>
    public AttackTactic? FindTactic(string id) => Locate(TacticSection, id, out var at) ? new AttackTactic(Text(ref at), Text(ref at), Domain(ref at)) : null;

    /// <summary>The data component of an identifier such as <c>DC0085</c>; null when there is none.</summary>
    public AttackDataComponent? FindDataComponent(string id) => Locate(ComponentSection, id, out var at) ? new AttackDataComponent(Text(ref at), Text(ref at)) : null;

    private bool Locate(int section, string id, out int position)
    {
        var number = _pack.Find(section, 4, id, IdOfRecord);
        position = number < 0 ? 0 : _pack.SectionStart(RecordSection) + _pack.U32(_pack.SectionStart(section) + (number * 4));
        return number >= 0;
    }

    private string[] Ids(int section)
    {
        var ids = new string[_pack.SectionCount(section)];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = _pack.Text(IdOfRecord(_pack, _pack.U32(_pack.SectionStart(section) + (i * 4))));
        return ids;
    }

    private string Text(ref int position) => _pack.Text(_pack.Count(ref position));

    private AttackDomain Domain(ref int position) => (AttackDomain)_pack.Bytes[position++];

    private ImmutableArray<string> Texts(ref int position)
    {
        var texts = ImmutableArray.CreateBuilder<string>(_pack.Count(ref position));
        for (var i = 0; i < texts.Capacity; i++)
            texts.Add(Text(ref position));
        return texts.MoveToImmutable();
    }
}
