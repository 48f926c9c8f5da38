using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Content.Kql.Binding;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Operators;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

internal sealed partial class Compiler
{
    private readonly Dictionary<BoundExpression, Expr> _tuples = [];
    private ScanState? _scan;

    /// <summary>The value of an expression that does not depend on rows, as a constant of one row.</summary>
    public Vector Constant(BoundExpression expression)
    {
        var value = Expression(expression);
        return value.Constant ?? value.Evaluate(new Batch([], 1)).AsConstant(0, 1);
    }

    private Expr[] Expressions(ImmutableArray<BoundExpression> expressions)
    {
        var result = new Expr[expressions.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = Expression(expressions[i]);
        return result;
    }

    // typeof(…), star and table arguments are read from the bound call; a null stands in their place.
    private Expr[] Arguments(ImmutableArray<BoundExpression> expressions)
    {
        var result = new Expr[expressions.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = expressions[i] is BoundTypeLiteral or BoundStar or BoundTabularArgument
                ? new ConstantExpr(Vector.Null(TypeKind.Dynamic, 1)) : Expression(expressions[i]);
        }

        return result;
    }

    private static Vector?[] Constants(Expr[] arguments) => Array.ConvertAll(arguments, argument => argument.Constant);

    public Expr Expression(BoundExpression expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (expression)
        {
            case BoundLiteral literal:
                return new ConstantExpr(literal.Type.Kind is TypeKind.Type or TypeKind.Unknown && literal.Value is null or KqlType
                    ? Vector.Null(TypeKind.Dynamic, 1) : Vector.Constant(literal.Type.Kind, literal.Value, 1));
            case BoundColumn column: return new ColumnExpr(_graphScope?.Frame is { } frame ? frame.Property(column.Ordinal) : _columns is null ? column.Ordinal : _columns[column.Ordinal], column.Type.Kind);
            case BoundVariable variable:
                return _scalars.TryGetValue(variable.Variable, out var value)
                    ? value.Value : throw new EngineDefectException($"Variable '{variable.Variable.Name}' has no value.");
            case BoundCall { Function.Name: "ingestion_time" }: return new IngestionExpr();
            case BoundElementProperty property when _graphScope is not null: return ElementProperty(property, _graphScope);
            case BoundCall { Function.OnlyInGraph: true } call when _graphScope is not null: return GraphCall(call, _graphScope);
            case BoundCall call: return Call(call);
            case BoundUnary unary: return Make($"unary {unary.Operator}", Arithmetic.Unary(unary.Operator, unary.Type.Kind), [Expression(unary.Operand)], unary.Type.Kind);
            case BoundBinary binary: return Binary(binary);
            case BoundBetween between: return Between(between);
            case BoundIn list: return In(list);
            case BoundMember member:
                return Make("." + member.Name, DynamicAccess.Member(member.Name, member.Type.Kind), [Expression(member.Operand)], member.Type.Kind);
            case BoundIndex index:
                return Make("[]", DynamicAccess.Index(index.Index.Type.Kind, index.Type.Kind), [Expression(index.Operand), Expression(index.Index)], index.Type.Kind);
            case BoundToScalar scalar: return ToScalar(scalar);
            case BoundScalarBlock block:
                Declare(block.Lets);
                return Expression(block.Result);
            case BoundStepColumn step when _scan is not null: return _scan.Column(step);
            // One sorted array is the array itself; several come as an array of arrays.
            case BoundTupleItem { Tuple: BoundCall { Function.Name: "array_sort_asc" or "array_sort_desc" } sorted }
                when sorted.Arguments.Length == 1 || sorted.Arguments[1].Type.Kind == TypeKind.Bool:
                return Expression(sorted);
            case BoundTupleItem item:
                return Make("tuple", DynamicAccess.Index(TypeKind.Long, item.Type.Kind), [Tuple(item.Tuple), new ConstantExpr(Vector.Constant(TypeKind.Long, (long)item.Index, 1))], item.Type.Kind);
            case BoundErrorExpression: throw new UnsupportedException("a column that only the data gives");
            default: throw new UnsupportedException(expression.GetType().Name);
        }
    }

    // Several items of one call: the call is made once a batch.
    private Expr Tuple(BoundExpression tuple)
    {
        if (_tuples.TryGetValue(tuple, out var known))
            return known;
        var value = Expression(tuple);
        return _tuples[tuple] = value is ConstantExpr ? value : new SharedExpr(value);
    }

    private Expr Call(BoundCall call)
    {
        // Several values come as a dynamic array of them.
        var kind = call.Type.Kind == TypeKind.Tuple ? TypeKind.Dynamic : call.Type.Kind;
        var name = call.Function.Name;
        var factory = _kernels.FindScalar(name) ?? throw new UnsupportedException(name);
        var arguments = Arguments(call.Arguments);
        var kernel = Metered(factory(new KernelBinding(name, call.Arguments, Constants(arguments), call.Type, _context)));
        return Make(name, kernel, arguments, kind, call.Function.ConstantFoldable && !WindowFunctions.Contains(name));
    }

    // Texts and dynamic values can grow with every call: strrep, strcat, replace, pack_array.
    private ScalarKernel Metered(ScalarKernel kernel) => (arguments, length) =>
    {
        var result = kernel(arguments, length);
        if (result is StringVector { Arena.Length: var text })
            _context.CheckSize(text);
        else if (result is DynamicVector { Tape.Length: var tape })
            _context.CheckSize(tape);
        return result;
    };

    private static Expr Make(string name, ScalarKernel kernel, Expr[] arguments, TypeKind kind, bool foldable = true)
    {
        if (foldable)
        {
            var values = new Vector[arguments.Length];
            var constant = true;
            for (var i = 0; i < values.Length && constant; i++)
            {
                if (arguments[i].Constant is { } value)
                    values[i] = value;
                else
                    constant = false;
            }

            if (constant)
                return new ConstantExpr(CallExpr.Invoke(name, kernel, values, 1, kind));
        }

        return new CallExpr(name, kernel, arguments, kind);
    }

    private Expr Binary(BoundBinary binary)
    {
        if (binary.Operator is OperatorKind.And or OperatorKind.Or)
            return Logic(binary);
        // Chains such as a + b + c + … lean left: compile them from the bottom in a loop.
        var chain = new Stack<BoundBinary>();
        BoundExpression at = binary;
        while (at is BoundBinary { Operator: not (OperatorKind.And or OperatorKind.Or) } inner)
        {
            chain.Push(inner);
            at = inner.Left;
        }

        var left = Expression(at);
        while (chain.Count > 0)
        {
            var node = chain.Pop();
            left = Operator(node.Operator, left, Expression(node.Right), node.Type.Kind);
        }

        return left;
    }

    private static Expr Operator(OperatorKind op, Expr left, Expr right, TypeKind result)
    {
        var kernel = op switch
        {
            >= OperatorKind.Equal and <= OperatorKind.GreaterThanOrEqual => Comparison.Create(op, left.Kind, right.Kind, left.Constant, right.Constant),
            >= OperatorKind.Add and <= OperatorKind.Modulo => Arithmetic.Binary(op, left.Kind, right.Kind, result),
            _ => StringOperators.Create(op, right.Constant),
        };
        return Make(op.ToString(), kernel, [left, right], result);
    }

    private Expr Logic(BoundBinary binary)
    {
        var op = binary.Operator;
        var operands = new List<Expr>();
        var pending = new Stack<BoundExpression>();
        pending.Push(binary);
        while (pending.Count > 0)
        {
            var node = pending.Pop();
            if (node is BoundBinary inner && inner.Operator == op)
            {
                pending.Push(inner.Right);
                pending.Push(inner.Left);
                continue;
            }

            operands.Add(Expression(node));
        }

        var isAnd = op == OperatorKind.And;
        var kept = new List<Expr>();
        foreach (var operand in operands)
        {
            if (operand.Constant is { } constant && constant.AsBool() is var value && !value.IsNull(0))
            {
                if (value[0] == isAnd)
                    continue;
                return new ConstantExpr(Vector.Constant(TypeKind.Bool, !isAnd, 1));
            }

            kept.Add(operand);
        }

        if (kept.Count == 0)
            return new ConstantExpr(Vector.Constant(TypeKind.Bool, isAnd, 1));
        if (kept.Count == 1 && kept[0].Kind == TypeKind.Bool)
            return kept[0];
        var logic = new LogicExpr(isAnd, [.. kept]) { Whole = HasWindow(binary) };
        return kept.TrueForAll(operand => operand.Constant is not null) ? new ConstantExpr(logic.Evaluate(new Batch([], 1))) : logic;
    }

    private Expr Between(BoundBetween between)
    {
        var operand = Expression(between.Operand);
        if (operand is not (ConstantExpr or ColumnExpr or SharedExpr))
            operand = new SharedExpr(operand);
        var low = Expression(between.Low);
        var high = Expression(between.High);
        if (operand.Kind == TypeKind.DateTime && high.Kind == TypeKind.TimeSpan && low.Kind == TypeKind.DateTime)
            high = Operator(OperatorKind.Add, low, high, TypeKind.DateTime);
        var above = Operator(between.Negated ? OperatorKind.LessThan : OperatorKind.GreaterThanOrEqual, operand, low, TypeKind.Bool);
        var below = Operator(between.Negated ? OperatorKind.GreaterThan : OperatorKind.LessThanOrEqual, operand, high, TypeKind.Bool);
        var logic = new LogicExpr(!between.Negated, [above, below]) { Whole = HasWindow(between) };
        return above.Constant is not null && below.Constant is not null ? new ConstantExpr(logic.Evaluate(new Batch([], 1))) : logic;
    }

    private Expr In(BoundIn list)
    {
        var left = Expression(list.Left);
        if (list.Table is { } table)
        {
            if (!_lists.TryGetValue(table, out var values))
                _lists[table] = values = Whole(table).RunToEnd(_context).Column(0);
            return Make("in", ListOperators.Create(list.Operator, left.Kind, [values]), [left], TypeKind.Bool);
        }

        var items = Expressions(list.Items);
        if (Array.TrueForAll(items, item => item.Constant is not null))
            return Make("in", ListOperators.Create(list.Operator, left.Kind, Array.ConvertAll(items, item => item.Constant!)), [left], TypeKind.Bool);
        return Make("in", ListOperators.CreateVarying(list.Operator, left.Kind), [left, .. items], TypeKind.Bool);
    }

    private ConstantExpr ToScalar(BoundToScalar scalar)
    {
        if (_lists.TryGetValue(scalar.Query, out var known))
            return new ConstantExpr(known);
        var value = Vector.Null(scalar.Type.Kind, 1);
        foreach (var batch in Whole(scalar.Query).Run())
        {
            if (batch.Length == 0)
                continue;
            value = Conversions.To(batch.Column(0).AsConstant(0, 1), scalar.Type.Kind);
            break;
        }

        return new ConstantExpr(_lists[scalar.Query] = value);
    }

    // A query of its own inside an expression: it may be split even while the pipeline around it is.
    private Plan Whole(BoundTabular table)
    {
        var (sharing, graph) = (_sharing, _graphScope);
        (_sharing, _graphScope) = (false, null);
        try
        {
            return CompileAll(table);
        }
        finally
        {
            (_sharing, _graphScope) = (sharing, graph);
        }
    }

    /// <summary>Whether an expression calls a window function, which must see all rows at once.</summary>
    private static bool HasWindow(BoundExpression expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (expression)
        {
            case BoundCall call:
                if (WindowFunctions.Contains(call.Function.Name))
                    return true;
                foreach (var argument in call.Arguments)
                {
                    if (HasWindow(argument))
                        return true;
                }

                return false;
            case BoundBinary:
            {
                var at = expression;
                while (at is BoundBinary inner)
                {
                    if (HasWindow(inner.Right))
                        return true;
                    at = inner.Left;
                }

                return HasWindow(at);
            }

            case BoundUnary unary: return HasWindow(unary.Operand);
            case BoundBetween between: return HasWindow(between.Operand) || HasWindow(between.Low) || HasWindow(between.High);
            case BoundIn list:
                foreach (var item in list.Items)
                {
                    if (HasWindow(item))
                        return true;
                }

                return HasWindow(list.Left);
            case BoundMember member: return HasWindow(member.Operand);
            case BoundTupleItem item: return HasWindow(item.Tuple);
            case BoundIndex index: return HasWindow(index.Operand) || HasWindow(index.Index);
            case BoundScalarBlock block:
                foreach (var let in block.Lets)
                {
                    if (let.Scalar is not null && HasWindow(let.Scalar))
                        return true;
                }

                return HasWindow(block.Result);
            default: return false;
        }
    }
}
