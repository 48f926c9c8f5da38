using System.Net;
using System.Text.RegularExpressions;

namespace Content.Testing.Scrubbing;

/// <summary>What is scrubbed, and what is not.</summary>
public sealed record ScrubOptions
{
    /// <summary>What names are made of: with the same key the same value gets the same name.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Columns or members whose whole value is of a kind, beside those that their names tell; null as a kind leaves the column alone.</summary>
    public IReadOnlyDictionary<string, ScrubKind?> Columns { get; init; } = new Dictionary<string, ScrubKind?>();

    /// <summary>Values that stay: texts without regard to case; of a domain also what is below it.</summary>
    public IReadOnlyCollection<string> Keep { get; init; } = [];
}

/// <summary>
/// Replaces what points at people, machines and tenants in texts. First <see cref="Learn"/> sees all values, so that a name which stands in a
/// column of its own is found in command lines and messages too; then <see cref="Scrub"/> replaces.
/// </summary>
public sealed partial class Scrubber
{
    private static readonly string[] UserWords = ["userprincipalname", "upn", "username", "accountname", "account", "user", "samaccountname", "subjectusername", "targetusername", "actorusername", "srcusername", "dstusername", "userid", "displayname", "sourceusername", "destinationusername", "initiatingprocessaccountname", "initiatingprocessaccountupn"];
    private static readonly string[] HostWords = ["computer", "hostname", "host", "devicename", "srchostname", "dsthostname", "dvchostname", "workstationname", "machinename", "sourcehostname", "destinationhostname", "dvc", "computername", "netbiosname"];
    private static readonly string[] PhoneWords = ["phone", "phonenumber", "mobilephone", "telephonenumber", "mobile"];
    private static readonly string[] TokenWords = ["token", "accesstoken", "refreshtoken", "password", "secret", "apikey", "clientsecret", "sessioncookie", "authorization"];
    private static readonly string[] IdWords = ["deviceid", "serialnumber", "imei", "meid", "imsi", "iccid", "udid", "phoneserialnumber"];

