using System.Net;
using System.Net.Sockets;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>A column that holds one address, user or identifier is compared with a whole one by has, which asks for each of its parts and finds it inside longer values too. ==, or =~ where case does not matter, says what is meant.</summary>
internal sealed class TermForWholeValue() : AnalysisRule("RULE098", DiagnosticSeverity.Info, "has is used where == would compare the whole value.")
{
    private static readonly string[] s_addresses = ["IP", "IPAddress", "IpAddr"];
    private static readonly string[] s_users = ["UserPrincipalName", "Upn", "UserName", "UserId"];
    private static readonly string[] s_identifiers = ["Id", "Guid"];

    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        foreach (var binary in context.NodesOf<BinarySyntax>())
        {
            var negated = context.TextOf(binary.Operator).StartsWith("!");
            var operation = negated ? context.TextOf(binary.Operator)[1..] : context.TextOf(binary.Operator);
            if (operation is not ("has" or "has_cs") || binary is not { Left: NameSyntax name, Right: LiteralSyntax { Value: string text } })
                continue;
            if (context.TableColumn(name.Text) is not { Type.Kind: TypeKind.String } || Holds(name.Text, text) is not { } thing)
                continue;
            var equality = (negated, operation is "has_cs" || thing == "address") switch { (true, true) => "!=", (true, false) => "!~", (false, true) => "==", (false, false) => "=~" };
            context.Add(binary.Operator.Span, $"'{name.Text}' holds one {thing}, and 'has' finds '{text}' in longer values too.", $"Compare the whole value: {name.Text} {equality} …");
        }
    }

    // What a column holds of which the text is a whole one; null when it may well be a part.
    private static string? Holds(string column, string text) =>
        EndsWith(column, s_addresses) && IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(c => c == '.') == 3) ? "address"
        : EndsWith(column, s_users) && text.Count(c => c == '@') == 1 && text.IndexOf('@', StringComparison.Ordinal) is var at && at > 0 && text.IndexOf('.', at) > at + 1 ? "user"
        : EndsWith(column, s_identifiers) && Guid.TryParse(text, out _) ? "identifier"
        : null;

    private static bool EndsWith(string column, string[] endings) => Array.Exists(endings, ending => column.EndsWith(ending, StringComparison.Ordinal) || column.Equals(ending, StringComparison.OrdinalIgnoreCase));
}
