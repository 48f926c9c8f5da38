using System.Text;
using Content.Kql.Syntax;

namespace Content.Analysis.Formatting;

/// <summary>
/// Decides at which tokens of a query lines begin, and writes them. A decision is a flag per token that is only ever set, and it depends on the
/// tokens and on the lines of the author alone: laying out what was laid out changes nothing.
/// </summary>
internal sealed class QueryLayout
{
    private const int Step = 4;

    private readonly string _query;
    private readonly Token[] _tokens;
    private readonly QuerySpacing _spacing;
    private readonly Gap[] _gaps;
    private readonly bool[] _breaks;
    private readonly Frame[] _frames;
    private readonly Frame?[] _opened;
    private readonly Frame?[] _closed;
    private readonly bool[] _startsStatement;
    private readonly List<Frame> _all = [];
    private readonly List<Sequence> _sequences = [];

    public QueryLayout(string query, Token[] tokens, QuerySpacing spacing)
    {
        _query = query;
        _tokens = tokens;
        _spacing = spacing;
        _gaps = new Gap[tokens.Length];
        _breaks = new bool[tokens.Length];
        _frames = new Frame[tokens.Length];
        _opened = new Frame?[tokens.Length];
        _closed = new Frame?[tokens.Length];
        _startsStatement = new bool[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            _gaps[i] = Gap.Read(query, i == 0 ? 0 : tokens[i - 1].End, tokens[i].Start);
            _breaks[i] = i > 0 && i < tokens.Length - 1 && (_gaps[i].HasBreak || Kind(i) == SyntaxKind.Directive || Kind(i - 1) == SyntaxKind.Directive);
        }

        FindFrames();
    }

    public string Write()
    {
        // An operator follows its bar; a bar that ended a line begins the next one.
        for (var i = 1; i < Count; i++)
        {
            if (Kind(i - 1) == SyntaxKind.Bar && _breaks[i] && _gaps[i].Comments.Length == 0)
            {
                _breaks[i] = false;
                _breaks[i - 1] = i > 1;
            }
        }

        while (true)
        {
            Spread();
            var text = Render(out var lines);
            if (!BreakLongLines(lines))
                return text;
        }
    }

    // Without the end of the text.
    private int Count => _tokens.Length - 1;

    private SyntaxKind Kind(int index) => _tokens[index].Kind;

    private static bool IsOpen(SyntaxKind kind) => kind is SyntaxKind.OpenParen or SyntaxKind.OpenBracket or SyntaxKind.OpenBrace;

    private static bool IsClose(SyntaxKind kind) => kind is SyntaxKind.CloseParen or SyntaxKind.CloseBracket or SyntaxKind.CloseBrace;

    private void FindFrames()
    {
        var stack = new Stack<Frame>();
        var frame = new Frame(null, -1, 0, HasStatements: true);
        _all.Add(frame);
        var sequence = Begin(frame, 0);
        for (var i = 0; i < _tokens.Length; i++)
        {
            var kind = Kind(i);
            if (IsClose(kind) && frame.Outer is not null)
            {
                frame.Close = i;
                _closed[i] = frame;
                frame = stack.Pop();
                sequence = frame.Current!;
                _frames[i] = frame;
                continue;
            }

            _frames[i] = frame;
            if (kind == SyntaxKind.Bar)
                sequence.Bars.Add(i);
            else if (kind == SyntaxKind.Semicolon && frame.HasStatements)
                sequence = Begin(frame, i + 1);
            if (!IsOpen(kind))
                continue;
            frame.Current = sequence;
            stack.Push(frame);

            // A body in braces stands behind the parameters of a function; other braces are bags of dynamic and rows of a pattern.
            frame = new Frame(frame, i, frame.Depth + 1, kind == SyntaxKind.OpenBrace && i > 0 && Kind(i - 1) == SyntaxKind.CloseParen);
            _all.Add(frame);
            _opened[i] = frame;
            sequence = Begin(frame, i + 1);
        }
    }

    private Sequence Begin(Frame frame, int first)
    {
        var sequence = new Sequence(frame, first);
        _sequences.Add(sequence);
        if (frame.HasStatements)
        {
            frame.Statements.Add(first);
            if (first < _startsStatement.Length)
                _startsStatement[first] = true;
        }

        return sequence;
    }

