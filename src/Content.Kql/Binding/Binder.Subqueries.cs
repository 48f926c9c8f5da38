using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    private BoundMvExpand BindExpansion(MvExpressionSyntax[] items, NamedParameterSyntax[] parameters, ExpressionSyntax? limitSyntax, BoundTabular input, TextSpan span, out HashSet<ColumnSymbol> applied, long? defaultLimit = null)
    {
        var projection = Projection.Over(input.Row, items.Length + 1);
        applied = new HashSet<ColumnSymbol>(ReferenceEqualityComparer.Instance);
        var pending = new List<(BoundExpression Expression, ColumnSymbol Column, KqlType? ToType)>();
        var bagAsArray = ParameterText(parameters, "bagexpansion", "kind") == "array";
        foreach (var item in items)
        {
            if (item.Expression is null)
                continue;
            var toType = item.ToType is null ? null : BindTypeOf(item.ToType).Named;
            var named = item.Expression as NamedExpressionSyntax;
            var inner = named?.Expression ?? item.Expression;
            var bound = BindScalar(inner);
            if (!bound.Type.IsDynamic && !bound.Type.IsUnknown)
                Error("KQL141", $"Only dynamic values can be expanded, not {bound.Type.Name}. Convert a text with parse_json() or split() first.", item.Expression.Span);
            var type = toType ?? bound.Type.Shape switch
            {
                DynamicShape.Array when bound.Type.ElementType is { } element => element.IsDynamic ? element : KqlType.DynamicPrimitiveOf(element),
                DynamicShape.Bag => bagAsArray ? KqlType.DynamicArray : KqlType.DynamicBag,
                _ => KqlType.Dynamic,
            };
            if (named is null && bound is BoundColumn reference)
                applied.Add(reference.Column);
            var name = named is { Names: [var given, ..] } ? given.Text : NameOf(inner, bound) ?? DefaultColumnName(lookAtRow: false);
            if (name.Length == 0)
                continue;
            var column = new ColumnSymbol(name, type);
            if (named is not null || bound is BoundColumn)
            {
                if (!projection.Declare(column, bound, replace: true))
                    AddDuplicate(name, (named?.Names[0].Span) ?? inner.Span);
            }
            else
            {
                column = projection.Add(column, bound, replace: true) ?? column;
            }

            pending.Add((bound, column, toType));
        }

        var index = -1;
        if (ParameterText(parameters, "with_itemindex") is { } indexName)
        {
            index = projection.Count;
            projection.Add(new ColumnSymbol(indexName, KqlType.Long), new BoundLiteral(KqlType.Long, 0L));
        }

        var limit = limitSyntax is not null ? BindInteger(limitSyntax) : defaultLimit is { } rows ? new BoundLiteral(KqlType.Long, rows) { Span = span } : null;
        var row = projection.ToRow(input.Row.IsOpen);
        var expressions = projection.Expressions;
        var expansions = ImmutableArray.CreateBuilder<BoundExpansion>();
        var map = new int[row.Columns.Length];
        for (var i = 0; i < map.Length; i++)
            map[i] = i < input.Row.Columns.Length ? i : -1;
        foreach (var (expression, column, toType) in pending)
        {
            var output = row.Columns.IndexOf(column);
            if (output < 0)
                output = row.IndexOf(column.Name);
            if (output < 0)
                continue;
            map[output] = -1;
            expansions.Add(new BoundExpansion(expression, output, toType));
        }

        return new BoundMvExpand(input, row, [.. map], expansions.ToImmutable(), bagAsArray, index, limit) { Span = span };
    }

    private BoundTabular BindMvExpand(MvExpandSyntax syntax, BoundTabular input)
    {
        HintOldSpelling(syntax.Keyword);
        CheckParameters(syntax.Parameters, OperatorParameters.MvExpand);
        // The old spelling has a limit of its own.
        long? limit = syntax.Keyword.Kind == SyntaxKind.OldMvexpandKeyword ? 128 : null;
        return BindExpansion(syntax.Expressions, syntax.Parameters, syntax.Limit, input, syntax.Span, out _, limit);
    }

    private BoundTabular BindMvApply(MvApplySyntax syntax, BoundTabular input)
    {
        HintOldSpelling(syntax.Keyword);
        CheckParameters(syntax.Parameters, OperatorParameters.MvApply);
        var expand = BindExpansion(syntax.Expressions, syntax.Parameters, syntax.Limit, input, syntax.Span, out var applied);
        if (syntax.Id is not null)
            BindScalar(syntax.Id);
        var subqueryInput = new BoundSubqueryInput(expand.Row) { Span = syntax.Subquery.Span };
        var subquery = BindEach(() => BindSubPipe(syntax.Subquery, subqueryInput));

        // The outer row's columns but those that were expanded, then what the subquery adds or changes.
        var columns = new List<ColumnSymbol>();
        var fromInput = new List<int>();
        var fromSubquery = new List<int>();
        var known = new HashSet<ColumnSymbol>(ReferenceEqualityComparer.Instance);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < input.Row.Columns.Length; i++)
        {
            var column = input.Row.Columns[i];
            if (applied.Contains(column))
                continue;
            known.Add(column);
            var unique = column.Name;
            for (var suffix = 1; input.Row.HasRepeatedNames && columns.Exists(other => other.Name == unique); suffix++)
                unique = $"{column.Name}{suffix}";
            places.TryAdd(unique, columns.Count);
            columns.Add(column.Rename(unique));
            fromInput.Add(i);
            fromSubquery.Add(-1);
        }

        for (var i = 0; i < subquery.Row.Columns.Length; i++)
        {
            var column = subquery.Row.Columns[i];
            if (known.Contains(column))
                continue;
            if (!places.TryAdd(column.Name, columns.Count))
            {
                var existing = places[column.Name];
                columns[existing] = column;
                fromInput[existing] = -1;
                fromSubquery[existing] = i;
            }
            else
            {
                columns.Add(column);
                fromInput.Add(-1);
                fromSubquery.Add(i);
            }
        }

        var row = new RowType([.. columns], input.Row.IsOpen || subquery.Row.IsOpen);
        return new BoundMvApply(input, row, expand, subqueryInput, subquery, [.. fromInput], [.. fromSubquery]) { Span = syntax.Span };
    }

    // ---- parse

    private BoundTabular BindParse(ParseSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Parse);
        var source = BindScalar(syntax.Source);
        var kind = ParameterText(syntax.Parameters, "kind") switch
        {
            "regex" => ParseKind.Regex,
            "relaxed" => ParseKind.Relaxed,
            _ => ParseKind.Simple,
        };
        var columns = new List<ColumnSymbol>(input.Row.Columns);
        var parts = ImmutableArray.CreateBuilder<BoundParsePart>();
        var declared = new HashSet<string>(StringComparer.Ordinal);
        var replaced = new Dictionary<int, int>();
        for (var i = 0; i < syntax.Patterns.Length; i++)
        {
            var part = syntax.Patterns[i];
            var previous = i > 0 ? syntax.Patterns[i - 1] : null;
            switch (part)
            {
                case LiteralSyntax { Value: string text }:
                    parts.Add(new BoundParsePart(text, -1, null));
                    break;
                case StarSyntax:
                    if (i + 1 < syntax.Patterns.Length && syntax.Patterns[i + 1] is not LiteralSyntax)
                        Error("KQL102", "After * comes a text in quotes: it says where the star ends.", part.Span);
                    if (previous is NameSyntax or ColumnDeclarationSyntax { Type: TypeSyntax { Name: "string" } })
                        Error("KQL103", "A * right after a string column is ambiguous: put a text between them.", part.Span);
                    parts.Add(new BoundParsePart(null, -1, null));
                    break;
                case NameSyntax or ColumnDeclarationSyntax:
                    if (previous is not null and not LiteralSyntax)
                        Error("KQL101", "A column comes after a text in quotes, which says where it starts.", part.Span);
                    var name = part as NameSyntax ?? ((ColumnDeclarationSyntax)part).Name;
                    var type = part is ColumnDeclarationSyntax typed ? TypeFromSyntax(typed.Type) : KqlType.String;
                    if (name.IsMissing)
                        break;
                    if (!declared.Add(name.Text))
                    {
                        Error("KQL171", $"The column '{name.Text}' is there already: give this one another name.", name.Span);
                        break;
                    }

                    var earlier = input.Row.IndexOf(name.Text);
                    if (earlier >= 0)
                        replaced[earlier] = columns.Count;
                    parts.Add(new BoundParsePart(null, columns.Count, type));
                    columns.Add(new ColumnSymbol(name.Text, type));
                    break;
            }
        }

        var map = new int[columns.Count];
        for (var i = 0; i < map.Length; i++)
            map[i] = i < input.Row.Columns.Length ? i : -1;
        var flags = ParameterText(syntax.Parameters, "flags") ?? "";
        var row = new RowType([.. columns], input.Row.IsOpen);
        return WithHidden(new BoundParse(input, row, source, kind, flags, parts.ToImmutable(), [.. map], syntax.Keyword.Kind == SyntaxKind.ParseWhereKeyword) { Span = syntax.Span }, replaced);
    }

    private BoundTabular BindParseKv(ParseKvSyntax syntax, BoundTabular input)
    {
        var source = BindScalar(syntax.Source);
        CheckParameters(syntax.Properties, OperatorParameters.ParseKv);
        var keys = ColumnsOf(syntax.Keys.Columns);
        var columns = input.Row.Columns.AddRange(keys);
        var replaced = new Dictionary<int, int>();
        for (var i = 0; i < keys.Length; i++)
        {
            if (input.Row.IndexOf(keys[i].Name) is var earlier and >= 0)
                replaced[earlier] = input.Row.Columns.Length + i;
        }

        var map = Enumerable.Range(0, columns.Length).Select(i => i < input.Row.Columns.Length ? i : ~(i - input.Row.Columns.Length)).ToImmutableArray();
        var row = new RowType(columns, input.Row.IsOpen);
        return WithHidden(new BoundParseKv(input, row, source, keys, map, PropertiesOf(syntax.Properties)) { Span = syntax.Span }, replaced);
    }

    // A parsed column hides the one of the same name: names further on mean the parsed value. (Both columns stay, and keep their types, as
    // they do in Kusto.Language's result.)
    private static BoundTabular WithHidden(BoundTabular parse, Dictionary<int, int> replaced)
    {
        if (replaced.Count == 0)
            return parse;
        var columns = parse.Row.Columns;
        var expressions = ImmutableArray.CreateBuilder<BoundExpression>(columns.Length);
        for (var i = 0; i < columns.Length; i++)
        {
            var ordinal = replaced.GetValueOrDefault(i, i);
            BoundExpression value = new BoundColumn(ordinal, columns[ordinal]) { Span = parse.Span };
            expressions.Add(columns[i].Type.Kind == columns[ordinal].Type.Kind ? value : Convert(value, columns[i].Type));
        }

        return new BoundProject(parse, new RowType(columns, parse.Row.IsOpen), expressions.ToImmutable()) { Span = parse.Span };
    }

    // ---- partition, fork, facet, macro-expand

    private BoundTabular BindPartition(PartitionSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Partition, checkValues: false);
        var column = BindColumn(syntax.By);
        if (column is { Type.IsDynamic: true })
            Error("KQL116", "A dynamic column cannot be a partition key. Convert it with tostring() first.", syntax.By.Span);
        if (syntax.Scope is not null)
            BindNode(syntax.Scope);
        var key = column ?? (BoundExpression)Unknown(syntax.By);
        var subqueryInput = new BoundSubqueryInput(input.Row) { Span = syntax.Subquery.Span };
        // A query of its own sees the key as a single value.
        var keyVariable = syntax.IsQuery && column is not null ? new VariableSymbol(column.Column.Name, column.Type) : null;
        var saved = _scope;
        _scope = new Scope(saved);
        if (keyVariable is not null)
            _scope.Declare(keyVariable.Name, keyVariable);
        var subquery = BindEach(() => syntax.IsQuery ? WithRow(null, () => BindTabular(syntax.Subquery)) : BindSubPipe(syntax.Subquery, subqueryInput));
        _scope = saved;
        return new BoundPartition(input, subquery.Row, key, subqueryInput, subquery)
        {
            Span = syntax.Span,
            KeyVariable = keyVariable,
            IsLegacy = ParameterText(syntax.Parameters, "hint.strategy") is null or "legacy",
        };
    }

    // A subquery that runs again and again: the tables that it names with `as` are those of the run.
    private BoundTabular BindEach(Func<BoundTabular> bind)
    {
        var saved = _lets;
        _lets = [];
        var subquery = bind();
        var lets = _lets.ToImmutableArray();
        _lets = saved;
        return lets.IsEmpty ? subquery : new BoundTabularBlock(lets, subquery, "as") { Span = subquery.Span };
    }

    private BoundTabular BindFork(ForkSyntax syntax, BoundTabular input)
    {
        var subqueryInput = new BoundSubqueryInput(input.Row) { Span = syntax.Span };
        var branches = ImmutableArray.CreateBuilder<KeyValuePair<string, BoundTabular>>();
        foreach (var branch in syntax.Branches)
        {
            var name = branch.Name?.Text ?? (branches.Count == 0 ? "Results" : $"Results_{branches.Count + 1}");
            branches.Add(new KeyValuePair<string, BoundTabular>(name, BindSubPipe(branch.Expression, subqueryInput)));
        }

        return new BoundFork(input, branches.Count > 0 ? branches[0].Value.Row : RowType.Empty, subqueryInput, branches.ToImmutable()) { Span = syntax.Span };
    }

    private BoundTabular BindFacet(FacetSyntax syntax, BoundTabular input)
    {
        var subqueryInput = new BoundSubqueryInput(input.Row) { Span = syntax.Span };
        var branches = ImmutableArray.CreateBuilder<KeyValuePair<string, BoundTabular>>();
        var count = Catalogue.FindAggregate("count")!;
        if (syntax.With is not null)
            branches.Add(new KeyValuePair<string, BoundTabular>("with", BindSubPipe(syntax.With, subqueryInput)));
        var facets = 0;
        foreach (var item in syntax.By)
        {
            if (BindColumn(item) is not { } column)
                continue;
            if (column.Type.IsDynamic)
                Error("KQL116", "A dynamic column has no facets. Convert it with tostring() first.", item.Span);
            var name = column.Column.Name;
            var counted = new ColumnSymbol("count_" + name, KqlType.Long);
            var row = new RowType([column.Column, counted]);
            branches.Add(new KeyValuePair<string, BoundTabular>(
                ++facets == 1 ? "Facet" : $"Facet_{facets}",
                new BoundSummarize(
                    subqueryInput,
                    row,
                    [new BoundAssignment(column.Column, column)],
                    [new BoundAggregate(count, [], [counted])],
                    [new BoundColumn(0, column.Column), new BoundColumn(1, counted)]) { Span = item.Span }));
        }

        return new BoundFork(input, branches.Count > 0 ? branches[0].Value.Row : RowType.Empty, subqueryInput, branches.ToImmutable()) { Span = syntax.Span };
    }

    private BoundTabular BindMacroExpand(MacroExpandSyntax syntax)
    {
        // The query is bound for each entity of the group; what is wrong with it is said once.
        var group = (BindNode(syntax.Entities) as Entity)?.Group ?? [];
        var tables = new List<BoundTabular>();
        var diagnostics = _diagnostics;
        for (var i = 0; i < Math.Max(group.Count, 1); i++)
        {
            var entity = i < group.Count ? group[i] : new Entity("", syntax.Scope?.Text, isDatabase: true);
            if (BindExpanded(syntax, entity) is { } table)
                tables.Add(table);
            _diagnostics = [];
        }

        _diagnostics = diagnostics;
        var isInner = ParameterText(syntax.Parameters, "kind") == "inner";
        _hasInnerUnion |= isInner;
        return tables.Count switch
        {
            0 => new BoundErrorTabular(RowType.NewOpen()) { Span = syntax.Span },
            1 => tables[0],
            _ => MakeUnion(isInner && _asRun ? CommonColumns(tables, syntax.Span) : tables, sourceColumn: null, syntax.Span),
        };
    }

    private BoundTabularBlock? BindExpanded(MacroExpandSyntax syntax, Entity entity)
    {
        var saved = (_scope, _lets);
        _scope = new Scope(saved._scope);
        if (syntax.Scope is { IsMissing: false } scope)
            _scope.Declare(scope.Text, entity);
        _lets = [];
        var body = BindStatements(syntax.Statements);
        var lets = _lets.ToImmutableArray();
        (_scope, _lets) = saved;
        return body.Tabular is { } table ? new BoundTabularBlock(lets, table, "macro-expand") { Span = syntax.Span } : null;
    }

    // ---- scan

    private Dictionary<string, BoundExpression>? _scanColumns;

    private BoundTabular BindScan(ScanSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Scan);
        if (syntax.OrderBy is { } orderBy)
            input = new BoundSort(input, BindSortKeys(orderBy)) { Span = syntax.Span };
        foreach (var key in syntax.PartitionBy ?? [])
            BindScalar(key);
        var columns = new List<ColumnSymbol>(input.Row.Columns);
        var declarations = ImmutableArray.CreateBuilder<BoundAssignment>();
        var declared = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var declaration in syntax.Declarations)
        {
            var type = TypeFromSyntax(declaration.Declaration.Type);
            var column = new ColumnSymbol(declaration.Declaration.Name.Text, type);
            BoundExpression value = declaration.Default is null ? new BoundLiteral(type, type.Kind == TypeKind.String ? "" : null) : BindScalar(declaration.Default);
            declarations.Add(new BoundAssignment(column, value));
            declared[column.Name] = columns.Count;
            columns.Add(column);
        }

        // Steps see the input and the declared columns, by name and as step.column.
        var stateRow = new RowType([.. columns], input.Row.IsOpen);
        var saved = _scope;
        _scope = new Scope(saved);
        for (var i = 0; i < syntax.Steps.Length; i++)
        {
            if (!syntax.Steps[i].Name.IsMissing)
                _scope.Declare(syntax.Steps[i].Name.Text, new ScanStepSymbol(syntax.Steps[i].Name.Text, i, stateRow));
        }

        _row = stateRow;
        var steps = ImmutableArray.CreateBuilder<BoundScanStep>();
        foreach (var step in syntax.Steps)
        {
            var condition = BindScalar(step.Condition);
            if (condition.Type.Kind is not (TypeKind.Bool or TypeKind.Unknown))
                condition = Convert(condition, KqlType.Bool);
            var assignments = ImmutableArray.CreateBuilder<KeyValuePair<int, BoundExpression>>();
            foreach (var assignment in step.Assignments)
            {
                var value = BindScalar(assignment.Value);
                if (!declared.TryGetValue(assignment.Name.Text, out var ordinal) && (ordinal = input.Row.IndexOf(assignment.Name.Text)) < 0)
                {
                    if (!assignment.Name.IsMissing)
                        ErrorWithSuggestion("KQL142", $"'{assignment.Name.Text}' is not declared: list it in declare(…).", assignment.Name.Text, assignment.Name.Span, declarations.Select(static d => d.Column.Name));
                    continue;
                }

                assignments.Add(new KeyValuePair<int, BoundExpression>(ordinal, value));
            }

            var output = step.OutputText switch { "last" => ScanOutput.Last, "none" => ScanOutput.None, _ => ScanOutput.All };
            steps.Add(new BoundScanStep(step.Name.Text, step.IsOptional, output, condition, assignments.ToImmutable()));
        }

        _scope = saved;
        var idName = ParameterText(syntax.Parameters, "with_match_id");
        _hasScanWithoutId |= idName is null;
        var matchId = idName is null && _asRun ? -1 : columns.Count;
        if (matchId >= 0)
            columns.Add(new ColumnSymbol(idName ?? "match_id", KqlType.Long));
        return new BoundScan(input, new RowType([.. columns], input.Row.IsOpen), declarations.ToImmutable(), steps.ToImmutable(), matchId, -1)
        {
            Span = syntax.Span,
            PartitionKeys = [.. (syntax.PartitionBy ?? []).Select(key => WithRow(input.Row, () => BindScalar(key)))],
        };
    }
}
