using System.Buffers;
using System.Text;

namespace Content.Kql.Engine.Kernels;

/// <summary>
/// Runs plain patterns over the bytes of ASCII texts: no conversion, nothing allocated a text. Where the next character tells which way to
/// go (nearly always in patterns that pick values out of logs) there is no way back to be kept; elsewhere it backtracks, and never tries the
/// same place of the pattern twice at the same place of the text, so the time is bounded by the product of both lengths.
/// </summary>
internal sealed class ByteRegex
{
    private const int MaxProgram = 2_000;
    private const int MaxText = 4_096;

    private enum Code : byte { Set, Loop, Branch, Split, Jump, Save, Begin, End, Edge, NoEdge, Accept }

    /// <summary>An instruction. <paramref name="Set"/> is where its characters begin in the table of sets.</summary>
    private record struct Instruction(Code Code, int Set, int X, int Y);

    private readonly List<Instruction> _code = [];
    private readonly List<UInt128> _sets = [];
    private readonly Instruction[] _program;
    private readonly bool[] _table;
    private readonly byte[] _prefix;
    private readonly int _entry;
    private readonly bool _anchored;
    private readonly SearchValues<byte>? _starts;
    private readonly int[] _saves;
    private readonly int _splits;
    private int[] _stack = new int[48];
    private ulong[] _visited = [];

    private ByteRegex(ByteRegexNode node, int groups)
    {
        Emit(node);
        _code.Add(new Instruction(Code.Accept, 0, 0, 0));
        Decide();
        _program = [.. _code];
        _saves = new int[groups * 2 + 2];
        _table = new bool[_sets.Count * 128];
        for (var i = 0; i < _sets.Count; i++)
        {
            for (var c = 0; c < 128; c++)
                _table[i * 128 + c] = (_sets[i] >> c & 1) != 0;
        }

        for (var i = 0; i < _program.Length; i++)
        {
            if (_program[i].Code == Code.Split)
                _program[i].Set = _splits++;
            else
                _program[i].Set *= 128;
        }

        var at = 0;
        var prefix = new List<byte>();
        while (_code[at] is { Code: Code.Set } one && UInt128.PopCount(_sets[one.Set]) == 1)
        {
            prefix.Add((byte)UInt128.TrailingZeroCount(_sets[one.Set]));
            at++;
        }

        _prefix = [.. prefix];
        _entry = at;
        _anchored = First(0, []).Begin;
        if (_prefix.Length == 0 && First(0, []) is { Open: false, AtEnd: false } first)
        {
            var starts = new List<byte>();
            for (var c = 0; c < 128; c++)
            {
                if ((first.Characters >> c & 1) != 0)
                    starts.Add((byte)c);
            }

            _starts = SearchValues.Create(starts.ToArray());
        }
    }

    /// <summary>Compiles a pattern; null for one that is not plain.</summary>
    public static ByteRegex? Create(string pattern)
    {
        if (ByteRegexParser.Parse(pattern) is not { } parsed || Size(parsed.Node) > MaxProgram)
            return null;
        return new ByteRegex(parsed.Node, parsed.Groups);
    }

    /// <summary>True when no way back is ever kept.</summary>
    public bool IsDirect => _splits == 0;

    /// <summary>True when the pattern begins with a known text.</summary>
    public bool HasPrefix => _prefix.Length > 0;

    /// <summary>Whether a text can be matched here.</summary>
    public static bool CanMatch(ReadOnlySpan<byte> text) => text.Length <= MaxText && Ascii.IsValid(text);

    /// <summary>The first match: place of a group (0 is the whole), of length 0 for a group that took no part.</summary>
    public bool Find(ReadOnlySpan<byte> text, int group, out int start, out int length)
    {
        start = 0;
        length = 0;
        if (_splits > 0)
        {
            var words = (_splits * (text.Length + 1) + 63) >> 6;
            if (_visited.Length < words)
                _visited = new ulong[words * 2];
            else
                _visited.AsSpan(0, words).Clear();
        }

        var from = 0;
        while (from <= text.Length)
        {
            if (_prefix.Length > 0)
            {
                var found = text[from..].IndexOf(_prefix);
                if (found < 0)
                    return false;
                from += found;
            }
            else if (_starts is not null)
            {
                var found = text[from..].IndexOfAny(_starts);
                if (found < 0)
                    return false;
                from += found;
            }

            if (_anchored && from > 0)
                return false;
            _saves.AsSpan().Fill(-1);
            var end = Run(text, from + _prefix.Length);
            if (end >= 0)
            {
                _saves[0] = from;
                _saves[1] = end;
                if (_saves[group * 2] >= 0 && _saves[group * 2 + 1] >= 0)
                {
                    start = _saves[group * 2];
                    length = _saves[group * 2 + 1] - start;
                }

                return true;
            }

            from++;
        }

        return false;
    }

