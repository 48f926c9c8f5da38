using Content.Kql.Functions;
using Content.Kql.Language;

namespace Content.Kql.Tests.Functions;

public sealed class CatalogueTests
{
    private static IEnumerable<CallableSymbol> All => [.. Catalogue.Functions, .. Catalogue.Aggregates, .. Catalogue.Plugins];

    [Fact]
    public void Every_declaration_can_be_read_and_says_what_it_does()
    {
        Assert.Equal(429, Catalogue.Functions.Length);
        Assert.Equal(61, Catalogue.Aggregates.Length);
        Assert.Equal(47, Catalogue.Plugins.Length);
        foreach (var symbol in All)
        {
            Assert.NotEmpty(symbol.Signatures);
            Assert.EndsWith(".", symbol.Summary, StringComparison.Ordinal);
            foreach (var signature in symbol.Signatures)
            {
                Assert.True(signature.MinCount <= signature.MaxCount, symbol.Name);
                Assert.StartsWith(symbol.Name + "(", signature.Text, StringComparison.Ordinal);
                Assert.All(signature.Parameters, parameter => Assert.NotEmpty(parameter.Name));
            }
        }
    }

    [Fact]
    public void Obsolete_names_name_one_that_exists()
    {
        foreach (var symbol in All.Where(s => s.ObsoleteAlternative is not null))
        {
            foreach (var alternative in symbol.ObsoleteAlternative!.Split(" or "))
                Assert.Contains(All, s => s.Name == alternative && s.ObsoleteAlternative is null);
        }
    }

    [Fact]
    public void A_name_is_found_as_written_and_always_as_the_same_symbol()
    {
        Assert.Same(Catalogue.FindFunction("substring"), Catalogue.FindFunction("xsubstringx".AsSpan(1, 9)));
        Assert.Null(Catalogue.FindFunction("SubString"));
        Assert.Null(Catalogue.FindFunction("arg_max"));
        Assert.NotNull(Catalogue.FindAggregate("arg_max"));
        Assert.NotNull(Catalogue.FindPlugin("bag_unpack"));
    }

    [Fact]
    public void Texts_for_hints_show_optional_and_repeated_parameters()
    {
        Assert.Equal("substring(string, start, [length])", Catalogue.FindFunction("substring")!.Signatures[0].Text);
        Assert.Equal("case(predicate, …, then, …, else)", Catalogue.FindFunction("case")!.Signatures[0].Text);
    }

    [Fact]
    public void Request_options_have_types_values_and_summaries()
    {
        Assert.Equal(58, RequestOptions.All.Count);
        Assert.All(RequestOptions.All, option => Assert.EndsWith(".", option.Summary, StringComparison.Ordinal));
        Assert.Equal(["default", "all", "hotcache"], RequestOptions.Find("query_datascope")!.Values);
        Assert.Equal("bool", RequestOptions.Find("notruncation")!.Type!.Name);
    }
}
