using System.Text;
using Content.Kql.Binding;

namespace Content.Testing.Generation;

internal sealed partial class RowSolver
{
    private bool RequireCall(BoundCall call, RowScope scope, Relation relation, object? value, BoundNode node)
    {
        Term Argument(int i) => new ExpressionTerm(call.Arguments[i], scope);
        var arguments = call.Arguments.Length;
        switch (call.Function.Name)
        {
            case "iff" or "iif" or "case":
                return Branch(call, scope, relation, value, node);
            case "strcat" or "strcat_delim":
                return Joined(call, scope, relation, value, node);
            case "strlen" or "string_size" when value is not null && SlotValues.Numeric(value) is { } number && SlotOf(Argument(0)) is { } text:
                var (least, most) = Range(relation, number);
                text.Touch();
                text.Length = (Math.Max(text.Length.Least, least), Math.Min(text.Length.Most, Math.Max(0, most)));
                return text.Length.Least <= text.Length.Most && text.Length.Least < 100_000;
            case "array_length" or "arraylength" when value is not null && SlotValues.Numeric(value) is { } size:
                return Sized(Argument(0), relation, value, size, node);
            case "extract":
                return Extracted(call, scope, relation == Relation.NotEqual && value is null or "" ? null : SlotValues.Text(value), node);
            case "indexof" when arguments > 1 && TryEvaluate(Argument(1), out var sought) && value is not null && SlotValues.Numeric(value) is { } position:
                var found = relation switch { Relation.Equal => position >= 0, Relation.NotEqual => position < 0, Relation.Greater => position >= -1, Relation.GreaterOrEqual => position >= 0, _ => false };
                return Require(Argument(0), found ? Relation.Contains : Relation.NotContains, sought, node);
            case "base64_decode_tostring" or "base64_decodestring":
                var plain = relation is Relation.Equal or Relation.Has or Relation.Contains or Relation.StartsWith ? SlotValues.Text(value) : "plain text";
                return Require(Argument(0), Relation.Equal, Convert.ToBase64String(Encoding.UTF8.GetBytes(plain)), node);
            case "datetime_diff" when arguments == 3 && TryEvaluate(Argument(0), out var part) && LengthOf(part) is { } single && TryEvaluate(Argument(1), out var end) && end is DateTime until && value is not null && SlotValues.Numeric(value) is { } times && relation.Mirror() is { } back:
                return Require(Argument(2), Inclusive(back), Before(until, Whole(relation, times), single), node);
            case "datetime_diff" when arguments == 3 && TryEvaluate(Argument(0), out var unit) && LengthOf(unit) is { } length && value is not null && SlotValues.Numeric(value) is { } units:
                _later.Add(() => Check(TryFix(Argument(2), out var from) && from is DateTime start ? Require(Argument(1), Inclusive(relation), Before(start, -Whole(relation, units), length), node) : Skip(node)));
                return true;
            case "bin" or "floor" or "startofday" or "startofhour" or "startofweek" or "startofmonth" or "endofday" or "abs" or "round" or "ceiling" or "tostring" or "tolower" or "toupper" or "toint" or "tolong" or "todouble" or "toreal"
                or "todatetime" or "totimespan" or "coalesce" or "todynamic" or "parse_json" or "set_union" or "array_sort_asc" or "array_sort_desc" or "set_intersect" or "strcat_array" or "array_concat" or "min_of" or "max_of":
                return Require(Argument(0), relation, value, node);
            case "trim" or "trim_start" or "trim_end" when arguments > 1:
                return Require(Argument(1), relation, value, node);
            case "bag_keys" or "pack_array" when arguments > 0:
                return Require(Argument(0), relation, value, node);
            default:
                return call.Type.Kind == Kql.Symbols.TypeKind.Bool && value is bool flag ? Call(call, scope, flag == (relation == Relation.Equal)) : Skip(node);
        }
    }

    // Units are counted by the boundaries that are crossed: more than 24 hours are at least 25.
    private static double Whole(Relation relation, double units) => relation switch { Relation.Greater => units + 1, Relation.Less => units - 1, _ => units };

    private static Relation Inclusive(Relation relation) => relation switch { Relation.Greater => Relation.GreaterOrEqual, Relation.Less => Relation.LessOrEqual, _ => relation };

    private static DateTime Before(DateTime time, double units, TimeSpan unit) =>
        SlotValues.Shift(time, TimeSpan.FromTicks((long)Math.Clamp(-units * unit.Ticks, -DateTime.MaxValue.Ticks, DateTime.MaxValue.Ticks)));

    private static TimeSpan? LengthOf(object? unit) => (unit as string)?.ToLowerInvariant() switch
    {
        "day" => TimeSpan.FromDays(1),
        "hour" => TimeSpan.FromHours(1),
        "minute" => TimeSpan.FromMinutes(1),
        "second" => TimeSpan.FromSeconds(1),
        "millisecond" => TimeSpan.FromMilliseconds(1),
        "week" => TimeSpan.FromDays(7),
        _ => null,
    };

