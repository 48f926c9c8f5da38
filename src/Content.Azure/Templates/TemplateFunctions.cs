using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Content.Azure.Arm;

namespace Content.Azure.Templates;

/// <summary>
/// The functions of ARM templates whose values follow from their arguments and the workspace (Azure Resource Manager, template functions).
/// All others are refused by name.
/// </summary>
internal sealed class TemplateFunctions
{
    // They ask the deployment, the clock, chance or other resources, or hash in a way that is not published.
    private static readonly FrozenSet<string> OfDeployments = new[]
    {
        "deployment", "environment", "guid", "newGuid", "uniqueString", "utcNow", "dateTimeAdd", "reference", "references", "list", "listKeys", "listSecrets", "tenant", "managementGroup", "pickZones", "providers",
        "deployer", "copyIndex",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly WorkspaceTarget _target;
    private readonly FrozenDictionary<string, Func<Arguments, JsonNode?>> _functions;

    /// <summary>Creates the functions.</summary>
    /// <param name="target">The workspace, for its subscription, group and region.</param>
    public TemplateFunctions(WorkspaceTarget target)
    {
        _target = target;
        _functions = new Dictionary<string, Func<Arguments, JsonNode?>>
        {
            ["concat"] = Concat,
            ["format"] = Format,
            ["string"] = x => Shown(x.Of(1)[0]),
            ["toLower"] = x => x.Of(1).Text(0).ToLowerInvariant(),
            ["toUpper"] = x => x.Of(1).Text(0).ToUpperInvariant(),
            ["trim"] = x => x.Of(1).Text(0).Trim(),
            ["replace"] = x => x.Of(3).Text(1).Length == 0 ? x.Text(0) : x.Text(0).Replace(x.Text(1), x.Text(2), StringComparison.Ordinal),
            ["split"] = x => new JsonArray([.. Split(x.Of(2)).Select(part => (JsonNode)part)]),
            ["join"] = x => string.Join(x.Of(2).Text(1), x.List(0).Select(Shown)),
            ["substring"] = Substring,
            ["startsWith"] = x => x.Of(2).Text(0).StartsWith(x.Text(1), StringComparison.OrdinalIgnoreCase),
            ["endsWith"] = x => x.Of(2).Text(0).EndsWith(x.Text(1), StringComparison.OrdinalIgnoreCase),
            ["indexOf"] = x => (long)x.Of(2).Text(0).IndexOf(x.Text(1), StringComparison.OrdinalIgnoreCase),
            ["lastIndexOf"] = x => (long)x.Of(2).Text(0).LastIndexOf(x.Text(1), StringComparison.OrdinalIgnoreCase),
            ["contains"] = Contains,
            ["length"] = x => x.Of(1)[0] switch { JsonArray list => (long)list.Count, JsonObject map => map.Count, _ => x.Text(0).Length },
            ["empty"] = x => x.Of(1)[0] switch { null => true, JsonArray list => list.Count == 0, JsonObject map => map.Count == 0, _ => x.Text(0).Length == 0 },
            ["first"] = x => x.Of(1)[0] is JsonArray list ? list.FirstOrDefault()?.DeepClone() : x.Text(0) is { Length: > 0 } text ? text[..1] : "",
            ["last"] = x => x.Of(1)[0] is JsonArray list ? list.LastOrDefault()?.DeepClone() : x.Text(0) is { Length: > 0 } text ? text[^1..] : "",
            ["take"] = x => x.Of(2)[0] is JsonArray list ? Copy(list.Take(x.Count(1))) : x.Text(0)[..Math.Min(x.Count(1), x.Text(0).Length)],
            ["skip"] = x => x.Of(2)[0] is JsonArray list ? Copy(list.Skip(x.Count(1))) : x.Text(0)[Math.Min(x.Count(1), x.Text(0).Length)..],
            ["createArray"] = x => Copy(x.All),
            ["createObject"] = CreateObject,
            ["array"] = x => x.Of(1)[0] is JsonArray list ? list.DeepClone() : Copy(x.All),
            ["coalesce"] = x => x.All.FirstOrDefault(value => value is not null)?.DeepClone(),
            ["equals"] = x => JsonNode.DeepEquals(x.Of(2)[0], x[1]),
            ["not"] = x => !Flag("not", x.Of(1)[0]),
            ["true"] = Constant(() => true),
            ["false"] = Constant(() => false),
            ["null"] = Constant(() => null),
            ["bool"] = x => x.Of(1)[0] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : string.Equals(x.Text(0), "true", StringComparison.OrdinalIgnoreCase),
            ["int"] = x => x.Of(1).Number(0),
            ["json"] = x => Parsed(x.Of(1).Text(0)),
            ["base64"] = x => Convert.ToBase64String(Encoding.UTF8.GetBytes(x.Of(1).Text(0))),
            ["base64ToString"] = x => FromBase64(x.Of(1).Text(0)),
            ["uriComponent"] = x => Uri.EscapeDataString(x.Of(1).Text(0)),
            ["uriComponentToString"] = x => Uri.UnescapeDataString(x.Of(1).Text(0)),
            ["resourceId"] = x => ResourceId(x, _target.Subscription, _target.ResourceGroup),
            ["subscriptionResourceId"] = x => ResourceId(x, _target.Subscription, null),
            ["tenantResourceId"] = x => ResourceId(x, null, null),
            ["extensionResourceId"] = x => x.Text(0) + Provider(x.Text(1), [.. x.All.Skip(2).Select(name => Texts(name, "extensionResourceId"))]),
            ["resourceGroup"] = Constant(ResourceGroup),
            ["subscription"] = Constant(() => new JsonObject { ["id"] = "/subscriptions/" + _target.Subscription, ["subscriptionId"] = _target.Subscription }),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Calls a function.</summary>
    /// <exception cref="TemplateException">It is not known, needs a deployment, or does not take these arguments.</exception>
    public JsonNode? Call(string name, JsonNode?[] arguments) => _functions.TryGetValue(name, out var function)
        ? function(new Arguments(name, arguments))
        : throw new TemplateException(OfDeployments.Contains(name) ? $"'{name}' has a value in a deployment only" : $"the function '{name}' is not supported");

    /// <summary>A condition.</summary>
    public static bool Flag(string function, JsonNode? value) =>
        value is JsonValue flag && flag.TryGetValue<bool>(out var result) ? result : throw new TemplateException($"'{function}' takes conditions");

    private static Func<Arguments, JsonNode?> Constant(Func<JsonNode?> value) => x =>
    {
        x.Of(0);
        return value();
    };

    private static JsonNode? Concat(Arguments x)
    {
        if (x.All.Count > 0 && x.All.All(value => value is JsonArray))
            return Copy(x.All.SelectMany(value => (JsonArray)value!));
        return string.Concat(x.All.Select(value => value is JsonArray or JsonObject or null ? throw x.Wrong() : Shown(value)));
    }

    // {0}, and {0:D2} for numbers; a brace stands twice.
    private static JsonNode Format(Arguments x)
    {
        const int MaxSpecifier = 3;
        var format = x.Text(0);
        var result = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] is not ('{' or '}'))
            {
                result.Append(format[i]);
                continue;
            }

            if (i + 1 < format.Length && format[i + 1] == format[i])
            {
                result.Append(format[i++]);
                continue;
            }

            var end = format.IndexOf('}', i);
            var parts = end > i ? format[(i + 1)..end].Split(':', 2) : [];
            if (parts.Length == 0 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index + 1 >= x.All.Count)
                throw new TemplateException("the format of 'format' is not valid");
            var value = x[index + 1];
            if (parts.Length == 1)
                result.Append(Shown(value));
            else if (parts[1].Length <= MaxSpecifier && value is JsonValue number && number.TryGetValue<long>(out var whole))
                result.Append(whole.ToString(parts[1], CultureInfo.InvariantCulture));
            else
                throw new TemplateException($"'{{{format[(i + 1)..end]}}}' in the format of 'format' is not supported");
            i = end;
        }

        return result.ToString();
    }

