namespace Content.Cli.Tests.Deploy;

public sealed class ImportCommandTests : WorkspaceCommandTests
{
    [Fact]
    public void The_shipped_pack_comes_back_as_content_that_validates_and_plans_as_unchanged()
    {
        var pack = RepositoryFolder.Path;
        foreach (var folder in (ReadOnlySpan<string>)["detections", "workbooks"])
        {
            foreach (var file in Directory.GetFiles(Path.Combine(pack, folder), "*", SearchOption.AllDirectories))
                Write(Path.GetRelativePath(pack, file), File.ReadAllText(file));
        }

        Configure("credential: none", "[detections, workbooks]");
        var apply = Run("apply", "--yes");
        Assert.True(apply.ExitCode == 0, apply.Output + apply.Error);
        Configure("credential: none", "[portal]");
        var import = Run("import");
        Assert.True(import.ExitCode == 0, import.Output + import.Error);
        Assert.EndsWith(" imported.\n", import.Output, StringComparison.Ordinal);
        var validate = Run("validate");
        Assert.True(validate.ExitCode == 0, validate.Output + validate.Error);
        var plan = Run("plan");
        Assert.True(plan.ExitCode == 0, plan.Output);
        Assert.DoesNotContain("orphaned", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_exist_stay_unless_they_are_to_be_written_anew()
    {
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        Assert.True(Service.Edit("alertRules/" + RuleId, rule => rule["properties"]!["severity"] = "High"));
        var before = Read("content/Rule.yaml");
        var import = Run("import");
        Assert.Equal(0, import.ExitCode);
        Assert.Contains($"exists        analytics rule 'Sign-ins from nowhere' ({RuleId})  content/Rule.yaml", import.Output, StringComparison.Ordinal);
        Assert.Equal(before, Read("content/Rule.yaml"));

        Assert.Equal(0, Run("import", "--force", "nowhere").ExitCode);
        Assert.Contains("severity: High", Read("content/Rule.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, Run("plan").ExitCode);
    }

    [Fact]
    public void A_file_of_another_resource_is_not_overwritten()
    {
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        Write("content/rules/SignInsFromNowhere.yaml", "id: 22222222-2222-4222-8222-222222222222\n");
        File.Delete(Path.Combine(Folder, "content/Rule.yaml"));
        var import = Run("import", "--kind", "analyticsRule");
        Assert.Contains("content/rules/SignInsFromNowhere-11111111.yaml", import.Output, StringComparison.Ordinal);
        Assert.Equal("id: 22222222-2222-4222-8222-222222222222\n", Read("content/rules/SignInsFromNowhere.yaml"));
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("/")]
    public void Nothing_is_written_outside_of_the_repository(string folder)
    {
        var import = Run("import", "--out", folder);
        Assert.Equal(2, import.ExitCode);
        Assert.Contains("is not below", import.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_searched_is_named()
    {
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        File.Delete(Path.Combine(Folder, "content/Rule.yaml"));
        Assert.Contains("'portal' is not among the folders of 'content'", Run("import", "--out", "portal").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_somebody_changed_is_taken_over()
    {
        Write("content/Other.yaml", Read("content/Rule.yaml").Replace(RuleId, "22222222-2222-4222-8222-222222222222", StringComparison.Ordinal).Replace("Sign-ins from nowhere", "Another", StringComparison.Ordinal));
        Assert.Equal(0, Run("apply", "--yes").ExitCode);
        Assert.EndsWith("0 imported.\n", Run("import", "--drifted", "--force").Output, StringComparison.Ordinal);

        Assert.True(Service.Edit("alertRules/" + RuleId, rule => rule["properties"]!["severity"] = "Low"));
        var import = Run("import", "--drifted", "--force");
        Assert.Equal(0, import.ExitCode);
        Assert.EndsWith("1 imported.\n", import.Output, StringComparison.Ordinal);
        Assert.Contains("severity: Low", Read("content/Rule.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, Run("drift").ExitCode);
        Assert.Equal(0, Run("plan").ExitCode);
    }
}
