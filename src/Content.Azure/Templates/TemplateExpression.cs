using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Content.Azure.Templates;

/// <summary>An expression of an ARM template: what stands between the brackets of a text.</summary>
internal abstract record TemplateExpression;

/// <summary>A text or a whole number.</summary>
internal sealed record TemplateLiteral(JsonNode Value) : TemplateExpression;

/// <summary>A call of a function; names do not differ by case.</summary>
internal sealed record TemplateCall(string Name, ImmutableArray<TemplateExpression> Arguments) : TemplateExpression;

/// <summary>A property of an object, or an element of an array: <c>x.name</c>, <c>x['name']</c>, <c>x[0]</c>.</summary>
internal sealed record TemplateElement(TemplateExpression Target, TemplateExpression Index) : TemplateExpression;

/// <summary>What keeps an expression from having a value; the message names it and can be shown as it is.</summary>
internal sealed class TemplateException(string message) : Exception(message);