    private static IEnumerable<string> Split(Arguments x)
    {
        string[] separators = x[1] is JsonArray list ? [.. list.Select(value => Texts(value, "split"))] : [x.Text(1)];
        return x.Text(0).Split(separators, StringSplitOptions.None);
    }

    private static JsonNode Substring(Arguments x)
    {
        var (text, start) = (x.Text(0), x.Count(1));
        var length = x.All.Count > 2 ? x.Count(2) : text.Length - start;
        return start <= text.Length && length >= 0 && length <= text.Length - start ? text.Substring(start, length) : throw new TemplateException("'substring' reaches beyond the end of its text");
    }

    private static JsonNode Contains(Arguments x) => x.Of(2)[0] switch
    {
        JsonArray list => list.Any(value => JsonNode.DeepEquals(value, x[1])),
        JsonObject map => map.Any(pair => string.Equals(pair.Key, x.Text(1), StringComparison.OrdinalIgnoreCase)),
        _ => x.Text(0).Contains(x.Text(1), StringComparison.Ordinal),
    };

    private static JsonNode CreateObject(Arguments x)
    {
        if (x.All.Count % 2 != 0)
            throw x.Wrong();
        var result = new JsonObject();
        for (var i = 0; i < x.All.Count; i += 2)
            result[x.Text(i)] = x[i + 1]?.DeepClone();
        return result;
    }

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw new TemplateException("the text of 'json' is none");
        }
    }

    private static JsonNode FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : throw new TemplateException("the text of 'base64ToString' is none of Base64");
    }

    private JsonObject ResourceGroup()
    {
        var result = new JsonObject { ["id"] = $"/subscriptions/{_target.Subscription}/resourceGroups/{_target.ResourceGroup}", ["name"] = _target.ResourceGroup };
        if (_target.Location is { } location)
            result["location"] = location;
        return result;
    }

    // The type is the first argument with a slash; a subscription and a group may stand before it.
    private static JsonNode ResourceId(Arguments x, string? subscription, string? group)
    {
        var texts = x.All.Select(value => Texts(value, x.Name)).ToList();
        var type = texts.FindIndex(text => text.Contains('/', StringComparison.Ordinal));
        if (type < 0 || type > (group is not null ? 2 : subscription is not null ? 1 : 0))
            throw x.Wrong();
        if (type > 0 && group is not null)
            group = texts[type - 1];
        if ((type == 2 && group is not null) || (type == 1 && group is null))
            subscription = texts[0];
        return (subscription is null ? "" : "/subscriptions/" + subscription) + (group is null ? "" : "/resourceGroups/" + group) + Provider(texts[type], [.. texts.Skip(type + 1)]);
    }

    private static string Provider(string type, string[] names)
    {
        var parts = type.Split('/');
        if (parts.Length - 1 != names.Length || names.Length == 0)
            throw new TemplateException($"the resource type '{type}' takes {parts.Length - 1} names");
        return $"/providers/{parts[0]}" + string.Concat(names.Select((name, i) => $"/{parts[i + 1]}/{name}"));
    }

    private static JsonArray Copy(IEnumerable<JsonNode?> values) => new([.. values.Select(value => value?.DeepClone())]);

    private static string Texts(JsonNode? value, string function) => JsonText.Text(value) ?? throw new TemplateException($"'{function}' takes texts");

    private static string Shown(JsonNode? value)
    {
        if (JsonText.Text(value) is { } text)
            return text;
        return value is JsonValue flag && flag.TryGetValue<bool>(out var isTrue) ? isTrue ? "True" : "False" : value?.ToJsonString(JsonText.Compact) ?? "";
    }

    private readonly record struct Arguments(string Name, IReadOnlyList<JsonNode?> All)
    {
        public JsonNode? this[int index] => index < All.Count ? All[index] : throw Wrong();

        public Arguments Of(int count) => All.Count == count ? this : throw Wrong();

        public string Text(int index) => JsonText.Text(this[index]) ?? throw Wrong();

        public JsonArray List(int index) => this[index] as JsonArray ?? throw Wrong();

        public long Number(int index)
        {
            if (this[index] is JsonValue value && value.TryGetValue<long>(out var number))
                return number;
            return long.TryParse(JsonText.Text(this[index]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) ? number : throw Wrong();
        }

        // What is below zero counts as zero.
        public int Count(int index) => (int)Math.Clamp(Number(index), 0, int.MaxValue);

        public TemplateException Wrong() => new($"'{Name}' does not take these arguments");
    }
}