    // The end of a match that begins here; -1 when there is none.
    private int Run(ReadOnlySpan<byte> text, int at)
    {
        var program = _program;
        var table = _table;
        var pc = _entry;
        var top = 0;
        while (true)
        {
            ref readonly var step = ref program[pc];
            var ok = true;
            switch (step.Code)
            {
                case Code.Set:
                    ok = (uint)at < (uint)text.Length && table[step.Set + text[at]];
                    at++;
                    pc++;
                    break;
                case Code.Loop:
                    while ((uint)at < (uint)text.Length && table[step.Set + text[at]])
                        at++;
                    pc = step.Y;
                    break;
                case Code.Branch:
                    pc = (uint)at < (uint)text.Length && table[step.Set + text[at]] ? step.X : step.Y;
                    break;
                case Code.Split:
                {
                    var key = step.Set * (text.Length + 1) + at;
                    ref var word = ref _visited[key >> 6];
                    var bit = 1UL << (key & 63);
                    ok = (word & bit) == 0;
                    word |= bit;
                    if (ok)
                    {
                        Push(ref top, step.Y, at, -1);
                        pc = step.X;
                    }

                    break;
                }

                case Code.Jump: pc = step.X; break;
                case Code.Save:
                    if (top > 0)
                        Push(ref top, -1, _saves[step.X], step.X);
                    _saves[step.X] = at;
                    pc++;
                    break;
                case Code.Begin: ok = at == 0; pc++; break;
                case Code.End: ok = at == text.Length; pc++; break;
                case Code.Edge: ok = IsEdge(text, at); pc++; break;
                case Code.NoEdge: ok = !IsEdge(text, at); pc++; break;
                default: return at;
            }

            while (!ok)
            {
                if (top == 0)
                    return -1;
                top -= 3;
                if (_stack[top + 2] >= 0)
                {
                    _saves[_stack[top + 2]] = _stack[top + 1];
                    continue;
                }

                pc = _stack[top];
                at = _stack[top + 1];
                ok = true;
            }
        }
    }

    private void Push(ref int top, int pc, int at, int save)
    {
        if (top + 3 > _stack.Length)
            Array.Resize(ref _stack, _stack.Length * 2);
        _stack[top] = pc;
        _stack[top + 1] = at;
        _stack[top + 2] = save;
        top += 3;
    }

    private static bool IsEdge(ReadOnlySpan<byte> text, int at) => (at > 0 && IsWord(text[at - 1])) != (at < text.Length && IsWord(text[at]));

    private static bool IsWord(byte c) => char.IsAsciiLetterOrDigit((char)c) || c == '_';

    private static long Size(ByteRegexNode node) => node switch
    {
        ByteRegexNode.Sequence sequence => sequence.Items.Sum(Size),
        ByteRegexNode.Choice choice => choice.Items.Sum(item => Size(item) + 2),
        ByteRegexNode.Repeat repeat => (Size(repeat.Item) + 2) * Math.Max(repeat.Least + 1, repeat.Most),
        ByteRegexNode.Capture capture => Size(capture.Item) + 2,
        _ => 1,
    };

