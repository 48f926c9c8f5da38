using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Content.Kql.Symbols;

namespace Content.Testing.Mutation.Equivalence;

/// <summary>A normalised piece of a query. Equal pieces have the same number.</summary>
/// <param name="Id">Its number in the table.</param>
/// <param name="Operator">What it is.</param>
/// <param name="Data">What it is beside its children: names, literals, kinds.</param>
/// <param name="Children">Pieces it is made of.</param>
/// <param name="Type">Type of a value; null for rows.</param>
internal sealed record Term(int Id, string Operator, string Data, ImmutableArray<int> Children, KqlType? Type)
{
    /// <summary>The value of a literal.</summary>
    public object? Literal { get; init; }

    /// <summary>All texts that it can be, where those are few; null when they are not known.</summary>
    public ImmutableSortedSet<string>? Values { get; init; }

    /// <summary>For an integer that cannot be null, the least value it can have; null when that is not known.</summary>
    public long? Least { get; init; }

    public bool IsLiteral => Operator == "literal";

    public bool IsTrue => IsLiteral && Literal is true;

    public bool IsFalse => IsLiteral && Literal is false;
}

/// <summary>All terms of some queries that are compared with each other. Not safe for use from several threads.</summary>
internal sealed class TermTable
{
    private readonly Dictionary<string, Term> _known = new(StringComparer.Ordinal);
    private readonly List<Term> _terms = [];

    public Term this[int id] => _terms[id];

    public Term Make(string @operator, string data, KqlType? type, params ReadOnlySpan<int> children)
    {
        var key = new StringBuilder(@operator).Append('|').Append(type?.Name).Append('|').Append(data.Length).Append('|').Append(data);
        foreach (var child in children)
            key.Append(',').Append(child.ToString(CultureInfo.InvariantCulture));
        var text = key.ToString();
        if (_known.TryGetValue(text, out var known))
            return known;
        var term = new Term(_terms.Count, @operator, data, [.. children], type);
        return Store(text, term);
    }

    public Term Literal(KqlType type, object? value)
    {
        if (type.Kind == TypeKind.String)
            value ??= "";
        var data = value is null ? "null" : "=" + ValueFormat.Text(value);
        var text = $"literal|{type.Name}|{value?.GetType().Name}|{data}";
        return _known.TryGetValue(text, out var known) ? known : Store(text, new Term(_terms.Count, "literal", data, [], type)
        {
            Literal = value,
            Values = value is string one ? [one] : null,
            Least = value is int small ? small : value is long whole ? whole : null,
        });
    }

    /// <summary>Adds what is known of a term. The same is found for equal terms, so that the order of finding does not matter.</summary>
    public Term Note(Term term, ImmutableSortedSet<string>? values = null, long? least = null)
    {
        if (values is null && least is null)
            return term;
        return _terms[term.Id] = _terms[term.Id] with { Values = values ?? term.Values, Least = least ?? term.Least };
    }

    private Term Store(string text, Term term)
    {
        _terms.Add(term);
        _known.Add(text, term);
        return term;
    }
}
