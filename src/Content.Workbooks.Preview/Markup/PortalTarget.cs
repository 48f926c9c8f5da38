using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Markup;

/// <summary>What a link opens in the portal, in words: it cannot be followed offline, but a person should know where it leads.</summary>
internal static class PortalTarget
{
    /// <summary>What is opened, with its name where the workbook tells it.</summary>
    /// <param name="target">The <c>linkTarget</c>.</param>
    /// <param name="settings">The link or the options of the formatter.</param>
    /// <param name="value">The value that the link is about; empty without one.</param>
    /// <param name="text">Puts the values of parameters into texts.</param>
    public static string Describe(string target, JsonElementNode? settings, string value, Func<string, string> text)
    {
        var name = target.ToLowerInvariant() switch
        {
            "openblade" => Join("blade", settings?["bladeOpenContext"].TextIn("bladeName"), settings?["bladeOpenContext"].TextIn("extensionName") is { } extension ? " of " + extension : ""),
            "workbooktemplate" or "workbook" => Join("workbook template", settings?["workbookContext"].TextIn("templateId") ?? settings?["workbookContext"].TextIn("templateIdSource"), ""),
            "armaction" => Join("ARM action", settings?["armActionContext"].TextIn("path") is { } path ? $"{settings["armActionContext"].TextIn("httpMethod") ?? "POST"} {path}" : null, ""),
            "armtemplate" => Join("ARM deployment", settings?["templateRunContext"].TextIn("templateUri"), ""),
            "resource" => Join("resource", value, settings.TextIn("subTarget") is { Length: > 0 } menu ? $", {menu}" : ""),
            _ => Join(target, value, ""),
        };
        return $"Opens in the portal: {text(name)}. Not supported offline.";
    }

    private static string Join(string kind, string? name, string rest) => string.IsNullOrEmpty(name) ? kind + rest : $"{kind} {name}{rest}";
}
