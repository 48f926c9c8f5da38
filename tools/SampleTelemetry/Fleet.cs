using SampleTelemetry.Vendors;

namespace SampleTelemetry;

/// <summary>An app and the hosts that it talks to.</summary>
/// <param name="Id">Package or bundle id.</param>
/// <param name="Hosts">Its hosts.</param>
/// <param name="IsManaged">Whether the MDM pushes it.</param>
internal sealed record MobileApp(string Id, string[] Hosts, bool IsManaged = false);

/// <summary>The devices of a fleet, the apps on them, and the addresses of hosts.</summary>
internal sealed class Fleet(Randomness random)
{
    /// <summary>Apps that let themselves be inspected.</summary>
    public static readonly MobileApp[] Ordinary =
    [
        new("com.example.browser", ["news.press.example", "shop.market.example", "blog.social.example", "video.stream.example", "map.city.example"]),
        new("com.example.mail", ["mail.intranet.example", "calendar.intranet.example"], IsManaged: true),
        new("com.example.fieldnotes", ["api.fieldcloud.example", "files.fieldcloud.example"], IsManaged: true),
        new("com.example.weather", ["api.weather.example"]),
        new("com.example.camera", ["sync.camera.example"]),
    ];

    /// <summary>Apps that pin and may do so.</summary>
    public static readonly MobileApp[] Approved =
    [
        new("com.example.bank", ["api.bank.example", "login.bank.example"]),
        new("com.example.signin", ["auth.signin.example"]),
        new("com.example.chat", ["edge.chat.example", "push.chat.example"]),
    ];

    /// <summary>Android apps that pin nothing and ignore user-added authorities.</summary>
    public static readonly MobileApp[] Ignoring =
    [
        new("com.example.game", ["assets.game.example", "score.game.example"]),
        new("com.example.transit", ["api.transit.example"]),
    ];

    private static readonly string[] FirstNames = ["mia", "omar", "jonas", "lea", "nora", "ivan", "sara", "tomas", "aisha", "peter", "linnea", "diego"];

    private readonly List<Device> _devices = [];
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);

    /// <summary>All devices.</summary>
    public IReadOnlyList<Device> Devices => _devices;

    /// <summary>Devices that an incident happens to.</summary>
    public HashSet<Device> Victims { get; } = [];

    /// <summary>Adds a device.</summary>
    public Device Add(Platform platform, Proxy proxy, Sensor sensor, bool isSupervised = false, bool isManaged = true)
    {
        var number = _devices.Count + 1;
        var prefix = platform switch { Platform.Android => "AND", Platform.Ios => "IOS", _ => "LAP" };
        // A first octet that ends in binary 00 is a MAC that a manufacturer gave.
        var mac = $"{random.Pick(["5c", "3c", "a8", "f0"])}{random.Hex(10)}";
        var device = new Device(
            $"{prefix}-{number:D4}", platform, $"{random.Pick(FirstNames)}.{number:D4}@corp.example", $"10.40.{number / 250}.{(number % 250) + 2}", mac, proxy, sensor, isManaged, isSupervised,
            $"SN{random.Hex(9).ToUpperInvariant()}", random.Guid(), random.Guid());
        _devices.Add(device);
        return device;
    }

    /// <summary>Managed devices of a platform, optionally with a proxy or sensor.</summary>
    public Device[] Managed(Platform platform, Proxy? proxy = null, Sensor? sensor = null) =>
        [.. _devices.Where(device => device.IsManaged && device.Platform == platform && (proxy is null || device.Proxy == proxy) && (sensor is null || device.Sensor == sensor))];

    /// <summary>As <see cref="Managed"/>, without the devices that an incident happens to: what happens by chance must not hide or explain it.</summary>
    public Device[] Bystanders(Platform platform, Proxy? proxy = null, Sensor? sensor = null) => [.. Managed(platform, proxy, sensor).Where(device => !Victims.Contains(device))];

    /// <summary>The address of a host, always the same one.</summary>
    public string AddressOf(string host)
    {
        if (!_addresses.TryGetValue(host, out var address))
        {
            var number = _addresses.Count + 1;
            _addresses.Add(host, address = $"198.18.{number / 250}.{(number % 250) + 2}");
        }

        return address;
    }

    /// <summary>A session of an app: what the proxy, the sensor on the device and sensors in the network say of it.</summary>
    public void Session(TelemetryWriter writer, Device device, DateTime time, string app, string host, Outcome outcome)
    {
        var address = AddressOf(host);
        ProxyLogs.Write(writer, device, time, host, address, outcome);
        DeviceLogs.Session(writer, device, time, app, host, address);
        var isRefused = outcome is not (Outcome.Inspected or Outcome.Bypassed or Outcome.Opaque or Outcome.Hidden);
        if (device.Proxy == Proxy.Zeek)
            DeviceLogs.Connection(writer, device, time, address, isRefused ? 0.2 : writer.Random.Between(1, 120), isRefused ? writer.Random.Between(300, 900) : writer.Random.Between(1300, 90000));
        else if (device.Proxy == Proxy.PaloAlto && !isRefused)
            DeviceLogs.Flow(writer, device, time, address, writer.Random.Between(1, 120), writer.Random.Between(1300, 90000));
    }
}
