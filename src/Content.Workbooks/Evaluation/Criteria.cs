using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Content.Model.Json;

namespace Content.Workbooks.Evaluation;

/// <summary>Lists of conditions with a result each: the first that holds decides. Parameters and added columns of merges have them.</summary>
internal static class Criteria
{
    private const string Otherwise = "Default";
    private static readonly TimeSpan RegexTime = TimeSpan.FromMilliseconds(200);

    /// <summary>The result; null when no condition holds.</summary>
    /// <param name="list">The <c>criteriaData</c> or <c>newItemData</c>.</param>
    /// <param name="valueOf">The text of a parameter or column; null when there is none.</param>
    /// <param name="substitute">Puts values into a text.</param>
    public static string? Evaluate(JsonElementNode? list, Func<string, string?> valueOf, Func<string, string> substitute)
    {
        JsonElementNode? otherwise = null;
        foreach (var entry in list is { Kind: JsonValueKind.Array } ? list.Items : [])
        {
            if (entry["criteriaContext"] is not { } context)
                continue;
            var @operator = context.TextOf("operator") ?? Otherwise;
            if (@operator == Otherwise)
            {
                otherwise ??= context;
                continue;
            }

            var right = context["rightVal"]?.Text ?? "";
            right = context.TextOf("rightValType") is "param" or "column" ? valueOf(right) ?? "" : substitute(right);
            if (Holds(valueOf(context.TextOf("leftOperand") ?? ""), @operator, right))
                return Result(context, valueOf, substitute);
        }

        return otherwise is null ? null : Result(otherwise, valueOf, substitute);
    }

    /// <summary>Whether a comparison of the format holds. Numbers compare as numbers.</summary>
    /// <param name="left">The value; null when there is none.</param>
    /// <param name="operator">The operator of the format.</param>
    /// <param name="right">What it is compared with.</param>
    public static bool Holds(string? left, string @operator, string right)
    {
        var value = left ?? "";
        switch (@operator.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant())
        {
            case "isempty" or "isnull": return value.Length == 0;
            case "isnotempty" or "isnotnull": return value.Length > 0;
            case "contains": return value.Contains(right, StringComparison.Ordinal);
            case "!contains" or "doesnotcontain" or "notcontains": return !value.Contains(right, StringComparison.Ordinal);
            case "startswith": return value.StartsWith(right, StringComparison.Ordinal);
            case "endswith": return value.EndsWith(right, StringComparison.Ordinal);
            case "regex" or "matchesregex": return Matches(value, right);
        }

        int? order = TryNumber(value, out var a) && TryNumber(right, out var b) ? a.CompareTo(b) : null;
        return @operator switch
        {
            "==" => order is { } equal ? equal == 0 : value == right,
            "!=" => order is { } different ? different != 0 : value != right,
            ">" => order > 0,
            ">=" => order >= 0,
            "<" => order < 0,
            "<=" => order <= 0,
            _ => false,
        };
    }

    private static string? Result(JsonElementNode context, Func<string, string?> valueOf, Func<string, string> substitute)
    {
        var result = context["resultVal"]?.Text ?? "";
        return context.TextOf("resultValType") switch
        {
            "param" or "column" => valueOf(result),
            "expression" => Arithmetic.Text(Arithmetic.Evaluate(substitute(result))),
            _ => substitute(result),
        };
    }

    private static bool TryNumber(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    internal static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, RegexTime);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            // A pattern that is none matches nothing, as in the browser.
            return false;
        }
    }
}
