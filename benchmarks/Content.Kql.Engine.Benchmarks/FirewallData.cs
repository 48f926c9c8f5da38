using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Content.Kql.Engine.Benchmarks;

/// <summary>
/// Generates a firewall log and the inventory of the devices that write it. The same seed gives the same bytes. Names and addresses are
/// skewed as in real logs: few talk much, many talk little.
/// </summary>
internal sealed class FirewallData(int rows, int devices, uint seed = 20260301)
{
    private static readonly string[] Vendors = ["Palo Alto Networks", "Fortinet", "Check Point", "Cisco"];
    private static readonly string[] Products = ["PAN-OS", "FortiGate", "FortiProxy", "VPN-1 & FireWall-1", "ASA", "Firepower", "Meraki", "Prisma Access"];
    private static readonly string[] Actions = ["allow", "allow", "allow", "allow", "deny", "drop", "reset-both", "block"];
    private static readonly string[] Protocols = ["TCP", "TCP", "TCP", "UDP", "UDP", "ICMP"];
    private static readonly int[] Ports = [443, 443, 443, 80, 80, 53, 53, 22, 25, 3389, 445, 123, 8080, 8443, 389, 636, 1433, 3306, 5985, 135];
    private static readonly string[] Activities = ["TRAFFIC end", "TRAFFIC start", "THREAT url", "THREAT virus", "THREAT spyware", "SYSTEM auth", "THREAT vulnerability", "CONFIG change", "TRAFFIC deny", "HIPMATCH"];
    private static readonly string[] Severities = ["Low", "Low", "Low", "Medium", "Medium", "High", "Critical"];
    private static readonly string[] Applications = ["web-browsing", "ssl", "dns", "smtp", "ms-rdp", "ssh", "ms-ds-smb", "office365", "dropbox", "quic", "ntp", "ldap"];
    private static readonly string[] Zones = ["trust", "untrust", "dmz", "guest", "vpn"];
    private static readonly string[] Phrases =
    [
        "session closed by policy", "connection accepted after handshake", "packet dropped because of policy", "certificate chain could not be verified",
        "url category business allowed", "url category malware blocked by profile", "login failure for remote user", "port scan suspected from source",
        "command and control beacon suspected", "ransomware signature matched in payload", "dns query resolved through sinkhole", "file transfer finished without findings",
    ];

    private static readonly string[] Domains = ["contoso.com", "fabrikam.net", "adventure-works.org", "northwind.io", "tailspin.ru", "wingtip.cn", "litware.com", "proseware.net"];
    private static readonly string[] Departments = ["Finance", "Engineering", "Sales", "Legal", "Support", "Research", "Operations", "Marketing"];
    private static readonly string[] Systems = ["Windows 11", "Windows Server 2022", "Ubuntu 24.04", "macOS 15", "RHEL 9"];
    private static readonly string[] Sites = ["Zurich", "Dublin", "Austin", "Pune", "Osaka", "Lagos"];

    private uint _state;

    /// <summary>Rows of the log.</summary>
    public int Rows { get; } = rows;