    // Breaks that ask for others: all operators of a pipe or none, and the brackets around a pipe or statements in lines of their own.
    private void Spread()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var sequence in _sequences)
            {
                if (sequence.Bars.Count == 0)
                    continue;
                var isTop = sequence.Frame.HasStatements;
                if ((isTop && sequence.Bars.Count > 1) || sequence.Bars.Exists(bar => _breaks[bar]))
                {
                    foreach (var bar in sequence.Bars)
                        changed |= Set(bar);
                    if (!isTop)
                        changed |= Set(sequence.Frame.Open + 1) | Set(sequence.Frame.Close);
                }
            }

            for (var i = 1; i < Count; i++)
            {
                var frame = _frames[i];
                if (frame.HasStatements && _breaks[i])
                    changed |= frame.Open < 0 ? SetStatements(frame) : Set(frame.Open + 1) | Set(frame.Close) | SetStatements(frame);
            }

            if (_sequences[0].Frame.Statements.Count > 1)
                changed |= SetStatements(_sequences[0].Frame);
        }
    }

    private bool SetStatements(Frame frame)
    {
        var changed = false;
        foreach (var first in frame.Statements)
            changed |= first > 0 && Set(first);
        return changed;
    }

    private bool Set(int index)
    {
        if (index <= 0 || index >= Count || _breaks[index])
            return false;
        _breaks[index] = true;
        return true;
    }

    // Each line that is too long gets breaks, as far out as they can be.
    private bool BreakLongLines(List<Line> lines)
    {
        var changed = false;
        foreach (var line in lines)
        {
            if (line.Length <= QueryFormatter.Width)
                continue;
            var outermost = int.MaxValue;
            var innermost = 0;
            for (var i = line.First + 1; i <= line.Last; i++)
            {
                outermost = Math.Min(outermost, _frames[i].Depth);
                innermost = Math.Max(innermost, _frames[i].Depth);
            }

            for (var depth = outermost; depth <= innermost; depth++)
            {
                if (BreakAt(line, depth))
                {
                    changed = true;
                    break;
                }
            }
        }

        return changed;
    }

    private bool BreakAt(Line line, int depth)
    {
        var changed = false;
        for (var i = line.First + 1; i <= line.Last; i++)
        {
            if (_frames[i].Depth == depth && Kind(i) == SyntaxKind.Bar)
                changed |= Set(i);
        }

        if (changed)
            return true;

        // As many items a line as fit; what comes after a break is indented by up to two levels more than the line.
        var candidate = 0;
        var shift = 0;
        for (var i = line.First + 2; i <= line.Last; i++)
        {
            if (candidate > 0 && line.EndOf(i) - shift > QueryFormatter.Width)
            {
                changed |= Set(candidate);
                shift = line.StartOf(candidate) - line.StartOf(line.First) - (2 * Step);
                candidate = 0;
            }

            if (_frames[i].Depth == depth && Kind(i - 1) == SyntaxKind.Comma)
                candidate = i;
        }

        if (changed)
            return true;
        for (var i = line.First + 1; i <= line.Last; i++)
        {
            if (_frames[i].Depth == depth && Kind(i) is SyntaxKind.AndKeyword or SyntaxKind.OrKeyword)
                changed |= Set(i);
        }

        return changed;
    }

    private string Render(out List<Line> lines)
    {
        var text = new StringBuilder(_query.Length + 64);
        lines = [];
        var indent = 0;
        var lineStart = 0;
        var columns = new List<int>();
        var first = 0;
        foreach (var frame in _all)
            frame.Reset();
        for (var i = 0; i < Count; i++)
        {
            var frame = _frames[i];
            var starts = i == 0 || _breaks[i];
            var isStatement = _startsStatement[i] && !IsClose(Kind(i));
            if (isStatement)
                frame.BeginStatement(Kind(i) == SyntaxKind.LetKeyword ? Step : 0);
            if (starts)
            {
                if (i > 0)
                    lines.Add(new Line(first, i - 1, text.Length - lineStart, [.. columns]));
                var next = IndentOf(i, isStatement);
                WriteComments(text, i, _closed[i]?.Content ?? next);
                if (i > 0)
                {
                    text.Append('\n');
                    if (_gaps[i].AfterBlankLine)
                        text.Append('\n');
                }

                indent = next;
                first = i;
                columns.Clear();
                lineStart = text.Length;
                text.Append(' ', indent);
            }
            else if (_spacing.NeedsBlank(_tokens[i - 1], _tokens[i], _gaps[i].IsAdjacent))
                text.Append(' ');

            columns.Add(text.Length - lineStart);
            var token = _query.AsSpan(_tokens[i].Start, _tokens[i].Length);
            text.Append(Kind(i) == SyntaxKind.Directive ? token.TrimEnd() : token);

            // A string over several lines cannot be moved; what counts is the line in which it ends.
            if (token.LastIndexOf('\n') is >= 0 and var at)
                lineStart = text.Length - (token.Length - at - 1);
            if (Kind(i) == SyntaxKind.Bar)
                frame.HasBar = true;
            _opened[i]?.Enter(indent, indent + Step);
        }

        lines.Add(new Line(first, Count - 1, text.Length - lineStart, [.. columns]));
        WriteComments(text, Count, 0);
        return text.ToString();
    }

    private int IndentOf(int index, bool isStatement)
    {
        var frame = _frames[index];
        if (index == 0)
            return 0;
        if (_closed[index] is { } closed)
            return closed.Outside;
        if (isStatement)
            return frame.Content;
        var bars = frame.Content + frame.Extra;
        if (Kind(index) == SyntaxKind.Bar)
            return bars;
        if (frame.HasStatements || frame.HasBar)
            return bars + Step - (frame.HasStatements && !frame.HasBar ? frame.Extra : 0);
        return IsOpen(Kind(index - 1)) || Kind(index - 1) == SyntaxKind.Comma || Kind(index) is SyntaxKind.AndKeyword or SyntaxKind.OrKeyword
            ? frame.Content + (Kind(frame.Open + 1) == SyntaxKind.UnionKeyword && frame.Open + 1 < index ? Step : 0)
            : frame.Content + Step;
    }

    private void WriteComments(StringBuilder text, int index, int indent)
    {
        foreach (var comment in _gaps[index].Comments)
        {
            if (comment.IsTrailing)
            {
                text.Append(' ').Append(comment.Text);
                continue;
            }

            if (text.Length > 0)
            {
                text.Append('\n');
                if (comment.AfterBlankLine)
                    text.Append('\n');
            }

            text.Append(' ', indent).Append(comment.Text);
        }

        if (index == 0 && text.Length > 0)
        {
            text.Append('\n');
            if (_gaps[0].AfterBlankLine)
                text.Append('\n');
        }
    }

    /// <summary>A line as written: its tokens, its columns without a comment at its end, and the column of each token.</summary>
    private sealed record Line(int First, int Last, int Length, int[] Columns)
    {
        public int StartOf(int token) => Columns[token - First];

        // Just before the next token; the blank between them counts for nothing.
        public int EndOf(int token) => token == Last ? Length : Columns[token - First + 1] - 1;
    }

    /// <summary>What stands in a pair of brackets, or in none.</summary>
    private sealed record Frame(Frame? Outer, int Open, int Depth, bool HasStatements)
    {
        public int Close { get; set; } = -1;
        public List<int> Statements { get; } = [];
        public Sequence? Current { get; set; }
        public int Outside { get; private set; }
        public int Content { get; private set; }
        public int Extra { get; private set; }
        public bool HasBar { get; set; }

        public void Reset()
        {
            Outside = Content = Extra = 0;
            HasBar = false;
        }

        public void Enter(int outside, int content)
        {
            Outside = outside;
            Content = content;
        }

        public void BeginStatement(int extra)
        {
            Extra = extra;
            HasBar = false;
        }

        public bool Equals(Frame? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }

    /// <summary>A pipe: a statement, or what stands in brackets.</summary>
    private sealed record Sequence(Frame Frame, int First)
    {
        public List<int> Bars { get; } = [];
    }
}
