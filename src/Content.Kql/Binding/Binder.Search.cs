using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    private sealed record SearchContext(bool CaseSensitive);

    // Set while the predicate of search or find is bound: a lone string there is looked for in every column.
    private SearchContext? _search;

    private BoundExpression AsSearchTerm(BoundExpression value, ExpressionSyntax syntax)
    {
        if (value is not (BoundLiteral { Type.Kind: TypeKind.String or TypeKind.Long or TypeKind.Int or TypeKind.Real or TypeKind.DateTime or TypeKind.Guid }))
            return value;
        var text = value is BoundLiteral { Type.Kind: TypeKind.String } ? value : new BoundLiteral(KqlType.String, BoundConstants.TextOf(((BoundLiteral)value).Value ?? "")) { Span = syntax.Span };
        return AnyColumn(column => SearchFor(AsText(column), text, syntax.Span), syntax.Span);
    }

    // A star at an end of the text, or within it, says where terms may go on: x* is a prefix of a term, *x a suffix, *x* a part of the text.
    private BoundBinary SearchFor(BoundExpression value, BoundExpression text, TextSpan span)
    {
        var caseSensitive = _search is { CaseSensitive: true };
        var kind = caseSensitive ? OperatorKind.HasCs : OperatorKind.Search;
        if (BoundConstants.TryGetString(text, out var pattern) && pattern.Contains('*', StringComparison.Ordinal))
        {
            var starts = pattern[0] == '*';
            var ends = pattern[^1] == '*';
            var inner = pattern.Trim('*');
            kind = (starts, ends, caseSensitive) switch
            {
                (true, true, false) => OperatorKind.Contains,
                (true, true, true) => OperatorKind.ContainsCs,
                (true, false, false) => OperatorKind.HasSuffix,
                (true, false, true) => OperatorKind.HasSuffixCs,
                (false, _, false) => OperatorKind.HasPrefix,
                (false, _, true) => OperatorKind.HasPrefixCs,
            };
            if (inner.Contains('*', StringComparison.Ordinal))
            {
                kind = OperatorKind.MatchRegex;
                inner = (caseSensitive ? "" : "(?i)") + (starts ? "" : @"\b") + string.Join(".*", inner.Split('*').Select(Quoted)) + (ends ? "" : @"\b");
            }

            text = new BoundLiteral(KqlType.String, inner) { Span = text.Span };
        }

        return new BoundBinary(kind, value, text, KqlType.Bool) { Span = span };
    }

    // A regular expression for a text: what is neither letter nor digit may mean something there.
    private static string Quoted(string text) => string.Concat(text.Select(static c => char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) ? "\\" + c : c.ToString()));

    private static BoundExpression AsText(BoundColumn column) => column.Type.Kind is TypeKind.String or TypeKind.Dynamic
        ? column
        : new BoundCall(Catalogue.FindFunction("tostring")!, [column], KqlType.String) { Span = column.Span };

    private BoundExpression AnyColumn(Func<BoundColumn, BoundExpression> test, TextSpan span)
    {
        return Row.Columns.IsEmpty ? new BoundLiteral(KqlType.Bool, false) { Span = span } : AnyOf(0, Row.Columns.Length);

        // Halves, not a chain: a workspace has ten thousand columns, and who walks the tree may recurse.
        BoundExpression AnyOf(int first, int end)
        {
            if (end - first == 1)
                return test(new BoundColumn(first, Row.Columns[first]) { Span = span });
            var middle = (first + end + 1) / 2;
            return new BoundBinary(OperatorKind.Or, AnyOf(first, middle), AnyOf(middle, end), KqlType.Bool) { Span = span };
        }
    }

    // * has "x", * == "x": true when any column fits.
    private BoundExpression BindStarOperand(BinarySyntax binary, OperatorKind kind)
    {
        var right = BindOperand(binary.Right);
        if (right is BoundErrorExpression or BoundTabularArgument)
            return new BoundErrorExpression(KqlType.Bool) { Span = binary.Span };
        if (OverloadResolver.TypeOfBinary(kind, KqlType.Dynamic, right.Type) is null)
            Error("KQL106", $"The operator is not defined for {right.Type.Name}.", binary.Operator.Span);
        return AnyColumn(
            column =>
            {
                var left = kind == OperatorKind.Equal && OverloadResolver.TypeOfBinary(kind, column.Type, right.Type) is not null ? column : AsText(column);
                if (OverloadResolver.TypeOfBinary(kind, left.Type, right.Type) is null)
                    return new BoundLiteral(KqlType.Bool, false);
                return kind == OperatorKind.Search ? SearchFor(left, right, binary.Span) : new BoundBinary(kind, left, right, KqlType.Bool) { Span = binary.Span };
            },
            binary.Span);
    }

    private List<BoundTabular> SearchTables(ExpressionSyntax[]? operands, BoundTabular? input, TextSpan span)
    {
        var tables = new List<BoundTabular>();
        if (operands is not null)
        {
            foreach (var operand in operands)
                AddUnionTable(operand, tables);
        }
        else if (input is not null)
        {
            tables.Add(input);
        }
        else
        {
            foreach (var name in _schema.TableNames)
            {
                if (_schema.FindTable(name) is { } table)
                    tables.Add(new BoundTable(table, null, null));
            }

            // Views of the query are searched like tables.
            foreach (var (_, symbol) in _scope.Symbols)
            {
                if (symbol is UserFunction { IsView: true } view && BindUserCall(view, [], span, span) is BoundTabular table)
                    tables.Add(table);
            }
        }

        return tables;
    }

    private BoundTabular BindSearch(SearchSyntax syntax, BoundTabular? input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Search);
        var tables = SearchTables(syntax.Tables, input, syntax.Span);
        var caseSensitive = ParameterText(syntax.Parameters, "kind") == "case_sensitive";
        BoundTabular? union = input is not null && syntax.Tables is null ? null : MakeUnion(tables, "$table", syntax.Span);
        BoundTabular source = union ?? WithTableName(input!, syntax.Span);
        _row = source.Row;

        // Names bind against the input's own columns, and case decides how strings are compared.
        _search = new SearchContext(caseSensitive);
        var predicate = BindSearchPredicate(syntax.Condition);
        _search = null;
        return new BoundFilter(source, predicate) { Span = syntax.Span };
    }

    private BoundExpression BindSearchPredicate(ExpressionSyntax condition)
    {
        if (condition is StarSyntax)
            return new BoundLiteral(KqlType.Bool, true) { Span = condition.Span };
        var node = BindNode(condition);
        var value = node is BoundExpression scalar ? scalar : AsScalar(node, condition);
        var predicate = AsSearchTerm(value, condition);
        if (predicate.Type.Kind is not (TypeKind.Bool or TypeKind.Unknown))
            Error("KQL141", "A condition or a text to search for is expected here.", condition.Span);
        return predicate;
    }

    private static BoundProject WithTableName(BoundTabular input, TextSpan span)
    {
        var row = new RowType([new ColumnSymbol("$table", KqlType.String), .. input.Row.Columns], input.Row.IsOpen);
        var expressions = ImmutableArray.CreateBuilder<BoundExpression>();
        expressions.Add(new BoundLiteral(KqlType.String, SourceName(input)) { Span = span });
        for (var i = 0; i < input.Row.Columns.Length; i++)
            expressions.Add(new BoundColumn(i, input.Row.Columns[i]) { Span = span });
        return new BoundProject(input, row, expressions.ToImmutable()) { Span = span };
    }

    private BoundTabular BindFind(FindSyntax syntax, BoundTabular? input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Find);
        var tables = WithCommonTypes(SearchTables(syntax.Tables, null, syntax.Span), syntax.Span);
        var sourceColumn = ParameterText(syntax.Parameters, "withsource", "with_source") ?? "source_";
        var shape = UnionShape.Of(tables, sourceColumn);
        var all = MakeUnion(tables, shape, syntax.Span);
        _row = all.Row;
        _search = new SearchContext(CaseSensitive: false);
        var predicate = BindSearchPredicate(syntax.Condition);
        _search = null;
        var referenced = new ReferencedNames(all.Row);
        referenced.Visit(syntax.Condition, isTerm: true);
        var relevant = tables.Count == 1 || referenced.SearchesAll ? tables : [.. tables.Where(table => table.Row.IsOpen || referenced.Names.Any(name => table.Row.Find(name) is not null))];
        var columns = new List<ColumnSymbol> { all.Row.Columns[0] };
        var expressions = new List<BoundExpression> { new BoundColumn(0, all.Row.Columns[0]) };
        if (syntax.Project is { Length: > 0 } project)
        {
            for (var i = 0; i < project.Length; i++)
            {
                if (project[i] is PackAllSyntax && i < project.Length - 1)
                    Error("KQL185", "pack(*) stands at the end of the list.", project[i].Span);
                else
                    AddFindColumn(project[i], columns, expressions);
            }
        }
        else
        {
            // What all tables have, then what the condition names.
            for (var i = 1; i < all.Row.Columns.Length; i++)
            {
                var column = all.Row.Columns[i];
                if (relevant.Count > 0 && relevant.TrueForAll(table => table.Row.Find(column.Name) is { } own && own.Type.Kind == column.Type.Kind))
                    AddColumn(i);
            }

            foreach (var name in referenced.Names)
            {
                if (all.Row.IndexOf(name) is var i and > 0 && !columns.Contains(all.Row.Columns[i]))
                    AddColumn(i);
            }

            var shown = new HashSet<ColumnSymbol>(columns, ReferenceEqualityComparer.Instance);
            var rest = Enumerable.Range(1, all.Row.Columns.Length - 1).Where(i => !shown.Contains(all.Row.Columns[i])).ToList();
            if (rest.Exists(i => relevant.Exists(table => !table.Row.IsOpen && table.Row.Find(all.Row.Columns[i].Name) is not null)))
            {
                AddPack(columns, expressions);
            }
        }

        if (syntax.ProjectAway is { Length: > 0 } away)
        {
            var names = away.OfType<NameSyntax>().Select(static name => name.Text).ToHashSet();
            var star = away[0] is StarSyntax;
            for (var i = columns.Count - 1; i > 0; i--)
            {
                if (names.Contains(columns[i].Name) || star)
                {
                    columns.RemoveAt(i);
                    expressions.RemoveAt(i);
                }
            }
        }

        // The bag of a row holds what its own table has beyond the other columns, so it is made table by table.
        if (expressions.Exists(expression => expression is BoundColumn { Ordinal: var ordinal } && ordinal == all.Row.Columns.Length))
        {
            var apart = columns.Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
            all = MakeUnion([.. tables.Select(table => WithPack(table, apart, syntax.Span))], shape.With(PackColumn), syntax.Span);
        }

        var filtered = new BoundFilter(all, predicate) { Span = syntax.Span };
        return new BoundProject(filtered, new RowType([.. columns], all.Row.IsOpen && syntax.Project is null), [.. expressions]) { Span = syntax.Span };

        void AddColumn(int ordinal)
        {
            columns.Add(all.Row.Columns[ordinal]);
            expressions.Add(new BoundColumn(ordinal, all.Row.Columns[ordinal]));
        }
    }

    private static readonly ColumnSymbol PackColumn = new("pack_", KqlType.Dynamic);

    // The bag stands behind the columns of the union.
    private void AddPack(List<ColumnSymbol> columns, List<BoundExpression> expressions)
    {
        columns.Add(PackColumn);
        expressions.Add(new BoundColumn(Row.Columns.Length, PackColumn));
    }

    private static BoundProject WithPack(BoundTabular table, HashSet<string> apart, TextSpan span)
    {
        var columns = table.Row.Columns;
        var expressions = ImmutableArray.CreateBuilder<BoundExpression>(columns.Length + 1);
        var pairs = ImmutableArray.CreateBuilder<BoundExpression>();
        for (var i = 0; i < columns.Length; i++)
        {
            expressions.Add(BoundColumn.Of(i, columns[i]));
            if (apart.Contains(columns[i].Name))
                continue;
            pairs.Add(new BoundLiteral(KqlType.String, columns[i].Name) { Span = span });
            pairs.Add(BoundColumn.Of(i, columns[i]));
        }

        expressions.Add(new BoundCall(Catalogue.FindFunction("bag_pack")!, pairs.ToImmutable(), KqlType.Dynamic) { Span = span });
        return new BoundProject(table, new RowType(columns.Add(PackColumn), table.Row.IsOpen), expressions.ToImmutable()) { Span = span };
    }

    // Unlike union, find has one column a name: of the type that all have in common, or dynamic.
    private static List<BoundTabular> WithCommonTypes(List<BoundTabular> tables, TextSpan span)
    {
        var types = new Dictionary<string, KqlType>(StringComparer.Ordinal);
        foreach (var conflict in UnionShape.Conflicts(tables))
        {
            var type = conflict.Types[0];
            foreach (var other in conflict.Types)
                type = TypeRelations.Common(type, other, Conversion.Promotable) ?? KqlType.Dynamic;
            types.Add(conflict.Name, type);
        }

        return types.Count == 0 ? tables : [.. tables.Select(table => Converted(table, types, span))];
    }

    private void AddFindColumn(ExpressionSyntax item, List<ColumnSymbol> columns, List<BoundExpression> expressions)
    {
        switch (item)
        {
            case PackAllSyntax:
                AddPack(columns, expressions);
                break;
            case ColumnDeclarationSyntax typed:
                var type = TypeFromSyntax(typed.Type);
                if (BindColumn(typed.Name) is { } column)
                {
                    columns.Add(new ColumnSymbol(column.Column.Name, type));
                    expressions.Add(column.Type.Kind == type.Kind ? column : Convert(column, type));
                }

                break;
            case NameSyntax name when BindColumn(name) is { } plain:
                columns.Add(plain.Column);
                expressions.Add(plain);
                break;
        }
    }

    private static BoundExpression Convert(BoundExpression value, KqlType type)
    {
        var function = type.Kind switch
        {
            TypeKind.Bool => "tobool",
            TypeKind.Int => "toint",
            TypeKind.Long => "tolong",
            TypeKind.Real => "toreal",
            TypeKind.Decimal => "todecimal",
            TypeKind.DateTime => "todatetime",
            TypeKind.TimeSpan => "totimespan",
            TypeKind.Guid => "toguid",
            TypeKind.Dynamic => "todynamic",
            _ => "tostring",
        };
        return new BoundCall(Catalogue.FindFunction(function)!, [value], type) { Span = value.Span };
    }

    /// <summary>The columns that the condition of find names, and whether it looks into all of them.</summary>
    private sealed class ReferencedNames(RowType row)
    {
        /// <summary>Names in order of appearance.</summary>
        public List<string> Names { get; } = [];

        /// <summary>True when the condition has a star or a text on its own.</summary>
        public bool SearchesAll { get; private set; }

        public void Visit(ExpressionSyntax syntax, bool isTerm = false)
        {
            switch (syntax)
            {
                case StarSyntax:
                    SearchesAll = true;
                    break;
                case LiteralSyntax { Kind: SyntaxKind.StringLiteral }:
                    SearchesAll |= isTerm;
                    break;
                case NameSyntax name:
                    if (row.IndexOf(name.Text) >= 0 && !Names.Contains(name.Text))
                        Names.Add(name.Text);
                    break;
                case BinarySyntax binary:
                    var joins = isTerm && binary.Operator.Kind is SyntaxKind.AndKeyword or SyntaxKind.OrKeyword;
                    Visit(binary.Left, joins);
                    Visit(binary.Right, joins);
                    break;
                case ParenthesizedSyntax parenthesized:
                    Visit(parenthesized.Expression, isTerm);
                    break;
                case UnarySyntax unary:
                    Visit(unary.Operand);
                    break;
                case NamedExpressionSyntax named:
                    Visit(named.Expression);
                    break;
                case InSyntax @in:
                    Visit(@in.Left);
                    foreach (var item in @in.Items)
                        Visit(item);
                    break;
                case BetweenSyntax between:
                    Visit(between.Left);
                    Visit(between.Low);
                    Visit(between.High);
                    break;
                case CallSyntax call:
                    foreach (var argument in call.Arguments)
                        Visit(argument);
                    break;
                case PathSyntax path:
                    Visit(path.Left);
                    break;
                case ElementSyntax element:
                    Visit(element.Left);
                    Visit(element.Index);
                    break;
            }
        }
    }
}
