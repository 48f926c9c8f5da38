using Content.Diagnostics;

namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    private ForkSyntax ParseFork()
    {
        var keyword = Take();
        var branches = List(static p => p.ParseForkBranch());
        if (branches.Length == 0)
        {
            ReportMissingSubquery();
            branches = [new ForkBranchSyntax(PreviousEnd, PreviousEnd, null, MissingName(PreviousEnd))];
        }

        return new ForkSyntax(keyword.Start, PreviousEnd, keyword, branches);
    }

    private ForkBranchSyntax? ParseForkBranch()
    {
        var start = Current.Start;
        NameSyntax? name = null;
        if (ScanName(0) is var length and > 0 && PeekKind(length) == SyntaxKind.Equal)
        {
            name = ParseName();
            Take();
        }
        else if (Kind != SyntaxKind.OpenParen)
        {
            return null;
        }

        Require(SyntaxKind.OpenParen, "(");
        var expression = Guarded(static p => p.ParsePipeTail(p.ParsePipedOperator() ?? p.ParseUnpipedOperator())) ?? ParseExpression() ?? MissingExpression();
        Require(SyntaxKind.CloseParen, ")");
        return new ForkBranchSyntax(start, PreviousEnd, name, expression);
    }

    private FacetSyntax ParseFacet()
    {
        var keyword = Take();
        Require(SyntaxKind.ByKeyword, "by");
        var by = CommaList(static p => p.ParseSimplePathOrName(), static p => p.MissingNameReported(), ListEnd.With, oneOrMore: true);
        ExpressionSyntax? with = null;
        if (TryTake(SyntaxKind.WithKeyword))
        {
            if (TryTake(SyntaxKind.OpenParen))
            {
                with = Guarded(static p => p.ParsePipeTail(p.ParsePipedOperator() ?? p.ParseUnpipedOperator())) ?? MissingOperator();
                Require(SyntaxKind.CloseParen, ")");
            }
            else
            {
                with = ParsePipedOperator() ?? ParseUnpipedOperator() ?? MissingOperator();
            }
        }

        return new FacetSyntax(keyword.Start, PreviousEnd, keyword, by, with);
    }

    private PartitionSyntax ParsePartition()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Partition, equalsNeeded: false);
        Require(SyntaxKind.ByKeyword, "by");
        var by = ParseSimplePathOrName() ?? MissingNameReported();
        ExpressionSyntax? scope = null;
        if (TryTake(SyntaxKind.InKeyword))
            scope = ParseCall() ?? (ExpressionSyntax?)ParseDynamic() ?? MissingExpression();
        var isQuery = Kind == SyntaxKind.OpenBrace;
        ExpressionSyntax subquery;
        if (isQuery)
        {
            Take();
            subquery = ParseExpression() ?? MissingExpression();
            Require(SyntaxKind.CloseBrace, "}");
        }
        else
        {
            subquery = RequireSubPipe();
        }

        return new PartitionSyntax(keyword.Start, PreviousEnd, keyword, parameters, by, scope, subquery, isQuery);
    }

    private PartitionSyntax ParsePartitionBy()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Partition, equalsNeeded: false);
        var by = ParseSimplePathOrName() ?? MissingNameReported();
        ExpressionSyntax? scope = null;
        if (TryTake(SyntaxKind.IdKeyword))
            scope = ParseLiteral() ?? MissingLiteral("A value", SyntaxKind.NullKeyword);
        Require(SyntaxKind.OpenParen, "(");
        var subquery = ParseSubPipe() ?? MissingExpression();
        Require(SyntaxKind.CloseParen, ")");
        return new PartitionSyntax(keyword.Start, PreviousEnd, keyword, parameters, by, scope, subquery, isQuery: false);
    }

    private ScanSyntax ParseScan()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Scan, equalsNeeded: false);
        ExpressionSyntax[]? order = null, partition = null;
        FunctionParameterSyntax[] declarations = [];
        if (TryTake(SyntaxKind.OrderKeyword))
        {
            Require(SyntaxKind.ByKeyword, "by");
            order = CommaList(static p => p.ParseOrdered(), static p => p.MissingExpression(), ListEnd.Scan, oneOrMore: true);
        }

        if (TryTake(SyntaxKind.PartitionKeyword))
        {
            Require(SyntaxKind.ByKeyword, "by");
            partition = CommaList(static p => p.ParseUnnamed(), static p => p.MissingExpression(), ListEnd.Scan, oneOrMore: true);
        }

        if (TryTake(SyntaxKind.DeclareKeyword))
        {
            Require(SyntaxKind.OpenParen, "(");
            declarations = CommaList(static p => p.ParseFunctionParameter(), static p => p.MissingFunctionParameter(), ListEnd.Common);
            Require(SyntaxKind.CloseParen, ")");
        }

        Require(SyntaxKind.WithKeyword, "with");
        Require(SyntaxKind.OpenParen, "(");
        var steps = List(static p => p.ParseScanStep(), ListEnd.Common);
        Require(SyntaxKind.CloseParen, ")");
        return new ScanSyntax(keyword.Start, PreviousEnd, keyword, parameters, order, partition, declarations, steps);
    }

    private ScanStepSyntax? ParseScanStep()
    {
        if (Kind != SyntaxKind.StepKeyword)
            return null;
        var keyword = Take();
        var name = ParseExtendedName() ?? MissingNameReported();
        var optional = TryTake(SyntaxKind.OptionalKeyword);
        var output = SyntaxKind.EndOfText;
        var outputText = "all";
        if (TryTake(SyntaxKind.OutputKeyword))
        {
            output = SyntaxKind.OutputKeyword;
            Require(SyntaxKind.Equal, "=");
            if (TextOf(Current) is "all" or "last" or "none")
                outputText = TextOf(Take()).ToString();
            else
                _diagnostics.Add(new Diagnostic(KqlCodes.TokenExpected, DiagnosticSeverity.Error, "all, last or none is expected here.", MissingTokenSpan()));
        }

        Require(SyntaxKind.Colon, ":");
        var condition = ParseUnnamed() ?? MissingExpression();
        ScanAssignmentSyntax[] assignments = [];
        if (TryTake(SyntaxKind.FatArrow))
        {
            assignments = CommaList(
                static p => p.ParseScanAssignment(),
                static p =>
                {
                    p.ReportMissing("An assignment");
                    return new ScanAssignmentSyntax(MissingName(p.PreviousEnd), MissingName(p.PreviousEnd));
                },
                ListEnd.Common,
                oneOrMore: true);
        }

        Require(SyntaxKind.Semicolon, ";");
        return new ScanStepSyntax(keyword.Start, PreviousEnd, name, optional, output, outputText, condition, assignments);
    }

    private ScanAssignmentSyntax? ParseScanAssignment()
    {
        if (ParseExtendedName() is not { } name)
            return null;
        Require(SyntaxKind.Equal, "=");
        return new ScanAssignmentSyntax(name, ParseUnnamed() ?? MissingExpression());
    }

    private AssertSchemaSyntax ParseAssertSchema()
    {
        var keyword = Take();
        var schema = RequireRowSchema();
        return new AssertSchemaSyntax(keyword.Start, PreviousEnd, keyword, schema);
    }

    private MacroExpandSyntax ParseMacroExpand()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.MacroExpand, equalsNeeded: true);
        var entities = ParseEntityGroup() ?? ParseTableOperand() ?? MissingExpression();
        var scope = TryTake(SyntaxKind.AsKeyword) ? RequireName() : null;
        Require(SyntaxKind.OpenParen, "(");
        var statements = ParseStatements();
        Require(SyntaxKind.CloseParen, ")");
        return new MacroExpandSyntax(keyword.Start, PreviousEnd, keyword, parameters, entities, scope, statements);
    }

    private ExpressionSyntax? ParseEntityGroup()
    {
        if (Kind != SyntaxKind.EntityGroupKeyword)
            return null;
        if (PeekKind(1) == SyntaxKind.OpenParen)
            return ParseCall();
        var keyword = Take();
        Require(SyntaxKind.OpenBracket, "[");
        var entities = CommaList(static p => p.ParseUnnamed(), static p => p.MissingExpression(), ListEnd.Common, oneOrMore: true);
        Require(SyntaxKind.CloseBracket, "]");
        return new EntityGroupSyntax(keyword.Start, PreviousEnd, entities);
    }
}
