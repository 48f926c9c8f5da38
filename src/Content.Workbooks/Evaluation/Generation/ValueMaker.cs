using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Content.Kql.Symbols;

namespace Content.Workbooks.Evaluation.Generation;

/// <summary>How values are picked from those that fit.</summary>
internal enum ValueChoice : byte
{
    /// <summary>By the number of the row and the name of the column.</summary>
    Spread,
    /// <summary>Always the first.</summary>
    First,
    /// <summary>Always the last.</summary>
    Last,
}

/// <summary>Makes the values of rows. A value depends on the column and the number of the row alone, so that rows of different tables fit each other.</summary>
/// <param name="Start">Start of the time that rows are spread over.</param>
/// <param name="End">Its end.</param>
/// <param name="Rows">Rows of a table.</param>
/// <param name="Choice">How values are picked.</param>
internal sealed partial record ValueMaker(DateTime Start, DateTime End, int Rows, ValueChoice Choice)
{
    private const int Variety = 8;

    private static readonly string[] Tables = ["SigninLogs", "SecurityEvent", "AuditLogs", "CommonSecurityLog", "OfficeActivity", "Syslog", "AzureActivity", "Heartbeat"];
    private static readonly string[] Countries = ["Germany", "France", "Sweden", "Japan", "Brazil", "Canada", "India", "Kenya"];
    private static readonly string[] Cities = ["Berlin", "Paris", "Stockholm", "Tokyo", "Recife", "Toronto", "Pune", "Nairobi"];
    private static readonly string[] Severities = ["High", "Medium", "Low", "Informational"];
    private static readonly string[] Regions = ["westeurope", "northeurope", "eastus", "uksouth"];
    private static readonly string[] Systems = ["Windows", "Linux", "macOS", "Android"];

    /// <summary>The value of a column.</summary>
    /// <param name="need">What is asked of it.</param>
    /// <param name="type">Its type.</param>
    /// <param name="row">Number of the row.</param>
    public object? Value(ColumnNeed need, KqlType type, int row) => type.Kind switch
    {
        TypeKind.DateTime => Time(need, row),
        TypeKind.Dynamic or TypeKind.Unknown => Dynamic(need, row, 0),
        TypeKind.String => Text(need, row),
        TypeKind.Bool => Pick(need, row) is bool flag ? flag : Hash(need.Values.Name, row) % 2 == 0,
        TypeKind.Guid => Pick(need, row) is { } id && Guid.TryParse(ValueText.Of(id), out var guid) ? guid : Id(need, row),
        TypeKind.TimeSpan => Pick(need, row) is TimeSpan span ? span : TimeSpan.FromSeconds(1 + Hash(need.Values.Name, row) % 600),
        TypeKind.Int => (int)Math.Clamp(Number(need, row), int.MinValue, int.MaxValue),
        TypeKind.Long => (long)Number(need, row),
        TypeKind.Real => Number(need, row),
        TypeKind.Decimal => (decimal)Math.Clamp(Number(need, row), -1e27, 1e27),
        _ => null,
    };

    // The later, the denser: short time ranges and long ones both see rows.
    private DateTime Time(ColumnNeed need, int row)
    {
        var name = need.Name;
        if (need.IsAhead)
            return End.AddDays(1 + Hash(name, row) % 30);
        var share = Math.Pow((row + 0.5) / Rows, 3);
        var time = new DateTime(End.Ticks - (long)((End - Start).Ticks * share), DateTimeKind.Utc);
        return name == "TimeGenerated" || time.Ticks < TimeSpan.TicksPerHour ? time : time.AddSeconds(-(Hash(name, row) % 240));
    }

    private object? Dynamic(ColumnNeed need, int row, int depth)
    {
        if (depth < 16 && need.Element is { } element && need.Members.Count == 0)
            return new[] { Dynamic(element, row, depth + 1), Dynamic(element, row + 1, depth + 1) };
        if (depth < 16 && need.Members.Count > 0)
            return need.Members.Select(member => KeyValuePair.Create(member.Key, Dynamic(member.Value, row, depth + 1))).ToArray();
        var picked = Pick(need, row);
        return picked ?? (need.IsNumber ? (long)Number(need, row) : need.IsTime ? ValueText.Of(Time(need, row)) : Plain(need, row));
    }

    private string Text(ColumnNeed need, int row)
    {
        if (need.Members.Count > 0 || need.Element is not null)
            return Json(Dynamic(need, row, 0));
        if (need.Pieces is { } pieces)
            return string.Concat(pieces.Select((piece, i) => piece ?? $"{need.Name}{i}-{1 + Hash(need.Name, row + i) % Variety}"));
        if (need.Pairs.Count > 0)
            return string.Concat(need.Pairs.Select(pair => pair.Key + Text(pair.Value, row) + (pair.Key.EndsWith('"') ? "\";" : ";"))) + (Pick(need, row) is { } also ? " " + ValueText.Of(also) : "");
        if (Pick(need, row) is { } picked)
            return ValueText.Of(picked);
        if (need.IsNumber)
            return ((long)Number(need, row)).ToString(CultureInfo.InvariantCulture);
        return need.IsTime ? ValueText.Of(Time(need, row)) : Plain(need, row);
    }

