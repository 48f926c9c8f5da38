using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// An entity is known by a text: a list or bag of values as its identifier, or a point in time, makes an entity that fits no other. A severity is one of
/// four words, tactics are words or a list of them.
/// </summary>
internal sealed class ColumnTypes() : AnalysisRule("RULE092", DiagnosticSeverity.Warning, "A column that becomes part of an alert has a type that does not go with it.")
{
    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        if (context.Row is not { } row)
            return;
        foreach (var mapping in context.Rule.EntityMappings)
        {
            foreach (var field in mapping.FieldMappings)
            {
                if (TypeOf(field.ColumnName.Value) is TypeKind.DateTime or TypeKind.TimeSpan or TypeKind.Real or TypeKind.Decimal or TypeKind.Bool && !TakesOthers(field.Identifier.Value))
                    Report(field.ColumnName, $"The {mapping.EntityType.Value} mapping's {field.Identifier.Value}", "a text");
            }
        }

        if (context.Rule.AlertDetailsOverride is not { } alert)
            return;
        if (alert.AlertSeverityColumnName is { } severity && TypeOf(severity.Value) is not (null or TypeKind.String or TypeKind.Dynamic or TypeKind.Unknown))
            Report(severity, "The severity of the alert", "a text: High, Medium, Low or Informational");
        if (alert.AlertTacticsColumnName is { } tactics && TypeOf(tactics.Value) is not (null or TypeKind.String or TypeKind.Dynamic or TypeKind.Unknown))
            Report(tactics, "The tactics of the alert", "a text or a list of texts");

        TypeKind? TypeOf(string column) => row.Find(column)?.Type.Kind;
        void Report(Located<string> column, string what, string wanted) =>
            context.Findings.Add(column, $"{what} is '{column.Value}', which is of type {row.Find(column.Value)!.Type.Name}; it should be {wanted}.", $"Extend a column with tostring({column.Value}) and refer to that.");
    }

    private static bool TakesOthers(string identifier) =>
        identifier is "IsDomainJoined" or "CreationTimeUtc" or "ReceivedDate" or "Timestamp" or "SubmissionDate" or "QueryTime" or "ClusterQueryStartTime" or "ClusterQueryEndTime" or "IsVolumeAnomaly" or "MailCount";
}
