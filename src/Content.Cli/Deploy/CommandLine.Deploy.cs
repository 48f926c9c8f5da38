using System.CommandLine;
using Content.Cli.Deploy;

namespace Content.Cli;

internal static partial class CommandLine
{
    static partial void AddDeployCommands(RootCommand root) => DeployCommands.Add(root);
}