    private uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        return _state ^= _state << 5;
    }

    private int Below(int limit) => (int)(((ulong)Next() * (uint)limit) >> 32);

    // The lesser of several draws: low numbers come often.
    private int Skewed(int limit)
    {
        var x = Below(limit);
        return Math.Min(x, Math.Min(Below(limit), Below(limit)));
    }

    private static string Address(int number, int first) => string.Create(CultureInfo.InvariantCulture, $"{first}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}");

    private static string Device(int number) => string.Create(CultureInfo.InvariantCulture, $"WS-{Sites[number % Sites.Length][..3].ToUpperInvariant()}-{number:D6}");

    /// <summary>Writes the log, one JSON object a line.</summary>
    public void WriteLog(Stream output)
    {
        _state = seed;
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var start = new DateTime(2026, 2, 22, 0, 0, 0, DateTimeKind.Utc);
        // A week, whatever the number of rows.
        var step = 7.0 * 86_400_000 / Rows;
        var text = new StringBuilder();
        for (var i = 0; i < Rows; i++)
        {
            var device = Skewed(devices + devices / 5);
            var user = Skewed(20_000);
            var source = Address(device * 7 % 90_000, 10);
            var destination = Address(Skewed(250_000), 100 + Below(3));
            var vendor = Below(100) is var v && v < 45 ? 0 : v < 75 ? 1 : v < 90 ? 2 : 3;
            var port = Below(10) < 9 ? Ports[Below(Ports.Length)] : 1024 + Below(64_000);
            var domain = Domains[Skewed(Domains.Length)];
            var host = string.Create(CultureInfo.InvariantCulture, $"srv{Skewed(30_000)}.{domain}");
            var severity = Severities[Below(Severities.Length)];
            var phrase = Phrases[Skewed(Phrases.Length)];
            var action = Actions[Below(Actions.Length)];
            var sent = (long)Skewed(1 << 20);
            var received = (long)Skewed(1 << 22);
            var time = start.AddMilliseconds(Math.Floor(i * step) - Below(30_000));
            json.Reset();
            json.WriteStartObject();
            json.WriteString("TimeGenerated", time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("DeviceVendor", Vendors[vendor]);
            json.WriteString("DeviceProduct", Products[vendor * 2 + Below(2)]);
            json.WriteString("DeviceAction", action);
            json.WriteString("SourceIP", source);
            json.WriteNumber("SourcePort", 1024 + Below(64_000));
            json.WriteString("DestinationIP", destination);
            json.WriteNumber("DestinationPort", port);
            json.WriteString("Protocol", Protocols[Below(Protocols.Length)]);
            json.WriteString("SourceUserName", string.Create(CultureInfo.InvariantCulture, $"user{user:D5}@{Domains[user % 3]}"));
            json.WriteString("DeviceName", Device(device));
            json.WriteString("DestinationHostName", host);
            json.WriteString("RequestURL", string.Create(CultureInfo.InvariantCulture, $"https://{host}/{Applications[Below(Applications.Length)]}/{(Below(50) == 0 ? "login" : "item")}?id={Next() & 0xFFFFFF:x}"));
            json.WriteNumber("SentBytes", sent);
            json.WriteNumber("ReceivedBytes", received);
            json.WriteString("LogSeverity", severity);
            json.WriteString("Activity", Activities[Below(Activities.Length)]);
            text.Clear();
            text.Append(phrase).Append("; user=user").Append(user.ToString("D5", CultureInfo.InvariantCulture))
                .Append(" rule=rule-").Append(Below(400)).Append(" session=").Append(Next() & 0xFFFFFFF)
                .Append(" bytes=").Append(sent).Append(" app=").Append(Applications[Below(Applications.Length)]).Append(" elapsed=").Append(Skewed(600)).Append('s');
            json.WriteString("Message", text.ToString());
            json.WriteStartObject("AdditionalExtensions");
            json.WriteString("zone", Zones[Below(Zones.Length)]);
            json.WriteNumber("score", Below(100));
            json.WriteStartArray("tags");
            for (var tag = Below(3); tag >= 0; tag--)
                json.WriteStringValue(Applications[Below(Applications.Length)]);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.Flush();
            buffer.Write("\n"u8);
            if (buffer.WrittenCount > 1 << 19)
            {
                output.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        }

        output.Write(buffer.WrittenSpan);
    }

    /// <summary>Writes the inventory, one JSON object a line. A sixth of the log's devices are not in it.</summary>
    public void WriteInventory(Stream output)
    {
        _state = seed ^ 0x5bd1e995;
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        for (var i = 0; i < devices; i++)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{{\"DeviceName\":\"{Device(i)}\",\"DeviceIP\":\"{Address(i * 7 % 90_000, 10)}\",\"Department\":\"{Departments[Below(Departments.Length)]}\",\"Owner\":\"owner{Below(9_000):D4}\","));
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"\"OperatingSystem\":\"{Systems[Below(Systems.Length)]}\",\"Site\":\"{Sites[i % Sites.Length]}\",\"Criticality\":{1 + Below(5)},\"LastSeen\":\"2026-02-{1 + Below(28):D2}T00:00:00Z\"}}\n"));
        }
    }
}
