namespace Content.LanguageServer;

/// <summary>A request that cannot be fulfilled, with a message for the person who made it.</summary>
internal sealed class RequestException(string message) : Exception(message);
