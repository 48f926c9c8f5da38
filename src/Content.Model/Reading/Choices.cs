namespace Content.Model.Reading;

/// <summary>The names that a key allows and what they stand for.</summary>
/// <remarks>
/// Two arrays in a class of this assembly: a list of (name, value) tuples is generic code of other assemblies over types of this
/// one, which cannot be compiled ahead and took 10 ms of every start.
/// </remarks>
internal sealed class Choices<T>(string[] names, T[] values)
{
    public IReadOnlyList<string> Names => names;

    public bool TryFind(string name, out T value)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                value = values[i];
                return true;
            }
        }

        value = values[0];
        return false;
    }
}
