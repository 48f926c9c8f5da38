using System.Collections.Immutable;

namespace Content.Analysis.Scaffolding;

/// <summary>A kind of content that can be begun.</summary>
/// <param name="Name">Its word on the command line.</param>
/// <param name="Folder">Folder where it is kept unless another is named.</param>
/// <param name="Description">What it is, for people.</param>
public sealed record ScaffoldKind(string Name, string Folder, string Description)
{
    /// <summary>Scheduled analytics rule.</summary>
    public static readonly ScaffoldKind Rule = new("rule", "rules", "scheduled analytics rule with its tests");
    /// <summary>Analytics rule that runs every minute.</summary>
    public static readonly ScaffoldKind NrtRule = new("nrt-rule", "rules", "near-real-time analytics rule with its tests");
    /// <summary>Hunting query.</summary>
    public static readonly ScaffoldKind Hunting = new("hunting", "hunting", "hunting query");
    /// <summary>Parser.</summary>
    public static readonly ScaffoldKind Parser = new("parser", "parsers", "parser: a function over a table");
    /// <summary>Watchlist.</summary>
    public static readonly ScaffoldKind Watchlist = new("watchlist", "watchlists", "watchlist with its CSV file");
    /// <summary>Automation rule.</summary>
    public static readonly ScaffoldKind Automation = new("automation", "automation-rules", "automation rule with an incident task");
    /// <summary>Summary rule.</summary>
    public static readonly ScaffoldKind Summary = new("summary", "summary-rules", "summary rule with the table that it fills");
    /// <summary>Custom table.</summary>
    public static readonly ScaffoldKind Table = new("table", "tables", "custom table");
    /// <summary>Workbook.</summary>
    public static readonly ScaffoldKind Workbook = new("workbook", "workbooks", "workbook");

    /// <summary>All kinds.</summary>
    public static ImmutableArray<ScaffoldKind> All { get; } = [Rule, NrtRule, Hunting, Parser, Watchlist, Automation, Summary, Table, Workbook];

    /// <summary>Whether it reads a table.</summary>
    public bool ReadsTable => this != Watchlist && this != Automation && this != Table;
}
