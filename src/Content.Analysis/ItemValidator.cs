using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis;

/// <summary>Validates single items of content.</summary>
internal static class ItemValidator
{
    /// <summary>Looks at an item by itself: binds its query and runs the rules.</summary>
    public static ItemFindings Look(ContentItem item, ContentRepository repository, QueryCache cache, DateOnly? today)
    {
        var findings = new FindingList { Today = today };
        Each(findings, check => check.Analyze(item, findings));
        switch (item)
        {
            case AnalyticsRule rule:
            {
                var query = cache.Bind(rule.Query.Value);
                var context = new RuleContext(rule, query, repository, findings);
                Each(findings, check => check.Analyze(context));
                LookAtQuery(new QueryContext(rule, QueryUse.AnalyticsRule, rule.Query, query, 0, repository, findings));
                return new ItemFindings([.. query.Diagnostics.Select(rule.Query.Map.Map), .. findings.Diagnostics], cache.Handle(rule.Query.Value, query));
            }

            case HuntingQuery hunting:
            {
                var query = cache.Bind(hunting.Query.Value);
                LookAtQuery(new QueryContext(hunting, QueryUse.HuntingQuery, hunting.Query, query, 0, repository, findings));
                return new ItemFindings([.. query.Diagnostics.Select(hunting.Query.Map.Map), .. findings.Diagnostics], cache.Handle(hunting.Query.Value, query));
            }

            case SummaryRule summary:
            {
                var query = cache.Bind(summary.Query.Value);
                LookAtQuery(new QueryContext(summary, QueryUse.SummaryRule, summary.Query, query, 0, repository, findings));
                return new ItemFindings([.. query.Diagnostics.Select(summary.Query.Map.Map), .. findings.Diagnostics], cache.Handle(summary.Query.Value, query));
            }

            case ParserFunction parser:
                return LookAtParser(parser, repository, cache, findings);
            default:
                return new ItemFindings([.. findings.Diagnostics], null);
        }
    }

    // A parser's body is looked at as a query in which each parameter is a variable; what is found in those lies at the parameter.
    private static ItemFindings LookAtParser(ParserFunction parser, ContentRepository repository, QueryCache cache, FindingList findings)
    {
        var (prefix, places) = ParserPrefix.Of(parser);
        var query = cache.Bind(prefix + parser.Query.Value);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var diagnostic in query.Diagnostics)
        {
            if (diagnostic.Span.Start >= prefix.Length)
                diagnostics.Add(parser.Query.Map.Map(Shift(diagnostic, -prefix.Length)));
            else
                diagnostics.Add(places.Last(place => place.Start <= diagnostic.Span.Start).Name.Report(diagnostic.Code, diagnostic.Severity, diagnostic.Message, diagnostic.Help));
        }

        LookAtQuery(new QueryContext(parser, QueryUse.Function, parser.Query, query, prefix.Length, repository, findings));
        diagnostics.AddRange(findings.Diagnostics);
        return new ItemFindings(diagnostics.ToImmutable(), cache.Handle(prefix + parser.Query.Value, query));
    }

    /// <summary>What is bound of an item with a query.</summary>
    public static string TextOf(ContentItem item) => item is ParserFunction parser ? ParserPrefix.Of(parser).Text + parser.Query.Value : item.KqlText!.Value;

    private static void LookAtQuery(QueryContext context) => Each(context.Findings, check => check.Analyze(context));

    /// <summary>Runs all rules; what a rule finds is put down to it.</summary>
    public static void Each(FindingList findings, Action<AnalysisRule> look)
    {
        foreach (var check in RuleRegistry.Rules)
        {
            findings.For(check);
            look(check);
        }
    }

    private static Diagnostic Shift(Diagnostic diagnostic, int by) => diagnostic with
    {
        Span = new TextSpan(diagnostic.Span.Start + by, diagnostic.Span.Length),
        Fix = diagnostic.Fix is { } fix ? fix with { Edits = [.. fix.Edits.Select(edit => edit with { Span = new TextSpan(edit.Span.Start + by, edit.Span.Length) })] } : null,
    };
}
