using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>JSON texts: parsing, and taking one value out of them.</summary>
internal static class JsonPathFunctions
{
    public static void Register(KernelTable table)
    {
        foreach (var name in (ReadOnlySpan<string>)["parse_json", "parsejson", "todynamic", "toobject"])
            table.Scalar(name, _ => ParseJson);
        foreach (var name in (ReadOnlySpan<string>)["extract_json", "extractjson"])
            table.Scalar(name, ExtractJson);
    }

    /// <summary>Reads texts as JSON; dynamic values stay as they are, scalars become dynamic ones.</summary>
    public static Vector ParseJson(ReadOnlySpan<Vector> arguments, int length)
    {
        if (arguments[0] is not StringVector text)
            return arguments[0].AsDynamic();
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            DynamicJson.ParseOrString(text[i], output.Writer);
            output.EndRow();
        }

        return output.Build();
    }

    /// <summary>Texts as another type; empty texts as null.</summary>
    public static Vector ConvertText(StringVector text, TypeKind kind)
    {
        if (kind != TypeKind.Dynamic)
            return Conversions.To(text, kind);
        return ParseJson([text], text.Length);
    }

    private static ScalarKernel ExtractJson(KernelBinding binding)
    {
        var kind = binding.ResultType.Kind;
        var constant = binding.ConstantString(0) is { } path ? JsonPath.Parse(path) : null;
        var scratch = new DynamicWriter();
        return (arguments, length) =>
        {
            var paths = arguments[0].AsString();
            var json = arguments[1].AsString();
            var values = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                var wanted = constant ?? JsonPath.Parse(paths.GetString(i));
                scratch.Rewind(0);
                if (wanted is not null && DynamicJson.TryParse(json[i], scratch))
                    values.Add(wanted.Find(scratch.ValueAt(0)));
                else
                    values.AddNull();
            }

            var found = values.Build();
            return kind == TypeKind.Dynamic ? found : Conversions.To(found, kind);
        };
    }
}
