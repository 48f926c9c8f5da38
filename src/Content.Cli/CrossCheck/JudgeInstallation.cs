using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Content.Cli.CrossCheck;

/// <summary>Where Node and Microsoft's Kusto.Language (its npm build) lie on this machine.</summary>
/// <param name="Node">The Node executable.</param>
/// <param name="Package">The package's folder.</param>
internal sealed record JudgeInstallation(string Node, string Package)
{
    /// <summary>Name of the npm package.</summary>
    public const string PackageName = "@kusto/language-service-next";

    /// <summary>Version of the package that the front end follows.</summary>
    public const string PackageVersion = "12.4.1";

    /// <summary>Names the Node executable.</summary>
    public const string NodeVariable = "NODE";

    /// <summary>Names the package's folder.</summary>
    public const string PackageVariable = "KUSTO_JS";

    private static readonly string[] NeededFiles = ["bridge.min.js", "Kusto.Language.Bridge.min.js", "package.json"];

    /// <summary>
    /// Looks for both: the variables <c>NODE</c> and <c>KUSTO_JS</c>, then the search path, and <c>node_modules</c> of the given folders, of
    /// those above them, and npm's global one.
    /// </summary>
    /// <param name="folders">Where to start from.</param>
    /// <param name="missing">What is missing and how to get it, as a sentence; empty when nothing is.</param>
    /// <returns>Null when something is missing.</returns>
    public static JudgeInstallation? Find(IEnumerable<string> folders, out string missing)
    {
        missing = "";
        var given = Environment.GetEnvironmentVariable(NodeVariable);
        var node = string.IsNullOrEmpty(given) ? FindOnPath("node") : FindOnPath(given);
        if (node is null)
        {
            missing = string.IsNullOrEmpty(given)
                ? $"Node is not installed. Install Node.js 18 or later, or name its executable in {NodeVariable}."
                : $"{NodeVariable} names '{given}', which is no program. Let it name the executable of Node.js 18 or later.";
            return null;
        }

        if (Environment.GetEnvironmentVariable(PackageVariable) is { Length: > 0 } named)
        {
            if (IsPackage(named))
                return new JudgeInstallation(node, Path.GetFullPath(named));
            missing = $"{PackageVariable} names '{named}', which does not hold {PackageName}. Run 'npm install {PackageName}@{PackageVersion}' and let it name node_modules/{PackageName}.";
            return null;
        }

        if ((folders.Select(FindUpwards).FirstOrDefault(found => found is not null) ?? FindGlobal()) is { } package)
            return new JudgeInstallation(node, package);
        missing = $"{PackageName} is not installed. Run 'npm install {PackageName}@{PackageVersion}' here, or name its folder in {PackageVariable}.";
        return null;
    }

    private static bool IsPackage(string folder) => NeededFiles.All(file => File.Exists(Path.Combine(folder, file)));

    private static string? FindUpwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var package = Path.Combine(folder.FullName, "node_modules", PackageName);
            if (IsPackage(package))
                return package;
        }

        return null;
    }

    // Where the global packages are depends on npm's configuration: only npm knows.
    private static string? FindGlobal()
    {
        if (FindOnPath("npm") is not { } npm)
            return null;
        var start = new ProcessStartInfo(npm, ["root", "--global"]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, StandardOutputEncoding = Encoding.UTF8 };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var root = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            var package = Path.Combine(root, PackageName);
            return root.Length > 0 && IsPackage(package) ? package : null;
        }
        catch (Win32Exception)
        {
            // What is called npm does not start: then there is no npm that could have installed anything.
            return null;
        }
    }

    private static string? FindOnPath(string name)
    {
        if (name.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar))
            return File.Exists(name) ? Path.GetFullPath(name) : null;
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ""] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, name + ending)))
            .FirstOrDefault(File.Exists);
    }
}
