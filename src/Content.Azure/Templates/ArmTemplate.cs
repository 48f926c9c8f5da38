using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Content.Azure.Arm;

namespace Content.Azure.Templates;

/// <summary>
/// An ARM template whose expressions are worked out without a deployment, as far as they follow from the template and the workspace
/// (Azure Resource Manager, template syntax and expressions). Variables and defaults are looked at only when something uses them.
/// </summary>
internal sealed class ArmTemplate
{
    // A variable that doubles another one, thirty times over, would fill the memory. About bytes.
    private const long MaxSize = 50_000_000;
    private const int NodeSize = 64;
    private const int MaxDepth = 64;
    private const int MaxShown = 80;

    private readonly JsonObject _template;
    private readonly TemplateFunctions _functions;
    private readonly Dictionary<string, JsonNode?> _parameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, JsonNode?> _members = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, JsonNode?> _variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _underWay = new(StringComparer.OrdinalIgnoreCase);
    private int _depth;
    private long _size;

    /// <summary>Creates a template.</summary>
    /// <param name="template">Its JSON.</param>
    /// <param name="target">The workspace: it says what <c>workspace</c> and <c>workspace-location</c> are, and the subscription and group.</param>
    public ArmTemplate(JsonObject template, WorkspaceTarget target)
    {
        _template = template;
        _functions = new TemplateFunctions(target);
        _parameters["workspace"] = target.Workspace;
        if (target.Location is { } location)
            _parameters["workspace-location"] = _parameters["location"] = location;
    }

    /// <summary>The resources, not yet worked out.</summary>
    public IEnumerable<JsonObject> Resources => _template["resources"] switch
    {
        JsonArray list => list.OfType<JsonObject>(),
        // Newer templates name their resources.
        JsonObject map => map.Select(pair => pair.Value).OfType<JsonObject>(),
        _ => [],
    };

    /// <summary>Works out a value of the template with all that is below it.</summary>
    /// <param name="node">The value.</param>
    /// <param name="value">The result, a copy; null when it has no value or when it is null.</param>
    /// <param name="problem">Why it has no value; null when it has one.</param>
    public bool TryResolve(JsonNode? node, out JsonNode? value, [NotNullWhen(false)] out string? problem)
    {
        (value, problem) = (null, null);
        try
        {
            value = Resolve(node);
            return true;
        }
        catch (TemplateException exception)
        {
            problem = exception.Message;
            return false;
        }
        finally
        {
            _underWay.Clear();
            (_depth, _size) = (0, 0);
        }
    }

