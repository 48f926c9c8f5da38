using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Content.Model;

namespace Content.Analysis.Caching;

/// <summary>
/// Keys of items with a query: a hash of all that what is found in one depends on. That is its file and what <see cref="QueryDependencies"/> says, and for all
/// items the tool, the configuration with its environment, and the day.
/// </summary>
internal sealed class ItemKeys
{
    private readonly byte[] _common;
    private readonly QueryDependencies _dependencies;
    private readonly byte[][] _digests;

    public ItemKeys(ContentRepository repository, DateOnly? today)
    {
        using var common = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var type in (Type[])[typeof(ItemKeys), typeof(ContentRepository), typeof(Catalog.SentinelSchema), typeof(Kql.Compilation), typeof(Diagnostics.Diagnostic)])
            common.AppendData(type.Module.ModuleVersionId.ToByteArray());
        Append(common, repository.Configuration.Source?.Content);
        Append(common, repository.Configuration.WorkspaceSchemaText);
        Append(common, repository.Environment?.Name.Value);
        Append(common, today?.ToString("O", CultureInfo.InvariantCulture));
        foreach (var item in QueryDependencies.Common(repository))
            AppendFile(common, item);
        _dependencies = new QueryDependencies([.. QueryDependencies.Named(repository)]);
        _digests = [.. _dependencies.Items.Select(DigestOf)];
        for (var i = 0; i < _digests.Length; i++)
        {
            if (QueryDependencies.IsNamedByAll(_dependencies.Items[i]))
                common.AppendData(_digests[i]);
        }

        _common = common.GetHashAndReset();
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
        foreach (var at in new SortedSet<int>(_dependencies.Of(query.Value)))
            hash.AppendData(_digests[at]);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }

    private static byte[] DigestOf(ContentItem item)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendFile(hash, item);
        Append(hash, item.KqlText?.Value);
        Append(hash, (item as Watchlist)?.Data?.Source.Content);
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
