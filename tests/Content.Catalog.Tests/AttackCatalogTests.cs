using Content.Catalog.Attack;

namespace Content.Catalog.Tests;

public sealed class AttackCatalogTests
{
    private static AttackCatalog Attack => AttackCatalog.Instance;

    [Fact]
    public void Ssl_pinning_is_a_mobile_sub_technique()
    {
        var technique = Attack.FindTechnique("T1521.003")!;
        Assert.Equal("SSL Pinning", technique.Name);
        Assert.Equal(AttackDomain.Mobile, technique.Domain);
        Assert.Equal(AttackStatus.Active, technique.Status);
        Assert.Equal("T1521", technique.ParentId);
        Assert.Equal(["CommandAndControl"], technique.Tactics.Select(id => Attack.FindTactic(id)!.SentinelName));
    }

    [Fact]
    public void A_strategy_leads_to_its_analytics_and_their_log_sources()
    {
        var strategy = Attack.FindStrategy("DET0646")!;
        Assert.Equal(["T1521.003"], strategy.Techniques);
        Assert.Equal(["AN1725", "AN1726"], strategy.Analytics);
        Assert.Equal("19.1", strategy.Version);
        var analytic = Attack.FindAnalytic("AN1725")!;
        Assert.Equal("DET0646", analytic.Strategy);
        Assert.Equal(["Android"], analytic.Platforms);
        Assert.Contains(new AttackLogSource("DC0085", "NSM:Inspection"), analytic.LogSources);
        Assert.Contains("AllowedAppList", analytic.MutableElements);
        Assert.Equal(["iOS"], Attack.FindAnalytic("AN1726")!.Platforms);
        Assert.All(analytic.LogSources, source => Assert.NotNull(Attack.FindDataComponent(source.DataComponent)));
    }

    [Fact]
    public void Revoked_techniques_say_so() => Assert.Equal(AttackStatus.Revoked, Attack.FindTechnique("T1002")!.Status);

    [Theory]
    [InlineData("T9999")]
    [InlineData("t1059")]
    [InlineData("")]
    [InlineData("T1521.0033")]
    public void An_unknown_identifier_is_not_found(string id) => Assert.Null(Attack.FindTechnique(id));

    [Fact]
    public void Whatever_an_object_refers_to_exists()
    {
        Assert.All(Attack.TechniqueIds, id => Assert.All(Attack.FindTechnique(id)!.Tactics, tactic => Assert.NotNull(Attack.FindTactic(tactic))));
        Assert.All(Attack.StrategyIds, id => Assert.All(Attack.FindStrategy(id)!.Analytics, analytic => Assert.Equal(id, Attack.FindAnalytic(analytic)!.Strategy)));
        Assert.All(Attack.AnalyticIds, id => Assert.NotNull(Attack.FindStrategy(Attack.FindAnalytic(id)!.Strategy)));
        Assert.True(Attack.TechniqueIds.Count > 1000);
    }
}
