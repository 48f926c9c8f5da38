using System.Text.Json;
using System.Text.RegularExpressions;
using Content.Diagnostics;
using Content.Model.Json;

namespace Content.Workbooks.Validation;

/// <summary>What must not leave the workspace with a workbook, how large one should be, and what Microsoft asks of its own templates.</summary>
internal static partial class TemplateChecks
{
    private const int MaximumLogQueries = 40;
    private const int MaximumGraphQueries = 15;
    private const int MaximumQueryLength = 3_000;
    private const int ManySteps = 100;
    private const int LargeJson = 100_000;
    private const int TooLargeJson = 500_000;

    public static void Look(WorkbookDocument document, WorkbookFindings findings)
    {
        if (document.Root is not { Kind: JsonValueKind.Object } root)
            return;
        Leaks(root, findings);
        var head = WorkbookDocumentReader.Head(root);
        var length = new JsonStyle { Indent = 0, EndsLine = false }.Write(root).Length;
        if (length > TooLargeJson)
            findings.Error(WorkbookCodes.BeyondLimit, head, $"The workbook is {length:N0} characters long, without blanks; more than {TooLargeJson:N0} are not taken.", "Split it into several workbooks.");
        else if (length > LargeJson)
            findings.Hint(WorkbookCodes.BeyondLimit, head, $"The workbook is {length:N0} characters long, without blanks; templates should stay below {LargeJson:N0}.", "Split it into several workbooks.");
        var steps = StructureChecks.All(document.Items).ToArray();
        if (steps.Length > ManySteps)
            findings.Hint(WorkbookCodes.BeyondLimit, head, $"The workbook has {steps.Length} steps; templates should stay below {ManySteps}.", "Split it into several workbooks.");
        Count(0, MaximumLogQueries, "Log Analytics");
        Count(1, MaximumGraphQueries, "Resource Graph");
        foreach (var query in document.Queries)
        {
            if (query.Text.Length > MaximumQueryLength)
                findings.Hint(WorkbookCodes.BeyondLimit, query.Node with { Span = new TextSpan(query.Node.Span.Start, 1) }, $"The query is {query.Text.Length:N0} characters long; templates should stay below {MaximumQueryLength:N0}.", "Move a part of it into a function.");
        }

        if (root["fromTemplateId"] is { } template)
            findings.Hint(WorkbookCodes.TemplateLint, template, "fromTemplateId ties the workbook to the template that it was saved from.", "Remove it.");
        Names(steps, findings);

        void Count(int type, int maximum, string what)
        {
            if (document.Queries.Count(query => query.QueryType == type) is var count && count > maximum)
                findings.Hint(WorkbookCodes.BeyondLimit, head, $"The workbook has {count} queries on {what}; templates should stay below {maximum}.", "Put what is not needed at once into groups that load when opened, or split the workbook.");
        }
    }

    private static void Names(WorkbookItem[] steps, WorkbookFindings findings)
    {
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var step in steps)
        {
            if (step.Name.Length == 0)
                findings.Hint(WorkbookCodes.TemplateLint, WorkbookDocumentReader.Head(step.Node), "The step has no name.", "Name it for what it shows; merges and links refer to steps by name.");
            else if (DefaultName().IsMatch(step.Name))
                findings.Hint(WorkbookCodes.TemplateLint, step.Node["name"]!, $"'{step.Name}' is the name that the editor gave.", "Name the step for what it shows.");
            foreach (var parameter in step.Type == WorkbookItemType.Parameters ? step.Content?["parameters"]?.Items ?? [] : [])
            {
                if (parameter["isHiddenWhenLocked"]?.Kind != JsonValueKind.True && string.IsNullOrWhiteSpace(parameter.TextOf("label")))
                    findings.Hint(WorkbookCodes.TemplateLint, parameter["name"] ?? WorkbookDocumentReader.Head(parameter), "The parameter has no label.", "Give it one, in the words of its readers.");
                if (parameter.TextOf("id") is { Length: > 0 } id && !ids.Add(id))
                    findings.Hint(WorkbookCodes.TemplateLint, parameter["id"]!, "Another parameter has this id.", "Make a new GUID for one of the two.");
            }
        }
    }

    private static void Leaks(JsonElementNode node, WorkbookFindings findings)
    {
        if (node is { Kind: JsonValueKind.String, Text: { } text })
        {
            foreach (Match match in Subscription().Matches(text))
            {
                if (match.Groups["id"].ValueSpan.ContainsAnyExcept('0', '-'))
                    findings.WarningIn(WorkbookCodes.Leak, node, new TextSpan(match.Index, match.Length), "The workbook names a subscription.", "Take it from a parameter. Of fallbackResourceIds the deployer puts in the workspace's own.");
            }

            if (Secret().Match(text) is { Success: true } secret)
                findings.WarningIn(WorkbookCodes.Leak, node, new TextSpan(secret.Index, secret.Length), "This looks like a key or token, which everybody who opens the workbook can read.", "Remove it, and have it replaced.");
        }

        foreach (var property in node.Properties)
            Leaks(property.Value, findings);
        foreach (var item in node.Items)
            Leaks(item, findings);
    }

    [GeneratedRegex(@"/subscriptions/(?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Subscription();

    [GeneratedRegex(@"\b(AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{20,}|[?&]sig=[A-Za-z0-9%+/]{20,}|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.", RegexOptions.CultureInvariant)]
    private static partial Regex Secret();

    [GeneratedRegex(@"^(text|query|parameters|group|links|metric|metrics) - [0-9]+( - Copy)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DefaultName();
}