    private JsonNode? Resolve(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var copy = new JsonObject();
                foreach (var (key, value) in map)
                    copy[JsonText.Text(Text(key)) ?? key] = Resolve(value);
                return copy;
            case JsonArray list:
                return new JsonArray([.. list.Select(Resolve)]);
            default:
                return JsonText.Text(node) is { } text ? Text(text) : node?.DeepClone();
        }
    }

    // An expression is a text in brackets; a first bracket that stands twice is one of the text.
    private JsonNode? Text(string text)
    {
        if (text.Length < 2 || text[0] != '[' || text[^1] != ']')
            return text;
        if (text[1] == '[')
            return text[1..];
        if (_depth >= MaxDepth)
            throw new TemplateException("its variables are nested too deeply");
        var depth = ++_depth;
        try
        {
            return Evaluate(TemplateExpressionParser.Parse(text[1..^1]));
        }
        catch (TemplateException exception) when (depth == 1)
        {
            throw new TemplateException($"its expression {Shown(text)} cannot be worked out: {exception.Message}");
        }
        finally
        {
            _depth = depth - 1;
        }
    }

    private static string Shown(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= MaxShown ? line : line[..MaxShown] + "…]";
    }

    private JsonNode? Evaluate(TemplateExpression expression)
    {
        switch (expression)
        {
            case TemplateLiteral literal:
                return literal.Value.DeepClone();
            case TemplateElement element:
                return Variable(element) ?? Element(Evaluate(element.Target), Evaluate(element.Index));
            default:
                var value = Call((TemplateCall)expression);
                if ((_size += Size(value)) > MaxSize)
                    throw new TemplateException("its values are too large");
                return value;
        }
    }

    private JsonNode? Call(TemplateCall call)
    {
        var arguments = call.Arguments;
        switch (call.Name.ToUpperInvariant())
        {
            case "PARAMETERS" when arguments.Length == 1:
                return Named(_parameters, "parameter", Evaluate(arguments[0]), Default);
            case "VARIABLES" when arguments.Length == 1:
                return Named(_variables, "variable", Evaluate(arguments[0]), name => Find(_template["variables"], name) ?? throw new TemplateException($"there is no variable '{name}'"));
            // Only one of the two is looked at.
            case "IF" when arguments.Length == 3:
                return Evaluate(TemplateFunctions.Flag(call.Name, Evaluate(arguments[0])) ? arguments[1] : arguments[2]);
            case "AND":
                return arguments.All(argument => TemplateFunctions.Flag(call.Name, Evaluate(argument)));
            case "OR":
                return arguments.Any(argument => TemplateFunctions.Flag(call.Name, Evaluate(argument)));
            default:
                return _functions.Call(call.Name, [.. arguments.Select(Evaluate)]);
        }
    }

    // A property of a variable is worked out alone: packagers keep in one object what they know of a piece of content, hashes too.
    private JsonNode? Variable(TemplateElement element)
    {
        if (element.Target is not TemplateCall { Arguments: [TemplateLiteral { Value: var name }] } call || !call.Name.Equals("variables", StringComparison.OrdinalIgnoreCase)
            || JsonText.Text(name) is not { } variable || Find(_template["variables"], variable) is not JsonObject map || JsonText.Text(Evaluate(element.Index)) is not { } property)
            return null;
        return Find(map, property) is { } value ? Named(_members, "property", $"{variable}.{property}", _ => value) : null;
    }

    private JsonNode? Named(Dictionary<string, JsonNode?> known, string kind, JsonNode? argument, Func<string, JsonNode> find)
    {
        var name = JsonText.Text(argument) ?? throw new TemplateException($"the name of a {kind} has to be a text");
        if (known.TryGetValue(name, out var value))
            return value?.DeepClone();
        if (!_underWay.Add($"{kind} {name}"))
            throw new TemplateException($"the {kind} '{name}' is made of itself");
        value = Resolve(find(name));
        _underWay.Remove($"{kind} {name}");
        known[name] = value;
        return value?.DeepClone();
    }

    private JsonNode Default(string name)
    {
        if (Find(_template["parameters"], name) is not JsonObject parameter)
            throw new TemplateException($"there is no parameter '{name}'");
        return parameter["defaultValue"] ?? throw new TemplateException($"the parameter '{name}' has no value");
    }

    private static JsonNode? Element(JsonNode? target, JsonNode? index)
    {
        switch (target)
        {
            case JsonObject map when JsonText.Text(index) is { } name:
                var entry = map.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase));
                return entry.Key is null ? throw new TemplateException($"there is no property '{name}'") : entry.Value?.DeepClone();
            case JsonArray list when index is JsonValue number && number.TryGetValue<long>(out var position):
                return position >= 0 && position < list.Count ? list[(int)position]?.DeepClone() : throw new TemplateException($"there is no element {position}");
            default:
                throw new TemplateException($"{(JsonText.Text(index) is { } key ? $"'{key}'" : "an element")} is taken of something that has none");
        }
    }

    private static long Size(JsonNode? node) => node switch
    {
        JsonObject map => NodeSize + map.Sum(pair => pair.Key.Length + Size(pair.Value)),
        JsonArray list => NodeSize + list.Sum(Size),
        _ => NodeSize + (JsonText.Text(node)?.Length ?? 0),
    };

    private static JsonNode? Find(JsonNode? map, string name) =>
        (map as JsonObject)?.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
