using System.Text.Json.Nodes;
using Content.Azure.Stub.Samples;

namespace Content.Cli.Tests.Deploy;

public sealed class TemplateImportCommandTests : WorkspaceCommandTests
{
    [Fact]
    public void The_templates_of_a_solution_become_content_that_validates_and_deploys()
    {
        Install(SampleSolution.Doors());
        Write("content/tables/ContosoDoors_CL.yaml", "table: ContosoDoors_CL\ncolumns:\n  - {name: TimeGenerated, type: datetime}\n  - {name: door_s, type: string}\n  - {name: user_s, type: string}\n  - {name: action_s, type: string}\n");
        var import = Run("import", "--templates", "--solution", "Contoso Doors");
        Assert.True(import.ExitCode == 0, import.Output + import.Error);
        Assert.Contains($"imported      analytics rule 'Door forced open' ({SampleSolution.RuleId})  content/rules/DoorForcedOpen.yaml\n", import.Output, StringComparison.Ordinal);
        Assert.Contains("no file       playbook 'Lock a door' of 'Contoso Doors'\n", import.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n6 imported, 2 of kinds that are no files here.\n", import.Output, StringComparison.Ordinal);

        var validate = Run("validate");
        Assert.True(validate.ExitCode == 0, validate.Output + validate.Error);
        Assert.Equal(0, Run("fmt", "--check", "content/rules", "content/hunting", "content/parsers", "content/watchlists", "content/workbooks").ExitCode);
        Assert.Contains("8 to create", Run("plan").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        Assert.Equal(SampleSolution.RuleId, Service.Stored("alertRules")[SampleSolution.RuleId]["properties"]!["alertRuleTemplateName"]!.GetValue<string>());
        Assert.Equal(0, Run("plan").ExitCode);

        var again = Run("import", "--templates");
        Assert.Equal(0, again.ExitCode);
        Assert.EndsWith("\n0 imported, 6 in the repository already (--force writes them anew), 2 of kinds that are no files here.\n", again.Output, StringComparison.Ordinal);
        Write("content/rules/DoorForcedOpen.yaml", Read("content/rules/DoorForcedOpen.yaml").Replace("severity: High", "severity: Low", StringComparison.Ordinal));
        Assert.Equal(0, Run("import", "--templates", "--force", "forced").ExitCode);
        Assert.Contains("severity: High", Read("content/rules/DoorForcedOpen.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_imported_is_named_and_fails_the_command()
    {
        Install(new SampleSolution("Contoso Doors").AddTemplate("Parser", "p", "Spoiled", "1.0.0", JsonValue.Create("?")));
        var import = Run("import", "--templates");
        Assert.Equal(1, import.ExitCode);
        Assert.Equal("not imported  parser 'Spoiled' of 'Contoso Doors': its content is no ARM template\n\n0 imported, 1 not imported.\n", import.Output);
    }

    [Theory]
    [InlineData("Contoso Dors", "The solution 'Contoso Dors' is not installed. Did you mean 'Contoso Doors'? There are: Contoso Doors, Contoso Windows.\n")]
    [InlineData("Fabrikam", "The solution 'Fabrikam' is not installed. There are: Contoso Doors, Contoso Windows.\n")]
    public void An_unknown_solution_is_refused_with_those_that_are_installed(string name, string message)
    {
        Install(SampleSolution.Doors());
        Install(new SampleSolution("Contoso Windows", "contoso.contoso-windows"));
        var import = Run("import", "--templates", "--solution", name);
        Assert.Equal((2, "", message), import);
    }

    [Theory]
    [InlineData("--solution goes with --templates.", "--solution", "Contoso Doors")]
    [InlineData("--drifted does not go with --templates: templates do not drift.", "--templates", "--drifted")]
    public void Options_that_do_not_go_together_are_refused(string message, params string[] options)
    {
        var import = Run(["import", .. options]);
        Assert.Equal(2, import.ExitCode);
        Assert.Contains(message, import.Error, StringComparison.Ordinal);
    }

    private void Install(SampleSolution solution) =>
        solution.Install(Service, "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/law");
}
