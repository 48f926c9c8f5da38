namespace Content.Workbooks.Preview.Markup;

/// <summary>Addresses that a workbook may link to.</summary>
internal static class SafeAddress
{
    /// <summary>The address when a browser may be led there by a click: http, https and mailto; null for anything else, such as a script.</summary>
    public static string? Of(string? address) =>
        address is not null && Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeMailto) ? uri.AbsoluteUri : null;
}
