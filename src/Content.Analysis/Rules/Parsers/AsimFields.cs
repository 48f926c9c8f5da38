using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// Who queries a schema counts on its mandatory fields, and on the types of all: a field that a parser lacks or gives another type makes columns such as Field_string in
/// the union of the schema. The Azure-Sentinel repository tests the same in a workspace.
/// </summary>
internal sealed class AsimFields() : AnalysisRule("RULE107", DiagnosticSeverity.Info, "An ASIM parser lacks a mandatory field of its schema, or gives a field another type.")
{
    // It stands for EventDuration or NetworkDuration, numbers, and the built-in functions declare it as a text.
    private const string Alias = "Duration";

    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Item is not ParserFunction parser || !Asim.IsOfSource(parser) || !Asim.Mandatory.TryGetValue(parser.NormalizedSchema!.Value, out var mandatory)
            || context.Query.HasErrors || context.Query.Body.Tabular?.Row is not { IsOpen: false } row)
        {
            return;
        }

        var missing = mandatory.Where(field => row.IndexOf(field) < 0).ToList();
        if (missing.Count > 0)
            context.Findings.Add(parser.NormalizedSchema, $"The parser lacks {Texts.List(missing, 6)}, which {parser.NormalizedSchema.Value} makes mandatory.", "Extend it; a field that the source does not have is empty.");
        if (Asim.FieldsOf(parser.NormalizedSchema.Value) is not { } fields)
            return;
        var other = row.Columns.Where(column => column.Name != Alias && fields.Find(column.Name) is { } field && !Fits(column.Type, field.Type)).Select(column => $"{column.Name} ({column.Type.Name}, not {fields.Find(column.Name)!.Type.Name})").ToList();
        if (other.Count > 0)
            context.Findings.Add(parser.NormalizedSchema, $"The parser gives another type than {parser.NormalizedSchema.Value} to {Texts.List(other, 4)}.", "Convert it.");
    }

    // Whole numbers of both widths mix in a union.
    private static bool Fits(KqlType type, KqlType wanted) => type.Kind == wanted.Kind || (type.Kind is TypeKind.Int or TypeKind.Long && wanted.Kind is TypeKind.Int or TypeKind.Long) || type.Kind is TypeKind.Unknown;
}
