using Content.Testing.Assertions;

namespace Content.Cli.Output;

/// <summary>What a piece of text means; the terminal decides how that looks.</summary>
internal enum Tone : byte
{
    Normal,
    Dim,
    Strong,
    Good,
    Bad,
    Warn,
    Accent,
}

/// <summary>A piece of a line.</summary>
internal readonly record struct Piece(string Text, Tone Tone = Tone.Normal)
{
    public static implicit operator Piece(string text) => new(text);
}

/// <summary>Where text for people goes.</summary>
internal abstract class Terminal : IDisposable
{
    /// <summary>Characters that fit a line; <see cref="int.MaxValue"/> where there is no such limit.</summary>
    public virtual int Width => int.MaxValue;

    /// <summary>Writes a line.</summary>
    public abstract void Line(params ReadOnlySpan<Piece> pieces);

    /// <summary>Writes a table of expected against actual.</summary>
    public abstract void Table(ComparisonTable table, int indent);

    /// <summary>Writes a heading.</summary>
    public abstract void Heading(string text);

    /// <summary>Shows what is being done, where that can be taken away again; null takes it away.</summary>
    public virtual void Status(string? text)
    {
    }

    public abstract void Dispose();
}

/// <summary>What the output is connected to.</summary>
internal static class TerminalKind
{
    /// <summary>True on a terminal that takes colours and where the user wants them.</summary>
    public static bool IsInteractive =>
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not "dumb" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
}
