using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Content.Azure.Arm;

/// <summary>Reads from a token of Entra ID whose it is; the token itself goes nowhere.</summary>
internal static class TokenIdentity
{
    /// <summary>The user's name, the application's or object's id with a word before it; a word alone when the token says neither.</summary>
    public static string Of(string token)
    {
        var claims = Claims(token);
        foreach (var claim in (ReadOnlySpan<string>)["upn", "unique_name", "preferred_username"])
        {
            if (JsonText.Text(claims?[claim]) is { Length: > 0 } name)
                return Redaction.Clean(name);
        }

        if ((JsonText.Text(claims?["appid"]) ?? JsonText.Text(claims?["azp"])) is { Length: > 0 } application)
            return Redaction.Clean("application " + application);
        return JsonText.Text(claims?["oid"]) is { Length: > 0 } id ? Redaction.Clean("object " + id) : "somebody";
    }

    private static JsonObject? Claims(string token)
    {
        try
        {
            return token.Split('.') is [_, var payload, ..] ? JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload))) as JsonObject : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            // A token that is no JSON Web Token says nothing about its owner.
            return null;
        }
    }
}
