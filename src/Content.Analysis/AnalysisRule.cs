using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis;

/// <summary>Something that is looked for in content. One rule, one class, one code that never changes its meaning.</summary>
/// <param name="code">Stable code such as <c>RULE011</c>.</param>
/// <param name="severity">How much its findings matter.</param>
/// <param name="summary">What it looks for, as a sentence.</param>
public abstract class AnalysisRule(string code, DiagnosticSeverity severity, string summary)
{
    /// <summary>Stable code.</summary>
    public string Code { get; } = code;

    /// <summary>How much its findings matter.</summary>
    public DiagnosticSeverity Severity { get; } = severity;

    /// <summary>What it looks for, as a sentence.</summary>
    public string Summary { get; } = summary;

    /// <summary>Looks at an analytics rule.</summary>
    public virtual void Analyze(RuleContext context)
    {
    }

    /// <summary>Looks at a query: of an analytics rule, a hunting query, a summary rule or a function.</summary>
    public virtual void Analyze(QueryContext context)
    {
    }

    /// <summary>Looks at an item of content of whatever kind; unless a rule is about all of them, at its kind.</summary>
    public virtual void Analyze(ContentItem item, FindingList findings)
    {
        switch (item)
        {
            case Watchlist watchlist:
                Analyze(watchlist, findings);
                break;
            case CustomTable table:
                Analyze(table, findings);
                break;
            case ParserFunction parser:
                Analyze(parser, findings);
                break;
            case AutomationRule rule:
                Analyze(rule, findings);
                break;
            case SummaryRule rule:
                Analyze(rule, findings);
                break;
            case ServiceRule rule:
                Analyze(rule, findings);
                break;
            case Workbook workbook:
                Analyze(workbook, findings);
                break;
            case RedirectStub stub:
                Analyze(stub, findings);
                break;
        }
    }

    /// <summary>Looks at a watchlist.</summary>
    public virtual void Analyze(Watchlist watchlist, FindingList findings)
    {
    }

    /// <summary>Looks at a custom table.</summary>
    public virtual void Analyze(CustomTable table, FindingList findings)
    {
    }

    /// <summary>Looks at a parser without its query.</summary>
    public virtual void Analyze(ParserFunction parser, FindingList findings)
    {
    }

    /// <summary>Looks at an automation rule.</summary>
    public virtual void Analyze(AutomationRule rule, FindingList findings)
    {
    }

    /// <summary>Looks at a summary rule without its query.</summary>
    public virtual void Analyze(SummaryRule rule, FindingList findings)
    {
    }

    /// <summary>Looks at a rule whose detection is the service's own.</summary>
    public virtual void Analyze(ServiceRule rule, FindingList findings)
    {
    }

    /// <summary>Looks at a workbook.</summary>
    public virtual void Analyze(Workbook workbook, FindingList findings)
    {
    }

    /// <summary>Looks at a file that only says where content has moved to.</summary>
    public virtual void Analyze(RedirectStub stub, FindingList findings)
    {
    }

    /// <summary>Looks at all queries of the repository together.</summary>
    public virtual void Analyze(RepositoryContext context)
    {
    }

    /// <summary>Looks at the repository as a whole.</summary>
    public virtual void Analyze(ContentRepository repository, FindingList findings)
    {
    }
}
