using System.CommandLine;

namespace Content.Cli.Commands;

/// <summary>The command completion. The scripts ask the tool itself what can be typed, so they never fall behind it.</summary>
internal static class CompletionCommand
{
    // The tool answers `[suggest:POSITION] LINE`, the line without its own name. COMP_LINE and its relatives have it.
    private const string Bash = """
        # sentinel-content completion bash: put this into ~/.bashrc:  eval "$(sentinel-content completion bash)"
        _sentinel_content() {
          local line=${COMP_LINE#* } IFS=$'\n'
          local position=$((COMP_POINT - (${#COMP_LINE} - ${#line})))
          COMPREPLY=($(compgen -W "$(sentinel-content "[suggest:$position]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _sentinel_content sentinel-content
        """;

    private const string Zsh = """
        # sentinel-content completion zsh: put this into ~/.zshrc:  eval "$(sentinel-content completion zsh)"
        _sentinel_content() {
          local line=${BUFFER#* }
          local position=$((CURSOR - (${#BUFFER} - ${#line})))
          local -a words_found
          words_found=("${(@f)$(sentinel-content "[suggest:$position]" "$line" 2>/dev/null)}")
          compadd -a words_found
          _files
        }
        compdef _sentinel_content sentinel-content
        """;

    private const string Fish = """
        # sentinel-content completion fish: save as ~/.config/fish/completions/sentinel-content.fish
        function __sentinel_content_suggest
          set -l line (string replace -r '^\S+\s?' '' -- (commandline -cp))
          sentinel-content "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c sentinel-content -a '(__sentinel_content_suggest)'
        """;

    private const string PowerShell = """
        # sentinel-content completion pwsh: put this into $PROFILE:  sentinel-content completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName sentinel-content -ScriptBlock {
          param($word, $ast, $position)
          $line = $ast.ToString() -replace '^\S+\s?', ''
          $at = [Math]::Max(0, $position - ($ast.ToString().Length - $line.Length))
          $line = $line.PadRight($at)
          sentinel-content "[suggest:$at]" $line 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Prints the script that makes a shell complete the commands; its first line says where it goes.") { shell };
        command.SetAction(result => Console.Out.Write(ScriptOf(result.GetValue(shell)!).ReplaceLineEndings("\n") + "\n"));
        return command;
    }

    private static string ScriptOf(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => PowerShell,
    };
}
