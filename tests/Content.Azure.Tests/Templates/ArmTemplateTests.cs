using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Templates;
using Content.Model;

namespace Content.Azure.Tests.Templates;

/// <summary>Expressions of ARM templates: what they give, and how those are named that have no value here.</summary>
public sealed class ArmTemplateTests
{
    private static readonly WorkspaceTarget Target = new("test", new Uri("https://management.azure.com"), "00000000-0000-0000-0000-000000000001", "rg", "law", CredentialKind.Default) { Location = "westeurope" };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("[]", null, "it ends too early")]
    [InlineData("[Preview] A title", "[Preview] A title")]
    [InlineData("[[not an expression]", "[not an expression]")]
    [InlineData("[concat('a', 'b''c', 1, true())]", "ab'c1True")]
    [InlineData("[ CONCAT( 'a' , toUpper('b') ) ]", "aB")]
    [InlineData("[format('{0}-{1} {{x}} {2:D3}', 'a', false(), 7)]", "a-False {x} 007")]
    [InlineData("[parameters('workspace')]", "law")]
    [InlineData("[parameters('workspace-location')]", "westeurope")]
    [InlineData("[parameters('name')]", "Name of law")]
    [InlineData("[variables('rule').Id]", "r-1")]
    [InlineData("[variables('rule')['tags'][1]]", "b")]
    [InlineData("[variables('known').id]", "k-1")]
    [InlineData("[variables('known')['ID']]", "k-1")]
    [InlineData("[variables('known').hash]", null, "'uniqueString' has a value in a deployment only")]
    [InlineData("[string(variables('known'))]", null, "'uniqueString' has a value in a deployment only")]
    [InlineData("[variables('known').self]", null, "the property 'known.self' is made of itself")]
    [InlineData("[variables('chain')]", "r-1/law")]
    [InlineData("[last(split(variables('chain'), '/'))]", "law")]
    [InlineData("[first('xyz')]", "x")]
    [InlineData("[take('abc', 2)]", "ab")]
    [InlineData("[skip('abc', 5)]", "")]
    [InlineData("[substring('abcdef', 2, 3)]", "cde")]
    [InlineData("[replace('aXbX', 'X', '-')]", "a-b-")]
    [InlineData("[join(createArray('a', 'b'), ',')]", "a,b")]
    [InlineData("[string(length(createArray(1, 2)))]", "2")]
    [InlineData("[if(equals(length('ab'), 2), 'yes', reference('never'))]", "yes")]
    [InlineData("[if(or(empty(''), reference('never')), 'yes', 'no')]", "yes")]
    [InlineData("[if(and(contains('abc', 'B'), true()), 'yes', 'no')]", "no")]
    [InlineData("[coalesce(null(), 'x')]", "x")]
    [InlineData("[json('{\"a\": {\"b\": \"c\"}}').a.B]", "c")]
    [InlineData("[base64ToString(base64('ä'))]", "ä")]
    [InlineData("[resourceId('Microsoft.OperationalInsights/workspaces/savedSearches', parameters('workspace'), 'x')]", "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/law/savedSearches/x")]
    [InlineData("[resourceId('other', 'A.B/c', 'x')]", "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/other/providers/A.B/c/x")]
    [InlineData("[resourceId('sub', 'other', 'A.B/c', 'x')]", "/subscriptions/sub/resourceGroups/other/providers/A.B/c/x")]
    [InlineData("[subscriptionResourceId('A.B/c', 'x')]", "/subscriptions/00000000-0000-0000-0000-000000000001/providers/A.B/c/x")]
    [InlineData("[extensionResourceId(resourceId('A.B/c', 'x'), 'D.E/f', 'y')]", "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/A.B/c/x/providers/D.E/f/y")]
    [InlineData("[concat(resourceGroup().location, subscription().subscriptionId)]", "westeurope00000000-0000-0000-0000-000000000001")]
    [InlineData("[uniqueString('a')]", null, "'uniqueString' has a value in a deployment only")]
    [InlineData("[concat('a', newGuid())]", null, "'newGuid' has a value in a deployment only")]
    [InlineData("[variables('lazy')]", null, "'utcNow' has a value in a deployment only")]
    [InlineData("[shout('a')]", null, "the function 'shout' is not supported")]
    [InlineData("[contoso.shout('a')]", null, "functions of its own, such as 'contoso.shout', are not supported")]
    [InlineData("[parameters('secret')]", null, "the parameter 'secret' has no value")]
    [InlineData("[parameters('none')]", null, "there is no parameter 'none'")]
    [InlineData("[variables('none')]", null, "there is no variable 'none'")]
    [InlineData("[variables('rule').none]", null, "there is no property 'none'")]
    [InlineData("[variables('rule').tags[2]]", null, "there is no element 2")]
    [InlineData("[variables('loop')]", null, "the variable 'loop' is made of itself")]
    [InlineData("[concat('a', createArray())]", null, "'concat' does not take these arguments")]
    [InlineData("[toLower()]", null, "'toLower' does not take these arguments")]
    [InlineData("[resourceId('A.B/c', 'x', 'y')]", null, "the resource type 'A.B/c' takes 1 names")]
    [InlineData("[format('{1}', 'a')]", null, "the format of 'format' is not valid")]
    [InlineData("[format('{0,100000000}', 'a')]", null, "the format of 'format' is not valid")]
    [InlineData("[concat('a)]", null, "a text in it does not end")]
    [InlineData("[concat('a'))]", null, "')' was not expected in it")]
    [InlineData("[concat('a' 'b')]", null, "''' was not expected in it")]
    [InlineData("[Preview]", null, "it ends too early")]
    public void An_expression_has_its_value_or_says_why_not(string text, string? value, string? problem = null)
    {
        var template = Template();
        Assert.Equal(problem is null, template.TryResolve(JsonValue.Create(text), out var result, out var found));
        if (problem is null)
            Assert.Equal(value, result!.GetValue<string>());
        else
            Assert.Equal($"its expression {text} cannot be worked out: {problem}", found);
    }

    [Fact]
    public void Objects_and_arrays_are_worked_out_with_all_that_is_below_them()
    {
        Assert.True(Template().TryResolve(JsonNode.Parse("""{"[concat('a', 'b')]": ["[variables('rule')]", 1, null, "[createObject('x', createArray(1, false()))]"]}"""), out var value, out _));
        Assert.Equal("""{"ab":[{"id":"r-1","tags":["a","b"]},1,null,{"x":[1,false]}]}""", value!.ToJsonString());
    }

    [Fact]
    public void Templates_that_would_fill_the_memory_or_the_stack_are_refused()
    {
        var variables = new JsonObject { ["v0"] = new string('x', 1000) };
        var lists = new JsonObject { ["v0"] = new JsonArray(1) };
        for (var i = 1; i < 40; i++)
        {
            variables[$"v{i}"] = $"[concat(variables('v{i - 1}'), variables('v{i - 1}'))]";
            lists[$"v{i}"] = $"[createArray(variables('v{i - 1}'), variables('v{i - 1}'))]";
        }

        foreach (var map in (JsonObject[])[variables, lists])
        {
            Assert.False(new ArmTemplate(new JsonObject { ["variables"] = map }, Target).TryResolve("[variables('v39')]", out _, out var problem));
            Assert.Contains("its values are too large", problem, StringComparison.Ordinal);
        }

        var deep = new JsonObject { ["v0"] = "x" };
        for (var i = 1; i < 500; i++)
            deep[$"v{i}"] = $"[variables('v{i - 1}')]";
        Assert.False(new ArmTemplate(new JsonObject { ["variables"] = deep }, Target).TryResolve("[variables('v499')]", out _, out var tooDeep));
        Assert.Contains("nested too deeply", tooDeep, StringComparison.Ordinal);
        var nested = "[" + string.Concat(Enumerable.Repeat("concat(", 10_000)) + "'a'" + new string(')', 10_000) + "]";
        Assert.False(Template().TryResolve(nested, out _, out tooDeep));
        Assert.Contains("nested too deeply", tooDeep, StringComparison.Ordinal);
        // Another question finds it as it was.
        Assert.True(Template().TryResolve("[variables('chain')]", out _, out _));
    }

    [Fact]
    public void A_workspace_without_a_region_leaves_the_region_without_a_value()
    {
        var template = new ArmTemplate([], Target with { Location = null });
        Assert.False(template.TryResolve("[resourceGroup().location]", out _, out var problem));
        Assert.Equal("its expression [resourceGroup().location] cannot be worked out: there is no property 'location'", problem);
    }

    private static ArmTemplate Template() => new(JsonNode.Parse("""
        {
          "parameters": {
            "name": {"type": "string", "defaultValue": "[concat('Name of ', parameters('workspace'))]"},
            "workspace": {"type": "string", "defaultValue": "another"},
            "secret": {"type": "securestring"}
          },
          "variables": {
            "rule": {"id": "r-1", "tags": ["a", "b"]},
            "chain": "[concat(variables('rule').id, '/', parameters('workspace'))]",
            "known": {"id": "[concat('k', '-1')]", "hash": "[uniqueString('x')]", "self": "[variables('known').self]"},
            "lazy": "[utcNow('g')]",
            "loop": "[concat('a', variables('loop2'))]",
            "loop2": "[variables('loop')]"
          }
        }
        """)!.AsObject(), Target);
}
