using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Content.Workbooks.Preview.Charts;

/// <summary>A text within an SVG: in Razor files the element of that name means something else.</summary>
public sealed class Label : ComponentBase
{
    /// <summary>Where, from the left.</summary>
    [Parameter, EditorRequired] public double X { get; set; }
    /// <summary>Where its foot stands, from above.</summary>
    [Parameter, EditorRequired] public double Y { get; set; }
    /// <summary>start, middle or end.</summary>
    [Parameter] public string Anchor { get; set; } = "start";
    /// <summary>What is written.</summary>
    [Parameter, EditorRequired] public string Text { get; set; } = "";
    /// <summary>Classes of the element.</summary>
    [Parameter] public string Class { get; set; } = "wb-label";
    /// <summary>Full text where the written one is cut; null when it is not.</summary>
    [Parameter] public string? Title { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", SvgPath.N(X));
        builder.AddAttribute(2, "y", SvgPath.N(Y));
        builder.AddAttribute(3, "text-anchor", Anchor);
        builder.AddAttribute(4, "class", Class);
        builder.AddContent(5, Text);
        if (Title is not null)
        {
            builder.OpenElement(6, "title");
            builder.AddContent(7, Title);
            builder.CloseElement();
        }

        builder.CloseElement();
    }
}