    private void Emit(ByteRegexNode node)
    {
        switch (node)
        {
            case ByteRegexNode.Set set:
                _code.Add(new Instruction(Code.Set, Table(set.Characters), 0, 0));
                break;
            case ByteRegexNode.Sequence sequence:
                foreach (var item in sequence.Items)
                    Emit(item);
                break;
            case ByteRegexNode.Capture capture:
                _code.Add(new Instruction(Code.Save, 0, capture.Number * 2, 0));
                Emit(capture.Item);
                _code.Add(new Instruction(Code.Save, 0, capture.Number * 2 + 1, 0));
                break;
            case ByteRegexNode.Place place:
                _code.Add(new Instruction(place.Kind switch { '^' => Code.Begin, '$' => Code.End, 'b' => Code.Edge, _ => Code.NoEdge }, 0, 0, 0));
                break;
            case ByteRegexNode.Choice choice:
            {
                var ends = new List<int>();
                for (var i = 0; i < choice.Items.Count; i++)
                {
                    var split = _code.Count;
                    if (i + 1 < choice.Items.Count)
                        _code.Add(default);
                    Emit(choice.Items[i]);
                    if (i + 1 == choice.Items.Count)
                        break;
                    ends.Add(_code.Count);
                    _code.Add(default);
                    _code[split] = new Instruction(Code.Split, 0, split + 1, _code.Count);
                }

                foreach (var end in ends)
                    _code[end] = new Instruction(Code.Jump, 0, _code.Count, 0);
                break;
            }

            case ByteRegexNode.Repeat repeat: EmitRepeat(repeat); break;
        }
    }

    private void EmitRepeat(ByteRegexNode.Repeat repeat)
    {
        for (var i = 0; i < repeat.Least; i++)
            Emit(repeat.Item);
        if (repeat.Most < 0)
        {
            var loop = _code.Count;
            _code.Add(default);
            Emit(repeat.Item);
            _code.Add(new Instruction(Code.Jump, 0, loop, 0));
            _code[loop] = Ways(loop + 1, _code.Count, repeat.Lazy);
            return;
        }

        var splits = new List<int>();
        for (var i = repeat.Least; i < repeat.Most; i++)
        {
            splits.Add(_code.Count);
            _code.Add(default);
            Emit(repeat.Item);
        }

        foreach (var split in splits)
            _code[split] = Ways(split + 1, _code.Count, repeat.Lazy);
    }

    private static Instruction Ways(int body, int exit, bool lazy) => new(Code.Split, 0, lazy ? exit : body, lazy ? body : exit);

    private int Table(UInt128 characters)
    {
        var at = _sets.IndexOf(characters);
        if (at >= 0)
            return at;
        _sets.Add(characters);
        return _sets.Count - 1;
    }

    // Makes splits where the next character decides branches, and the loops among them that take one set loops.
    private void Decide()
    {
        for (var i = 0; i < _code.Count; i++)
        {
            if (_code[i] is not { Code: Code.Split } split)
                continue;
            var first = First(split.X, []);
            var second = First(split.Y, []);
            var isSetLoop = _code[split.X].Code == Code.Set && _code[split.X + 1] is { Code: Code.Jump } jump && jump.X == i;
            if (isSetLoop && (!second.Open && (first.Characters & second.Characters) == 0 || AcceptsAlways(split.Y)))
                _code[i] = new Instruction(Code.Loop, _code[split.X].Set, split.X, split.Y);
            else if (!first.Open && !first.AtEnd && !second.Open && (first.Characters & second.Characters) == 0)
                _code[i] = new Instruction(Code.Branch, Table(first.Characters), split.X, split.Y);
        }
    }

    private bool AcceptsAlways(int pc)
    {
        while (_code[pc].Code is Code.Save or Code.Jump)
            pc = _code[pc].Code == Code.Jump ? _code[pc].X : pc + 1;
        return _code[pc].Code == Code.Accept;
    }

    /// <summary>What can come next at a place of the program: characters, the end of the text; open when it can go on without either.</summary>
    private readonly record struct Following(UInt128 Characters, bool AtEnd, bool Open, bool Begin);

    private Following First(int pc, HashSet<int> seen)
    {
        if (!seen.Add(pc))
            return default;
        var step = _code[pc];
        switch (step.Code)
        {
            case Code.Set: return new Following(_sets[step.Set], false, false, false);
            case Code.Jump: return First(step.X, seen);
            case Code.Save: return First(pc + 1, seen);
            case Code.End: return new Following(0, true, false, false);
            case Code.Begin: return new Following(0, true, true, true);
            case Code.Loop or Code.Branch or Code.Split:
            {
                var x = First(step.X, seen);
                var y = First(step.Y, seen);
                return new Following(x.Characters | y.Characters, x.AtEnd || y.AtEnd, x.Open || y.Open, x.Begin && y.Begin);
            }

            default: return new Following(0, true, true, false);
        }
    }
}
