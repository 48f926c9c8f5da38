using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Content.Model;

namespace Content.Analysis.Caching;

/// <summary>
/// Keys of items with a query: a hash of all that what is found in one depends on. That is the same as <see cref="RepositoryChanges"/> goes by: its file,
/// the parsers and watchlists that it names, also through other parsers, and for all items the tool, the configuration with its environment, the day, the
/// tables, ASIM schemas and blind-spot registers.
/// </summary>
internal sealed class ItemKeys
{
    private readonly byte[] _common;
    private readonly Dictionary<string, List<int>> _dependencies = new(StringComparer.Ordinal);
    private readonly List<byte[]> _digests = [];
    private readonly List<int[]> _closures = [];

    public ItemKeys(ContentRepository repository, DateOnly? today)
    {
        using var common = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var type in (Type[])[typeof(ItemKeys), typeof(ContentRepository), typeof(Catalog.SentinelSchema), typeof(Kql.Compilation), typeof(Diagnostics.Diagnostic)])
            common.AppendData(type.Module.ModuleVersionId.ToByteArray());
        Append(common, repository.Configuration.Source?.Content);
        Append(common, repository.Environment?.Name.Value);
        Append(common, today?.ToString("O", CultureInfo.InvariantCulture));
        foreach (var item in (IEnumerable<ContentItem>)[.. repository.Tables, .. repository.AsimSchemas, .. repository.BlindSpotRegisters])
            AppendFile(common, item);
        foreach (var parser in repository.Parsers)
            Declare(parser.Alias.Value, DigestOf(parser, null), common);
        foreach (var watchlist in repository.Watchlists)
            Declare(watchlist.Alias.Value, DigestOf(watchlist, watchlist.Data?.Source.Content), common);
        _common = common.GetHashAndReset();
        Close(repository);
    }

    /// <summary>The key of an item; null when it has no query.</summary>
    public UInt128? Of(ContentItem item)
    {
        if (item.KqlText is not { } query)
            return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_common);
        AppendFile(hash, item);

        // An environment's values are not those of the file.
        Append(hash, query.Value);
        var names = new SortedSet<int>();
        foreach (var at in Named(query.Value))
            names.UnionWith(_closures[at]);
        foreach (var at in names)
            hash.AppendData(_digests[at]);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }

    // A name that cannot be found as a word is taken to be named by everyone.
    private void Declare(string name, byte[] digest, IncrementalHash common)
    {
        if (name.Length == 0 || !name.All(IsWord))
        {
            common.AppendData(digest);
            return;
        }

        if (!_dependencies.TryGetValue(name, out var list))
            _dependencies.Add(name, list = []);
        list.Add(_digests.Count);
        _digests.Add(digest);
    }

    // What a parser names counts for whoever names the parser.
    private void Close(ContentRepository repository)
    {
        var direct = new HashSet<int>[_digests.Count];
        for (var i = 0; i < direct.Length; i++)
            direct[i] = [i];
        foreach (var parser in repository.Parsers)
        {
            foreach (var at in _dependencies.GetValueOrDefault(parser.Alias.Value) ?? [])
                direct[at].UnionWith(Named(parser.Query.Value));
        }

        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var set in direct)
            {
                var before = set.Count;
                foreach (var at in set.ToArray())
                    set.UnionWith(direct[at]);
                grown |= set.Count > before;
            }
        }

        _closures.AddRange(direct.Select(set => set.ToArray()));
    }

    private IEnumerable<int> Named(string text)
    {
        if (_dependencies.Count == 0)
            yield break;
        var lookup = _dependencies.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < text.Length;)
        {
            if (!IsWord(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && IsWord(text[i]))
                i++;
            if (lookup.TryGetValue(text.AsSpan(start, i - start), out var found))
            {
                foreach (var at in found)
                    yield return at;
            }
        }
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static byte[] DigestOf(ContentItem item, string? more)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendFile(hash, item);
        Append(hash, item.KqlText?.Value);
        Append(hash, more);
        return hash.GetHashAndReset();
    }

    private static void AppendFile(IncrementalHash hash, ContentItem item)
    {
        Append(hash, item.Path);
        Append(hash, item.Source.Content);
    }

    // Lengths keep neighbouring texts apart, and a text that is not there from an empty one.
    private static void Append(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text?.Length ?? -1);
        hash.AppendData(length);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
