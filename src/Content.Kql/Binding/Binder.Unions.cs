using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    // ---- union

    private BoundTabular BindUnion(ListOperatorSyntax op, BoundTabular? input)
    {
        CheckParameters(op.Parameters, OperatorParameters.Union);
        var tables = new List<BoundTabular>();
        if (input is not null)
            tables.Add(input);
        var savedFuzzy = _isFuzzy;
        var missing = _missingBefore ?? _missing.Count;
        _missingBefore = null;
        var isFuzzy = IsFuzzy(op) == true;
        _isFuzzy = IsFuzzy(op) ?? savedFuzzy;
        foreach (var expression in op.Expressions)
            AddUnionTable(expression, tables);
        _isFuzzy = savedFuzzy;
        if (_asRun && isFuzzy && tables.Count == 0)
            return NothingToUnite(missing, op.Span);
        if (_asRun && isFuzzy)
            _missing.RemoveRange(missing, _missing.Count - missing);
        var isInner = ParameterText(op.Parameters, "kind") == "inner";
        _hasInnerUnion |= isInner;
        var union = MakeUnion(isInner && _asRun ? CommonColumns(tables, op.Span) : tables, ParameterText(op.Parameters, "withsource", "with_source"), op.Span);
        return isFuzzy ? new BoundUnion(union.Row, union.Inputs, union.SourceOrdinal) { Span = union.Span, IsFuzzy = true } : union;
    }

    // Without any input it is itself missing to the fuzzy union around it, or the query does not run.
    private BoundErrorTabular NothingToUnite(int missing, TextSpan span)
    {
        if (!_isFuzzy)
            _problem ??= $"Nothing that the fuzzy union names exists, and one of its inputs must: {string.Join(", ", _missing[missing..].Distinct(StringComparer.Ordinal).Select(static name => $"'{name}'"))}.";
        return new BoundErrorTabular(RowType.NewOpen()) { Span = span, IsMissing = true };
    }

    // The tables with the columns whose names all of them have.
    private static List<BoundTabular> CommonColumns(List<BoundTabular> tables, TextSpan span)
    {
        return [.. tables.Select(Common)];

        BoundTabular Common(BoundTabular table)
        {
            var projection = new Projection(table.Row.Columns.Length);
            for (var i = 0; i < table.Row.Columns.Length; i++)
            {
                var column = table.Row.Columns[i];
                if (tables.TrueForAll(other => other.Row.IndexOf(column.Name) >= 0))
                    projection.Add(column, BoundColumn.Of(i, column));
            }

            return projection.Count == table.Row.Columns.Length ? table : new BoundProject(table, projection.ToRow(table.Row.IsOpen), projection.Expressions) { Span = span };
        }
    }

    private static bool? IsFuzzy(ListOperatorSyntax union) => ParameterText(union.Parameters, "isfuzzy", "__isFuzzy", "best_effort") switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    // Where a fuzzy union with an input before it began to miss names.
    private int? _missingBefore;

    private BoundErrorTabular ReportMissing(string name, string message, TextSpan span)
    {
        _missing.Add(name);
        NamesMissing = true;
        Warning(KqlCodes.MissingInFuzzyUnion, message, span);
        return new BoundErrorTabular(RowType.NewOpen()) { Span = span, IsMissing = true };
    }

    private void AddUnionTable(ExpressionSyntax expression, List<BoundTabular> tables)
    {
        if (expression is NameSyntax { IsWildcard: true } wildcard)
        {
            if (MatchTables(wildcard) is TableGroup matches)
                tables.AddRange(matches.Tables);
            return;
        }

        if (expression is PathSyntax { Member: NameSyntax { IsWildcard: true } star } path && BindNode(path.Left) is Entity entity)
        {
            if (BindEntityMember(entity, star) is TableGroup matches)
                tables.AddRange(matches.Tables);
            return;
        }

        var missing = _missing.Count;
        var node = WithRow(null, () =>
        {
            var old = _tabularContext;
            _tabularContext = true;
            var bound = BindNode(expression);
            _tabularContext = old;
            return bound;
        });
        if (_asRun && _missing.Count > missing)
            return;
        if (node is TableGroup group)
            tables.AddRange(group.Tables);
        else
            tables.Add(AsTabular(node, expression));
    }

    private BoundNode MatchTables(NameSyntax wildcard)
    {
        var tables = new List<BoundTabular>();
        foreach (var name in _schema.TableNames)
        {
            if (Wildcard.Matches(wildcard.Text, name) && _schema.FindTable(name) is { } table)
                tables.Add(UseTable(table, wildcard.Span, null, null));
        }

        foreach (var (name, symbol) in _scope.Symbols)
        {
            if (symbol is UserFunction { IsView: true } view && Wildcard.Matches(wildcard.Text, name) && BindUserCall(view, [], wildcard.Span, wildcard.Span) is BoundTabular table)
                tables.Add(table);
        }

        if (tables.Count > 0)
            return new TableGroup(tables) { Span = wildcard.Span };
        Error("KQL142", $"No table matches '{wildcard.Text}'.", wildcard.Span);
        return new TableGroup([]) { Span = wildcard.Span };
    }

    private BoundUnion UnionOf(List<BoundTabular> tables, TextSpan span) => MakeUnion(tables, sourceColumn: null, span);

    private static string SourceName(BoundTabular table) => table switch
    {
        BoundTable t => t.Table.Name,
        BoundTabularVariable v => v.Variable.Name,
        BoundTabularBlock b => b.FunctionName,
        BoundPassThrough { Kind: PassThroughKind.As, Variable: { } variable } => variable.Name,
        BoundOperator op => SourceName(op.Input),
        _ => "",
    };

    // What `withsource` calls an input: a table, a view and what `as` names by their names, and others by their places.
    private static string UnionLabel(BoundTabular input, int place) => input is BoundTable or BoundTabularBlock or BoundPassThrough { Kind: PassThroughKind.As } ? SourceName(input) : $"union_arg{place}";

    private BoundUnion MakeUnion(List<BoundTabular> tables, string? sourceColumn, TextSpan span)
    {
        var union = MakeUnion(tables, _cache.ShapeOf(tables, sourceColumn), span, sourceColumn is null ? null : UnionLabel);
        return sourceColumn is null ? new BoundUnion(union.Row, union.Inputs, -1) { Span = span } : union;
    }

    // A union whose first column is that of the source.
    private static BoundUnion MakeUnion(List<BoundTabular> tables, UnionShape shape, TextSpan span, Func<BoundTabular, int, string>? label = null)
    {
        var inputs = ImmutableArray.CreateBuilder<BoundUnionInput>(tables.Count);
        foreach (var table in tables)
            inputs.Add(new BoundUnionInput(shape.Absorbing is { } types ? Converted(table, types, span) : table, label?.Invoke(table, inputs.Count) ?? SourceName(table), shape));
        return new BoundUnion(shape.Row, inputs.MoveToImmutable(), 0) { Span = span };
    }

    // The table with the columns of some names converted to given types.
    private static BoundTabular Converted(BoundTabular table, IReadOnlyDictionary<string, KqlType> types, TextSpan span)
    {
        if (table.Row.Columns.All(column => !types.TryGetValue(column.Name, out var type) || type.Kind == column.Type.Kind))
            return table;
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        var expressions = ImmutableArray.CreateBuilder<BoundExpression>();
        for (var i = 0; i < table.Row.Columns.Length; i++)
        {
            var column = table.Row.Columns[i];
            var reference = BoundColumn.Of(i, column);
            var isSame = !types.TryGetValue(column.Name, out var type) || type.Kind == column.Type.Kind;
            columns.Add(isSame ? column : new ColumnSymbol(column.Name, type!, column.Description));
            expressions.Add(isSame ? reference : Convert(reference, type!));
        }

        return new BoundProject(table, new RowType(columns.ToImmutable(), table.Row.IsOpen), expressions.ToImmutable()) { Span = span };
    }
}