    // A branch whose value can be what is asked, with its condition and not those before it.
    private bool Branch(BoundCall call, RowScope scope, Relation relation, object? value, BoundNode node)
    {
        var arguments = call.Arguments;
        var fitting = new List<int>();
        for (var at = 1; at <= arguments.Length; at += 2)
        {
            var result = Math.Min(at, arguments.Length - 1);
            if (at == arguments.Length)
                result = arguments.Length - 1;
            if (!TryEvaluate(new ExpressionTerm(arguments[result], scope), out var known) || SlotValues.Holds(known, relation, value))
                fitting.Add(result);
        }

        if (arguments.Length % 2 == 1 && !fitting.Contains(arguments.Length - 1) && (!TryEvaluate(new ExpressionTerm(arguments[^1], scope), out var otherwise) || SlotValues.Holds(otherwise, relation, value)))
            fitting.Add(arguments.Length - 1);
        if (fitting.Count == 0)
            return false;
        var taken = fitting[_choices.Among(fitting.Count)];
        var isLast = taken == arguments.Length - 1;
        for (var condition = 0; condition + 1 < (isLast ? arguments.Length : taken - 1); condition += 2)
        {
            if (!Satisfy(arguments[condition], scope, false))
                return false;
        }

        return (isLast || Satisfy(arguments[taken - 1], scope, true)) && Require(new ExpressionTerm(arguments[taken], scope), relation, value, node);
    }

    // The fixed pieces say where the open ones begin and end.
    private bool Joined(BoundCall call, RowScope scope, Relation relation, object? value, BoundNode node)
    {
        var terms = call.Arguments.Select(argument => (Term)new ExpressionTerm(argument, scope)).ToList();
        if (call.Function.Name == "strcat_delim")
            terms = [.. terms.Skip(1).SelectMany((term, i) => i == 0 ? [term] : new[] { terms[0], term })];
        var pieces = terms.ConvertAll(term => TryEvaluate(term, out var known) ? SlotValues.Text(known) : null);
        var open = pieces.FindIndex(piece => piece is null);
        if (open < 0)
            return SlotValues.Holds(string.Concat(pieces), relation, value);
        if (relation != Relation.Equal)
            return relation is Relation.Has or Relation.Contains && pieces.Exists(piece => piece is not null && SlotValues.Holds(piece, relation, value)) || Require(terms[open], relation, value, node);
        var text = SlotValues.Text(value);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i] is { } fixedPiece)
            {
                if (!text.StartsWith(fixedPiece, StringComparison.OrdinalIgnoreCase))
                    return false;
                text = text[fixedPiece.Length..];
                continue;
            }

            var next = i + 1 < pieces.Count ? pieces[i + 1] : null;
            var end = next is { Length: > 0 } ? text.IndexOf(next, StringComparison.OrdinalIgnoreCase) : text.Length;
            if (end < 0 || !Require(terms[i], Relation.Equal, text[..end], node))
                return false;
            text = text[end..];
        }

        return text.Length == 0;
    }

    private bool Sized(Term list, Relation relation, object? value, double size, BoundNode node)
    {
        var (least, most) = Range(relation, size);
        switch (Resolve(list))
        {
            case ListTerm values:
                return RequireDistinct(new DistinctTerm(values.Group, values.Of), relation, value, node);
            case ExpressionTerm { Expression: BoundCall { Function.Name: "split", Arguments: [var text, var by, ..] } } split when TryEvaluate(new ExpressionTerm(by, split.Scope), out var separator) && separator is string { Length: > 0 } characters:
                if (SlotOf(new ExpressionTerm(text, split.Scope)) is not { } whole || least > 1_000)
                    return Skip(node);
                for (var i = 0; i < Math.Max(least, 1); i++)
                {
                    if (whole.Between(characters, i.ToString(System.Globalization.CultureInfo.InvariantCulture)) is null)
                        return Skip(node);
                }

                return true;
            case ExpressionTerm { Expression: BoundCall { Function.Name: "set_union" or "array_concat" or "array_sort_asc" or "set_difference" or "todynamic" or "set_intersect", Arguments: [var first, ..] } } wrapped:
                return Sized(new ExpressionTerm(first, wrapped.Scope), relation, value, size, node);
            case var term when SlotOf(term) is { } slot:
                if (least > 1_000 || most < 0)
                    return false;
                if (most == 0)
                    return slot.Ask(Relation.Equal, Array.Empty<object?>());
                slot.Member("0", SlotForm.Array);
                slot.Items = Math.Max(slot.Items, least);
                return slot.Items <= most;
            default:
                return Skip(node);
        }
    }

    private bool Extracted(BoundCall extract, RowScope scope, string? value, BoundNode node)
    {
        if (extract.Arguments.Length < 3 || !TryEvaluate(new ExpressionTerm(extract.Arguments[0], scope), out var pattern) || pattern is not string written || !TryEvaluate(new ExpressionTerm(extract.Arguments[1], scope), out var group))
            return Skip(node);
        var sample = value is null ? RegexSample.Make(written) : group is not null && SlotValues.Numeric(group) is { } number and > 0 ? RegexSample.Make(written, (int)number, value) : value;
        return SlotOf(new ExpressionTerm(extract.Arguments[2], scope)) is { } slot && !slot.TryGetPinned(out _) ? slot.Ask(Relation.Contains, sample) : Skip(node);
    }
}