    private static readonly HashSet<string> Nobody = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "-", "n/a", "na", "none", "null", "unknown", "system", "local system", "local service", "network service", "nt authority", "anonymous logon", "localhost", "root", "admin", "administrator", "guest", "not available",
        "true", "false", "window manager", "font driver host", "application", "user", "microsoft", "azure",
    };

    private static readonly HashSet<string> PublicDomains = new(StringComparer.OrdinalIgnoreCase) { "gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "microsoft.com" };

    private readonly ScrubOptions _options;
    private readonly Pseudonyms _names;
    private readonly HashSet<string> _keep;
    private readonly Dictionary<string, ScrubKind> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<ScrubKind, (HashSet<string> Values, long Times)> _counts = [];
    private readonly SortedDictionary<string, (HashSet<string> Values, bool Touched)> _columns = new(StringComparer.Ordinal);
    private Regex? _knownWords;

    /// <summary>Creates a scrubber.</summary>
    public Scrubber(ScrubOptions options)
    {
        _options = options;
        _names = new Pseudonyms(options.Key);
        _keep = new HashSet<string>(options.Keep, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Of each kind the number of values that were replaced, and how often.</summary>
    public IEnumerable<(ScrubKind Kind, int Values, long Times)> Counts => _counts.Select(pair => (pair.Key, pair.Value.Values.Count, pair.Value.Times));

    /// <summary>Columns in which nothing was replaced, with the number of their values.</summary>
    public IEnumerable<(string Column, int Values)> LeftAlone => _columns.Where(pair => !pair.Value.Touched).Select(pair => (pair.Key, pair.Value.Values.Count));

    /// <summary>Sees a value before anything is replaced.</summary>
    /// <param name="column">Its column or member.</param>
    /// <param name="text">The value.</param>
    public void Learn(string column, string text)
    {
        foreach (Match match in EmailPattern().Matches(text))
        {
            Know(match.Groups["user"].Value, ScrubKind.User);
            if (!PublicDomains.Contains(match.Groups["domain"].Value))
                Know(Registered(match.Groups["domain"].Value), ScrubKind.Domain);
        }

        // Texts of many devices are names and values.
        foreach (Match pair in PairPattern().Matches(text))
            LearnName(KindOf(pair.Groups["name"].Value), pair.Groups["value"].Value);
        LearnName(KindOf(column), text);
    }

    private void LearnName(ScrubKind? kind, string text)
    {
        if (kind is not (ScrubKind.User or ScrubKind.Host) || IsPattern(text))
            return;
        var name = kind == ScrubKind.User && text.LastIndexOf('\\') is var slash and >= 0 ? text[(slash + 1)..] : text;
        if (kind == ScrubKind.Host && name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0)
        {
            Know(Registered(name[(dot + 1)..]), ScrubKind.Domain);
            name = name[..dot];
        }

        Know(name, kind.Value);
    }

    /// <summary>A value with names in place of what points at someone.</summary>
    /// <param name="column">Its column or member.</param>
    /// <param name="text">The value.</param>
    public string Scrub(string column, string text)
    {
        var scrubbed = Replace(column, text);
        var (values, touched) = _columns.TryGetValue(column, out var seen) ? seen : (new HashSet<string>(StringComparer.Ordinal), false);
        values.Add(text);
        _columns[column] = (values, touched || scrubbed != text);
        return scrubbed;
    }

    private string Replace(string column, string text)
    {
        if (text.Length == 0 || IsKept(text) || _options.Columns.TryGetValue(column, out var given) && given is null)
            return text;
        if (KindOf(column) is { } kind && kind is not (ScrubKind.User or ScrubKind.Host or ScrubKind.Email or ScrubKind.Domain) && !Nobody.Contains(text) && !IsPattern(text))
            return Name(kind, text);
        if (_options.Columns.TryGetValue(column, out var asked) && asked is { } whole && !EmailPattern().IsMatch(text) && !Nobody.Contains(text))
            return Name(whole, text);
        text = TokenPattern().Replace(text, match => match.Groups["lead"].Value + Name(ScrubKind.Token, match.Groups["token"].Value));
        text = SidPattern().Replace(text, match => Name(ScrubKind.Sid, match.Value));
        text = GuidPattern().Replace(text, match => IsWellKnown(match.Value) ? match.Value : Name(ScrubKind.Guid, match.Value));
        text = EmailPattern().Replace(text, Email);
        text = MacPattern().Replace(text, match => Name(ScrubKind.Mac, match.Value));
        text = AddressPattern().Replace(text, match => IPAddress.TryParse(match.Value, out var address) && !Pseudonyms.IsNowhere(address) ? Name(ScrubKind.Ip, match.Value) : match.Value);
        text = PhonePattern().Replace(text, match => Name(ScrubKind.Phone, match.Value));
        _knownWords ??= _known.Count == 0 ? Nothing() : new Regex(@"(?<![\w@.-])(?:" + string.Join('|', _known.Keys.OrderByDescending(word => word.Length).Select(Regex.Escape)) + @")(?![\w@-])|(?<=\.)(?:" + string.Join('|', _known.Where(pair => pair.Value == ScrubKind.Domain).Select(pair => Regex.Escape(pair.Key)).DefaultIfEmpty("(?!)")) + @")(?![\w-])",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        return _knownWords.Replace(text, match => IsKept(match.Value) ? match.Value : Name(_known[match.Value], match.Value));
    }

    private string Email(Match match)
    {
        if (IsKept(match.Value) || IsKept(match.Groups["domain"].Value))
            return match.Value;
        Count(ScrubKind.Email, match.Value);
        var domain = match.Groups["domain"].Value;
        var registered = Registered(domain);
        var below = domain[..^registered.Length];
        return Name(ScrubKind.User, match.Groups["user"].Value) + "@" + (PublicDomains.Contains(registered) ? domain : below + Name(ScrubKind.Domain, registered));
    }

    private string Name(ScrubKind kind, string value)
    {
        if (IsKept(value) || Nobody.Contains(value))
            return value;
        Count(kind, value);
        return _names.Of(kind, value);
    }

    private void Count(ScrubKind kind, string value)
    {
        var (values, times) = _counts.TryGetValue(kind, out var before) ? before : (new HashSet<string>(StringComparer.OrdinalIgnoreCase), 0);
        values.Add(value);
        _counts[kind] = (values, times + 1);
    }

    private void Know(string name, ScrubKind kind)
    {
        const int Shortest = 3;
        if (name.Length >= Shortest && !Nobody.Contains(name) && !IsKept(name) && !name.All(char.IsAsciiDigit))
            _known.TryAdd(name, kind);
    }

    private ScrubKind? KindOf(string column)
    {
        if (_options.Columns.TryGetValue(column, out var given))
            return given;
        var word = column.ToLowerInvariant().Replace("_", "", StringComparison.Ordinal);
        foreach (var suffix in (string[])["s", "g", "d", "b"])
        {
            // Custom logs end the names of columns in their type.
            if (column.EndsWith("_" + suffix, StringComparison.Ordinal))
                word = word[..^1];
        }

        bool Is(string[] words, params ReadOnlySpan<string> ends)
        {
            foreach (var end in ends)
            {
                if (word.EndsWith(end, StringComparison.Ordinal))
                    return true;
            }

            return words.Contains(word);
        }

        if (Is([], "macaddress", "macaddr", "mac"))
            return ScrubKind.Mac;
        return Is(UserWords, "username", "userprincipalname") ? ScrubKind.User : Is(HostWords, "hostname", "devicename", "devicehost", "computername") ? ScrubKind.Host : PhoneWords.Contains(word) ? ScrubKind.Phone : TokenWords.Contains(word) ? ScrubKind.Token : IdWords.Contains(word) ? ScrubKind.Id : null;
    }

    private bool IsKept(string value) => _keep.Contains(value) || _keep.Any(kept => value.EndsWith("." + kept, StringComparison.OrdinalIgnoreCase));

    // What has a form of its own is replaced by it.
    private static bool IsPattern(string text) => EmailPattern().IsMatch(text) || GuidPattern().IsMatch(text) || SidPattern().IsMatch(text) || IPAddress.TryParse(text, out _) || text.Length > 128;

    // Applications and roles of Microsoft have the same in every tenant.
    private static bool IsWellKnown(string guid) => guid.EndsWith("-0000-0000-c000-000000000000", StringComparison.OrdinalIgnoreCase) || guid.All(c => c is '0' or '-');

    // The last two labels; three below a public second level such as co.uk.
    private static string Registered(string domain)
    {
        var labels = domain.Split('.');
        var count = labels.Length > 2 && labels[^1].Length == 2 && labels[^2].Length <= 3 ? 3 : 2;
        return string.Join('.', labels.TakeLast(count));
    }

    [GeneratedRegex(@"(?<user>[A-Za-z0-9][A-Za-z0-9._%+'#-]*)@(?<domain>(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex GuidPattern();

    [GeneratedRegex(@"\bS-1-5-21-\d+-\d+-\d+(?:-\d+)?\b", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex SidPattern();

    [GeneratedRegex(@"\b[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}\b", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex MacPattern();

    [GeneratedRegex(@"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\w)|(?<![\w.:])(?=[0-9a-fA-F:]*::|(?:[0-9a-fA-F]{1,4}:){7})[0-9a-fA-F:]{3,39}(?![\w:])", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex AddressPattern();

    [GeneratedRegex(@"(?<![\w+])\+\d{1,3}[ -]?(?:\(\d{1,4}\)[ -]?)?\d{2,4}(?:[ -]?\d{2,4}){1,4}(?!\w)", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex PhonePattern();

    [GeneratedRegex(@"(?<lead>)(?<token>\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.?[A-Za-z0-9_-]*)|(?<lead>\b[Bb]earer\s+|(?:[Pp]assword|[Ss]ecret|[Tt]oken|[Aa]pi[Kk]ey|sig|[Ss]ignature)=)(?<token>[A-Za-z0-9+/=._~%-]{8,})", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex TokenPattern();

    [GeneratedRegex(@"(?<name>\w+)=(?<value>[^;|,\s""=]+)", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex PairPattern();

    [GeneratedRegex("(?!)")]
    private static partial Regex Nothing();
}
