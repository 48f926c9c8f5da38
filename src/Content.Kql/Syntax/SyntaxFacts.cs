namespace Content.Kql.Syntax;

public static partial class SyntaxFacts
{
    private const byte NameFlag = 1;
    private const byte ExtendedNameFlag = 2;

    private static readonly byte[] Flags = BuildFlags();

    private static byte[] BuildFlags()
    {
        var flags = new byte[(int)SyntaxKind.HintKeyword + 1];
        flags[(int)SyntaxKind.Identifier] = NameFlag | ExtendedNameFlag;
        foreach (var kind in NameKeywords)
            flags[(int)kind] = NameFlag | ExtendedNameFlag;
        foreach (var kind in ExtendedNameKeywords)
            flags[(int)kind] |= ExtendedNameFlag;
        return flags;
    }

    /// <summary>True for a keyword of any sort.</summary>
    public static bool IsKeyword(SyntaxKind kind) => kind >= SyntaxKind.AccessKeyword;

    /// <summary>True for an identifier and for keywords that may be names anywhere.</summary>
    public static bool CanBeName(SyntaxKind kind) => (Flags[(int)kind] & NameFlag) != 0;

    /// <summary>True for an identifier and for keywords that may be names where only a name can stand.</summary>
    public static bool CanBeExtendedName(SyntaxKind kind) => (Flags[(int)kind] & ExtendedNameFlag) != 0;

    /// <summary>True for a literal token.</summary>
    public static bool IsLiteral(SyntaxKind kind) => kind is >= SyntaxKind.BooleanLiteral and <= SyntaxKind.StringLiteral;

    /// <summary>True for a letter, digit or underscore.</summary>
    internal static bool IsIdentifierPart(char c) =>
        c < 128 ? char.IsAsciiLetterOrDigit(c) || c == '_' : char.IsLetterOrDigit(c);

    /// <summary>True for a letter, an underscore or a dollar sign.</summary>
    internal static bool IsIdentifierStart(char c) =>
        c < 128 ? char.IsAsciiLetter(c) || c is '_' or '$' : char.IsLetter(c);

    /// <summary>The keyword with punctuation inside that starts at a place; its length is 0 when there is none.</summary>
    internal static (SyntaxKind Kind, int Length) FindCompositeKeyword(ReadOnlySpan<char> text)
    {
        foreach (var (keyword, kind) in CompositeKeywords)
        {
            if (text.StartsWith(keyword, StringComparison.Ordinal))
                return (kind, keyword.Length);
        }

        return (SyntaxKind.Identifier, 0);
    }

    /// <summary>True when a name can be written without brackets.</summary>
    public static bool IsPlainName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !IsIdentifierStart(name[0]))
            return false;
        foreach (var c in name[1..])
        {
            if (!IsIdentifierPart(c))
                return false;
        }

        return CanBeName(FindKeyword(name));
    }
}