    private static string Json(object? value) => ValueText.Json(value);

    private double Number(ColumnNeed need, int row)
    {
        if (Pick(need, row) is { } picked && double.TryParse(ValueText.Of(picked), NumberStyles.Float, CultureInfo.InvariantCulture, out var literal) && double.IsFinite(literal))
            return literal;
        var hash = Hash(need.Values.Name, row);
        if (LatitudePattern().IsMatch(need.Name))
            return -50 + hash % 100;
        if (LongitudePattern().IsMatch(need.Name))
            return -150 + hash % 300;
        return 1 + hash % 97;
    }

    // One of the values that comparisons make interesting; null for any other.
    private object? Pick(ColumnNeed need, int row)
    {
        var values = need.Values;
        var candidates = values.Literals.Where(literal => literal is not "").ToList();
        if (values.Parts.Count > 0)
        {
            var all = Compose(values.Parts);
            candidates.Add(all);
            candidates.AddRange(values.Parts.Select(part => Compose([part])).Where(text => text != all));
        }

        if (candidates.Count == 0)
            return null;
        // Where comparisons only count, other values are there as well.
        var count = candidates.Count + (values.IsFiltered ? 0 : 1);
        var index = Choice switch { ValueChoice.First => 0, ValueChoice.Last => candidates.Count - 1, _ => (int)(Hash(values.Name, row) % (uint)count) };
        return index < candidates.Count ? candidates[index] : null;
    }

    private static string Compose(IReadOnlyList<(TextPlace Place, string Text)> parts)
    {
        var text = new StringBuilder();
        foreach (var place in new[] { TextPlace.Start, TextPlace.Anywhere, TextPlace.End })
        {
            foreach (var part in parts.Where(part => part.Place == place))
                text.Append(text.Length > 0 && place != TextPlace.End ? " " : "").Append(part.Text);
        }

        return text.ToString();
    }

    private static string Plain(ColumnNeed need, int row)
    {
        var hash = Hash(need.Values.Name, row);
        var number = 1 + (int)(hash % Variety);
        var name = need.Values.Name;
        if (name is "DataType" or "TableName" or "Table" or "Type")
            return Tables[number - 1];
        if (IpPattern().IsMatch(name))
            return $"198.51.100.{number}";
        if (CountryPattern().IsMatch(name))
            return Countries[number - 1];
        if (CityPattern().IsMatch(name))
            return Cities[number - 1];
        if (SeverityPattern().IsMatch(name))
            return Severities[hash % (uint)Severities.Length];
        if (RegionPattern().IsMatch(name))
            return Regions[hash % (uint)Regions.Length];
        if (SystemPattern().IsMatch(name))
            return Systems[hash % (uint)Systems.Length];
        if (LatitudePattern().IsMatch(name) || LongitudePattern().IsMatch(name))
            return (-50 + (int)(hash % 100)).ToString(CultureInfo.InvariantCulture);
        if (UserPattern().IsMatch(name))
            return $"user{number}@contoso.example";
        if (HostPattern().IsMatch(name))
            return $"host-{number}";
        if (UrlPattern().IsMatch(name))
            return $"https://site{number}.example/{number}";
        if (DomainPattern().IsMatch(name))
            return $"site{number}.example";
        return $"{name} {number}";
    }

    private static Guid Id(ColumnNeed need, int row) => new(1 + (int)(Hash(need.Values.Name, row) % Variety), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    // FNV-1a over the name, mixed with the number: the same on every machine.
    private static uint Hash(string name, int row)
    {
        var hash = 2166136261u;
        foreach (var c in name)
            hash = (hash ^ c) * 16777619;
        hash = (hash ^ (uint)row) * 16777619;
        hash ^= hash >> 15;
        hash *= 2246822519;
        return hash ^ (hash >> 13);
    }

    [GeneratedRegex("(^|[a-z_])(IP|Ip|ip)($|[A-Z_])|IPAddress|ipaddr|SourceAddress|DestinationAddress|_ip", RegexOptions.CultureInvariant)]
    private static partial Regex IpPattern();

    [GeneratedRegex("country", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CountryPattern();

    [GeneratedRegex("city", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CityPattern();

    [GeneratedRegex("severity", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SeverityPattern();

    [GeneratedRegex("^(location|region)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RegionPattern();

    [GeneratedRegex("^(os|osfamily|operatingsystem|platform)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SystemPattern();

    [GeneratedRegex("latitude|^lat$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LatitudePattern();

    [GeneratedRegex("longitude|^lon(g)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LongitudePattern();

    [GeneratedRegex("user|account|upn|mail|actor|owner|caller|sender|recipient", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserPattern();

    [GeneratedRegex("host|computer|devicename|machine", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HostPattern();

    [GeneratedRegex("url|uri|link", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UrlPattern();

    [GeneratedRegex("domain|fqdn", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DomainPattern();
}
