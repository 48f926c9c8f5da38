using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Content.Analysis;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Fixtures;

namespace Content.Testing.Simulation;

/// <summary>
/// Makes entities of result rows ("Map data fields to entities in Microsoft Sentinel", "Microsoft Sentinel entity types reference"):
/// identifiers without value are left out, an entity without the identifiers that its type needs is not made, equal ones are made once,
/// an alert carries 500 at most, shared equally among the mappings, and those that no longer fit 64 KB of JSON are cut off.
/// </summary>
internal sealed class EntityExtractor
{
    private const int Limit = 500;
    private const int FieldBytes = 64 * 1024;
    // Braces, the key Type with quotes and colons, and the comma behind; quotes, colon and comma of an identifier.
    private const int EntityOverhead = 12;
    private const int IdentifierOverhead = 6;

    // An account that is only named like this tells nothing about whom it means; Sentinel drops it.
    private static readonly HashSet<string> GenericAccounts = new(StringComparer.OrdinalIgnoreCase)
    {
        "ADMIN", "ADMINISTRATOR", "SYSTEM", "ROOT", "ANONYMOUS", "AUTHENTICATED USER", "NETWORK", "NULL", "LOCAL SYSTEM", "LOCALSYSTEM", "NETWORK SERVICE",
    };

    private readonly (EntityType Type, (string Identifier, int Ordinal)[] Fields)[] _mappings;
    private readonly int[] _whole;
    private readonly int _share;

    public EntityExtractor(AnalyticsRule rule, RowType row)
    {
        _mappings =
        [
            .. rule.EntityMappings.Select(mapping => (
                EntityTypes.Find(mapping.EntityType.Value) ?? new EntityType(mapping.EntityType.Value, [], []),
                mapping.FieldMappings.Select(field => (field.Identifier.Value, row.IndexOf(field.ColumnName.Value))).ToArray())),
        ];
        _whole = [.. rule.SentinelEntitiesMappings.Select(column => row.IndexOf(column.Value))];
        var count = _mappings.Length + _whole.Length;
        _share = count == 0 ? Limit : Limit / count;
    }

    public ImmutableArray<Entity> Extract(ArraySegment<object?[]> rows, List<string> notes)
    {
        var entities = ImmutableArray.CreateBuilder<Entity>();
        var known = new HashSet<Entity>();
        var bytes = 2;
        var cut = 0;
        foreach (var (type, fields) in _mappings)
        {
            var made = 0;
            foreach (var row in rows)
                Add(Make(type, fields, row), type.Name, ref made);
        }

        foreach (var column in _whole)
        {
            var made = 0;
            foreach (var row in rows)
            {
                foreach (var entity in Parse(column < 0 ? null : row[column]))
                    Add(entity, "the Sentinel entities", ref made);
            }
        }

        if (cut > 0)
            notes.Add($"{cut} {(cut == 1 ? "entity is" : "entities are")} cut off: the entities of an alert fill {FieldBytes / 1024} KB at most.");
        return entities.ToImmutable();

        void Add(Entity? entity, string what, ref int made)
        {
            if (entity is null || known.Contains(entity))
                return;
            if (made == _share)
            {
                notes.Add($"Only {_share} entities of {what} are kept: an alert carries {Limit}, shared among the mappings.");
                made++;
            }

            if (made > _share)
                return;
            known.Add(entity);
            made++;
            var size = SizeOf(entity);
            if (cut > 0 || bytes + size > FieldBytes)
            {
                cut++;
                return;
            }

            bytes += size;
            entities.Add(entity);
        }
    }

    private static int SizeOf(Entity entity) =>
        EntityOverhead + entity.Type.Length + entity.Identifiers.Sum(pair => IdentifierOverhead + pair.Key.Length + Encoding.UTF8.GetByteCount(pair.Value));

    private static Entity? Make(EntityType type, (string Identifier, int Ordinal)[] fields, object?[] row)
    {
        var identifiers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(fields.Length);
        foreach (var (identifier, ordinal) in fields)
        {
            if (ordinal >= 0 && ValueFormat.Text(row[ordinal]) is { Length: > 0 } text)
                identifiers.Add(KeyValuePair.Create(identifier, text));
        }

        return Check(type, identifiers.ToImmutable());
    }

    private static Entity? Check(EntityType type, ImmutableArray<KeyValuePair<string, string>> identifiers)
    {
        if (identifiers.IsEmpty || (!type.Required.IsEmpty && !type.Required.Any(set => set.All(name => identifiers.Any(pair => pair.Key == name)))))
            return null;
        if (type.Name == "Account" && identifiers is [{ Key: "Name" } name] && GenericAccounts.Contains(name.Value))
            return null;
        return new Entity(type.Name, identifiers);
    }

    // The Entities column of SecurityAlert: a JSON array of objects with a Type and properties named like identifiers.
    private static IEnumerable<Entity> Parse(object? value)
    {
        if (value is string text)
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                value = FixtureConversion.FromJson(document.RootElement);
            }
            catch (JsonException)
            {
                yield break;
            }
        }

        if (value is not object?[] items)
            yield break;
        foreach (var item in items)
        {
            if (item is not KeyValuePair<string, object?>[] properties
                || properties.FirstOrDefault(property => property.Key == "Type").Value is not string name || EntityTypes.FindAnyCase(name) is not { } type)
                continue;
            var identifiers = properties
                .Where(property => type.Identifiers.Contains(property.Key, StringComparer.Ordinal) && property.Value is not (null or object?[] or KeyValuePair<string, object?>[]))
                .Select(property => KeyValuePair.Create(property.Key, ValueFormat.Text(property.Value))).Where(pair => pair.Value.Length > 0);
            if (Check(type, [.. identifiers]) is { } entity)
                yield return entity;
        }
    }
}
