namespace Content.Testing.Scrubbing;

/// <summary>Kinds of data that point at a person, a machine or a tenant.</summary>
public enum ScrubKind : byte
{
    /// <summary>Account names, and what stands before the at sign.</summary>
    User,
    /// <summary>E-mail addresses and user principal names.</summary>
    Email,
    /// <summary>Domains of those.</summary>
    Domain,
    /// <summary>Names of computers and devices.</summary>
    Host,
    /// <summary>IPv4 and IPv6 addresses.</summary>
    Ip,
    /// <summary>Hardware addresses.</summary>
    Mac,
    /// <summary>GUIDs: tenants, objects, devices, correlations.</summary>
    Guid,
    /// <summary>Security identifiers of a domain.</summary>
    Sid,
    /// <summary>Telephone numbers.</summary>
    Phone,
    /// <summary>Tokens, passwords and keys.</summary>
    Token,
    /// <summary>Identifiers of devices that are no GUIDs.</summary>
    Id,
}
