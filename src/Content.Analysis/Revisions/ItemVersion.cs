using System.Globalization;

namespace Content.Analysis.Revisions;

/// <summary>How much of a version a change asks to be raised. A greater one includes the smaller ones.</summary>
internal enum VersionBump : byte
{
    /// <summary>Nothing that anyone would notice has changed.</summary>
    None,
    /// <summary>The third number: texts and metadata.</summary>
    Patch,
    /// <summary>The second number: what is found, when and how it is shown.</summary>
    Minor,
    /// <summary>The first number: something that others rely on is gone or has become something else.</summary>
    Major,
}

/// <summary>A version of content, <c>a.b.c</c>; parts that are left out are 0.</summary>
/// <param name="Major">First number.</param>
/// <param name="Minor">Second number.</param>
/// <param name="Patch">Third number.</param>
internal readonly record struct ItemVersion(int Major, int Minor, int Patch)
{
    /// <summary>Reads one to three numbers with dots between them; null when the text is none.</summary>
    public static ItemVersion? Parse(string? text)
    {
        var parts = text?.Trim().Split('.') ?? [];
        if (parts.Length is 0 or > 3)
            return null;
        Span<int> numbers = [0, 0, 0];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        }

        return new ItemVersion(numbers[0], numbers[1], numbers[2]);
    }

    /// <summary>The next version of a kind.</summary>
    public ItemVersion Next(VersionBump bump) => bump switch
    {
        VersionBump.Major => new ItemVersion(Major + 1, 0, 0),
        VersionBump.Minor => new ItemVersion(Major, Minor + 1, 0),
        VersionBump.Patch => new ItemVersion(Major, Minor, Patch + 1),
        _ => this,
    };

    /// <summary>The first number in which a later version differs.</summary>
    public VersionBump BumpTo(ItemVersion later) =>
        later.Major != Major ? VersionBump.Major : later.Minor != Minor ? VersionBump.Minor : later.Patch != Patch ? VersionBump.Patch : VersionBump.None;

    /// <summary>True when it is lower than another one.</summary>
    public bool IsBefore(ItemVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch)) < 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
