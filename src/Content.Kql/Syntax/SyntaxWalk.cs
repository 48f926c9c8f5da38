namespace Content.Kql.Syntax;

/// <summary>Goes over syntax trees without knowing the kinds of nodes.</summary>
public static class SyntaxWalk
{
    /// <summary>The children of a node in the order in which the node declares them; what is not written is left out.</summary>
    public static void AddChildren(SyntaxNode node, List<SyntaxNode> children)
    {
        switch (node)
        {
            case DynamicSyntax n:
                children.Add(n.Value);
                break;
            case JsonArraySyntax n:
                children.AddRange(n.Items);
                break;
            case JsonPairSyntax n:
                children.Add(n.Value);
                break;
            case JsonObjectSyntax n:
                children.AddRange(n.Pairs);
                break;
            case SchemaTypeSyntax n:
                children.AddRange(n.Columns);
                break;
            case ColumnDeclarationSyntax n:
                children.Add(n.Name);
                Add(n.Type);
                break;
            case TypeOfSyntax n:
                children.AddRange(n.Items);
                break;
            case ParenthesizedSyntax n:
                children.Add(n.Expression);
                break;
            case PathSyntax n:
                children.Add(n.Left);
                children.Add(n.Member);
                break;
            case ElementSyntax n:
                children.Add(n.Left);
                children.Add(n.Index);
                break;
            case BracketedSyntax n:
                children.Add(n.Expression);
                break;
            case CallSyntax n:
                children.Add(n.Name);
                children.AddRange(n.Arguments);
                break;
            case ToScalarSyntax n:
                children.Add(n.Expression);
                break;
            case MaterializeSyntax n:
                children.Add(n.Expression);
                break;
            case UnarySyntax n:
                children.Add(n.Operand);
                break;
            case BinarySyntax n:
                children.Add(n.Left);
                children.Add(n.Right);
                break;
            case InSyntax n:
                children.Add(n.Left);
                children.AddRange(n.Items);
                break;
            case BetweenSyntax n:
                children.Add(n.Left);
                children.Add(n.Low);
                children.Add(n.High);
                break;
            case NamedExpressionSyntax n:
                children.AddRange(n.Names);
                children.Add(n.Expression);
                break;
            case OrderedSyntax n:
                children.Add(n.Expression);
                break;
            case PipeSyntax n:
                children.Add(n.Left);
                children.Add(n.Operator);
                break;
            case DataTableSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.Schema);
                children.AddRange(n.Values);
                break;
            case ExternalDataSyntax n:
                children.Add(n.Schema);
                children.AddRange(n.Uris);
                children.AddRange(n.Properties);
                break;
            case RowSchemaSyntax n:
                children.AddRange(n.Columns);
                break;
            case NamedParameterSyntax n:
                children.Add(n.Name);
                children.Add(n.Value);
                break;
            case NameListSyntax n:
                children.AddRange(n.Names);
                break;
            case EntityGroupSyntax n:
                children.AddRange(n.Entities);
                break;
            case ListOperatorSyntax n:
                children.AddRange(n.Parameters);
                children.AddRange(n.Expressions);
                break;
            case ExpressionOperatorSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.Expression);
                break;
            case SimpleOperatorSyntax n:
                children.AddRange(n.Parameters);
                Add(n.Name);
                break;
            case AsSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.Name);
                break;
            case SummarizeSyntax n:
                children.AddRange(n.Parameters);
                children.AddRange(n.Aggregates);
                children.AddRange(n.By ?? []);
                Add(n.LegacyBin);
                break;
            case SortSyntax n:
                children.AddRange(n.Parameters);
                children.AddRange(n.Keys);
                break;
            case TopSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.Count);
                children.Add(n.Key);
                break;
            case TopHittersSyntax n:
                children.Add(n.Count);
                children.Add(n.Of);
                Add(n.By);
                break;
            case TopNestedClauseSyntax n:
                Add(n.Count);
                children.Add(n.Of);
                Add(n.Others);
                children.Add(n.By);
                break;
            case TopNestedSyntax n:
                children.AddRange(n.Clauses);
                break;
            case SampleDistinctSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.Count);
                children.Add(n.Of);
                break;
            case JoinSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.Right);
                children.AddRange(n.On ?? []);
                Add(n.Where);
                break;
            case MvExpressionSyntax n:
                Add(n.Expression);
                Add(n.ToType);
                break;
            case MvExpandSyntax n:
                children.AddRange(n.Parameters);
                children.AddRange(n.Expressions);
                Add(n.Limit);
                break;
            case MvApplySyntax n:
                children.AddRange(n.Parameters);
                children.AddRange(n.Expressions);
                Add(n.Limit);
                Add(n.Id);
                children.Add(n.Subquery);
                break;
            case ParseSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.Source);
                children.AddRange(n.Patterns);
                break;
            case ParseKvSyntax n:
                children.Add(n.Source);
                children.Add(n.Keys);
                children.AddRange(n.Properties);
                break;
            case MakeSeriesItemSyntax n:
                children.Add(n.Expression);
                Add(n.Default);
                break;
            case MakeSeriesSyntax n:
                children.AddRange(n.Parameters);
                children.AddRange(n.Items);
                children.Add(n.On);
                Add(n.From);
                Add(n.To);
                Add(n.Step);
                children.AddRange(n.InRange ?? []);
                children.AddRange(n.By ?? []);
                break;
            case RangeSyntax n:
                children.Add(n.Name);
                children.Add(n.From);
                children.Add(n.To);
                children.Add(n.Step);
                break;
            case EvaluateSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.Call);
                Add(n.Schema);
                break;
            case InvokeSyntax n:
                children.Add(n.Call);
                break;
            case RenderSyntax n:
                children.AddRange(n.Properties);
                break;
            case FindSyntax n:
                children.AddRange(n.Parameters);
                children.AddRange(n.Tables ?? []);
                children.Add(n.Condition);
                children.AddRange(n.Project ?? []);
                children.AddRange(n.ProjectAway ?? []);
                break;
            case SearchSyntax n:
                children.AddRange(n.Parameters);
                children.AddRange(n.Tables ?? []);
                children.Add(n.Condition);
                break;
            case ForkBranchSyntax n:
                Add(n.Name);
                children.Add(n.Expression);
                break;
            case ForkSyntax n:
                children.AddRange(n.Branches);
                break;
            case FacetSyntax n:
                children.AddRange(n.By);
                Add(n.With);
                break;
            case PartitionSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.By);
                Add(n.Scope);
                children.Add(n.Subquery);
                break;
            case ScanAssignmentSyntax n:
                children.Add(n.Name);
                children.Add(n.Value);
                break;
            case ScanStepSyntax n:
                children.Add(n.Name);
                children.Add(n.Condition);
                children.AddRange(n.Assignments);
                break;
            case ScanSyntax n:
                children.AddRange(n.Parameters);
                children.AddRange(n.OrderBy ?? []);
                children.AddRange(n.PartitionBy ?? []);
                children.AddRange(n.Declarations);
                children.AddRange(n.Steps);
                break;
            case AssertSchemaSyntax n:
                children.Add(n.Schema);
                break;
            case MacroExpandSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.Entities);
                Add(n.Scope);
                children.AddRange(n.Statements);
                break;
            case GraphTableSyntax n:
                children.Add(n.Table);
                children.Add(n.Key);
                break;
            case MakeGraphSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.Source);
                children.Add(n.Target);
                children.AddRange(n.Tables);
                Add(n.NodeId);
                Add(n.PartitionBy);
                Add(n.PartitionQuery);
                break;
            case GraphPatternElementSyntax n:
                Add(n.Name);
                Add(n.RangeStart);
                Add(n.RangeEnd);
                break;
            case GraphMatchSyntax n:
                children.AddRange(n.Parameters);
                foreach (var list in n.Patterns)
                    children.AddRange(list);
                Add(n.Where);
                children.AddRange(n.Project ?? []);
                break;
            case GraphOutputSyntax n:
                Add(n.Name);
                children.AddRange(n.Parameters);
                break;
            case GraphToTableSyntax n:
                children.AddRange(n.Outputs);
                break;
            case ExpressionStatementSyntax n:
                children.Add(n.Expression);
                break;
            case LetSyntax n:
                children.Add(n.Name);
                children.Add(n.Value);
                break;
            case FunctionParameterSyntax n:
                children.Add(n.Declaration);
                Add(n.Default);
                break;
            case FunctionDeclarationSyntax n:
                children.AddRange(n.Parameters);
                children.Add(n.Body);
                break;
            case FunctionBodySyntax n:
                children.AddRange(n.Statements);
                Add(n.Expression);
                break;
            case SetOptionSyntax n:
                children.Add(n.Name);
                Add(n.Value);
                break;
            case QueryParametersSyntax n:
                children.AddRange(n.Parameters);
                break;
            case AliasSyntax n:
                children.Add(n.Name);
                children.Add(n.Value);
                break;
            case RestrictSyntax n:
                children.AddRange(n.Entities);
                break;
            case PatternMatchSyntax n:
                children.AddRange(n.Values);
                Add(n.Path);
                children.Add(n.Body);
                break;
            case PatternSyntax n:
                children.Add(n.Name);
                children.AddRange(n.Parameters);
                Add(n.Path);
                children.AddRange(n.Matches);
                break;
            case QuerySyntax n:
                children.AddRange(n.Statements);
                break;
        }

        void Add(SyntaxNode? child)
        {
            if (child is not null)
                children.Add(child);
        }
    }

    /// <summary>A node and everything below it, each node before its children. Chains of operators may be deep, so nothing recurses.</summary>
    public static IEnumerable<SyntaxNode> DescendantsAndSelf(SyntaxNode node)
    {
        var stack = new Stack<SyntaxNode>();
        var children = new List<SyntaxNode>();
        stack.Push(node);
        while (stack.TryPop(out var next))
        {
            yield return next;
            children.Clear();
            AddChildren(next, children);
            for (var i = children.Count - 1; i >= 0; i--)
                stack.Push(children[i]);
        }
    }
}
