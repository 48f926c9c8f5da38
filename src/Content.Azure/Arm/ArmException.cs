namespace Content.Azure.Arm;

/// <summary>A request that did not succeed; the message is one line that can be shown as it is.</summary>
public sealed class ArmException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="status">HTTP status; 0 when no answer came.</param>
    /// <param name="code">Code of the service or of ours.</param>
    /// <param name="message">What happened; it is cleaned of secrets and line breaks.</param>
    /// <param name="inner">What caused it.</param>
    public ArmException(int status, string code, string message, Exception? inner = null)
        : base(Redaction.Clean(message), inner)
    {
        Status = status;
        Code = code;
    }

    /// <summary>HTTP status; 0 when no answer came.</summary>
    public int Status { get; }

    /// <summary>Code of the service, or one of ours: <c>Unreachable</c>, <c>NotLoggedIn</c>, <c>BadAnswer</c>, <c>OperationFailed</c>.</summary>
    public string Code { get; }

    /// <summary>
    /// True when somebody else wrote the resource first. The service says so with 412, or with 409 and an etag in the message;
    /// a 409 without one (a busy resource, a name in use) is something else.
    /// </summary>
    public bool IsEtagMismatch => Status == 412 || (Status == 409 && Message.Contains("etag", StringComparison.OrdinalIgnoreCase));

    /// <summary>True when the query of a rule names a table, column or function that the workspace does not know (yet).</summary>
    public bool IsUnresolvedQuery => Status == 400 && (Message.Contains("Failed to run the analytics rule query", StringComparison.OrdinalIgnoreCase)
        || Message.Contains("Failed to resolve", StringComparison.OrdinalIgnoreCase) || Message.Contains("FailedToResolve", StringComparison.OrdinalIgnoreCase)
        || Code.Contains("FailedToResolve", StringComparison.OrdinalIgnoreCase));

    /// <summary>True when the whole environment is at fault (nothing reachable, no login, no role, no workspace) rather than one resource.</summary>
    public bool IsEnvironment => Status is 0 or 401 or 403 || Code is "ResourceGroupNotFound" or "SubscriptionNotFound" or "ParentResourceNotFound";
}
