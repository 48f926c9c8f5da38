namespace Content.Kql.Functions;

/// <summary>
/// One entry of a family's declaration text. It reads:
/// <code>
/// name(parameters) -> result            one line a signature, tried in this order
///     @named sum_*  @hidden             flags, where there are any
///     What it does, in one sentence.
/// </code>
/// and ends at an empty line. <see cref="SignatureParser"/> says how parameters and results are written. Flags:
/// <c>@named *</c> (a column takes the first argument's name), <c>@named sum_*</c> (after a prefix), <c>@named x</c> (always so),
/// <c>@named only</c> (the name of the only argument), <c>@named value</c> (the value of the first argument);
/// <c>@prefix x</c> (only the columns of a call that gives several start with x);
/// <c>@hidden</c> (not offered), <c>@obsolete other</c> (use that instead), <c>@not-constant</c> (not a constant of constants);
/// <c>@in-graph</c> (only in the where and project clauses of graph operators).
/// </summary>
internal readonly struct Declaration
{
    private readonly string _text;
    private readonly int _start;
    private readonly int _bodyStart;

    /// <summary>Reads the entry that starts at an offset.</summary>
    public Declaration(string text, int start, int end)
    {
        _text = text;
        _start = start;
        Name = text[start..(start + text.AsSpan(start).IndexOf('('))];
        _bodyStart = start;
        while (_bodyStart < end && text[_bodyStart] != ' ')
            _bodyStart = NextLine(text, _bodyStart, end);

        ConstantFoldable = true;
        ResultNaming = default;
        ObsoleteAlternative = null;
        IsHidden = false;
        OnlyInGraph = false;
        Summary = "";
        for (var line = _bodyStart; line < end;)
        {
            var next = NextLine(text, line, end);
            var content = text.AsSpan(line, next - line).Trim();
            if (content.StartsWith("@"))
            {
                while (!content.IsEmpty)
                {
                    content = content[1..];
                    var length = content.IndexOf('@');
                    var flag = (length < 0 ? content : content[..length]).Trim();
                    content = length < 0 ? [] : content[length..];
                    var space = flag.IndexOf(' ');
                    var value = space < 0 ? "" : flag[(space + 1)..].Trim().ToString();
                    switch (space < 0 ? flag : flag[..space])
                    {
                        case "hidden": IsHidden = true; break;
                        case "not-constant": ConstantFoldable = false; break;
                        case "in-graph": OnlyInGraph = true; break;
                        case "obsolete": ObsoleteAlternative = value; break;
                        case "prefix": ResultNaming = new(ResultNameKind.None, value); break;
                        case "named": ResultNaming = NamingOf(value); break;
                    }
                }
            }
            else
            {
                Summary = content.ToString();
            }

            line = next;
        }
    }

    public string Name { get; }
    public string Summary { get; }
    public bool IsHidden { get; }
    public bool ConstantFoldable { get; }
    public bool OnlyInGraph { get; }
    public string? ObsoleteAlternative { get; }
    public ResultNaming ResultNaming { get; }
    public ReadOnlySpan<char> Signatures => _text.AsSpan(_start, _bodyStart - _start);

    private static ResultNaming NamingOf(string pattern) => pattern switch
    {
        "*" => new(ResultNameKind.FirstArgument),
        "only" => new(ResultNameKind.OnlyArgument),
        "value" => new(ResultNameKind.FirstArgumentValue),
        _ when pattern.EndsWith("_*", StringComparison.Ordinal) => new(ResultNameKind.FirstArgument, pattern[..^2]),
        _ => new(ResultNameKind.Fixed, pattern),
    };

    private static int NextLine(string text, int start, int end)
    {
        var length = text.AsSpan(start, end - start).IndexOf('\n');
        return length < 0 ? end : start + length + 1;
    }
}
