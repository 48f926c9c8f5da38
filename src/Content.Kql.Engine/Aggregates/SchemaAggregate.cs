using System.Text;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Aggregates;

/// <summary><c>buildschema</c>: the types seen at each place of the values, in the order first seen. Elements of arrays go under <c>`indexer`</c>.</summary>
internal sealed class SchemaAggregate : AggregateKernel
{
    private const string Indexer = "`indexer`";

    private Place?[] _groups = [];

    public override void EnsureGroups(int count) => Grow(ref _groups, count);

    public override void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups)
    {
        var vector = arguments[0].AsDynamic();
        for (var i = 0; i < groups.Length; i++)
        {
            if (!vector.IsNull(i))
                (_groups[groups[i]] ??= new Place()).Take(vector[i]);
        }
    }

    public override void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap)
    {
        var typed = (SchemaAggregate)other;
        for (var i = 0; i < groupMap.Length; i++)
        {
            if (typed._groups[i] is { } place)
                (_groups[groupMap[i]] ??= new Place()).Take(place);
        }
    }

    public override Vector[] Finish(int groupCount)
    {
        EnsureGroups(groupCount);
        var builder = new DynamicBuilder(groupCount);
        for (var i = 0; i < groupCount; i++)
        {
            _groups[i]?.Write(builder.Writer);
            builder.EndRow();
        }

        return [builder.Build()];
    }

    /// <summary>A place in the values: scalar types, and what is inside of containers.</summary>
    private sealed class Place
    {
        // A null among the names stands for the container, so that the order of first sight holds for it too.
        private readonly List<string?> _types = [];
        private readonly Dictionary<string, Place> _members = new(StringComparer.Ordinal);
        private readonly List<string> _order = [];

        public void Take(DynamicValue value)
        {
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            switch (value.Tag)
            {
                case DynamicTag.Null:
                    return;
                case DynamicTag.Array:
                    AddType(null);
                    var indexer = Member(Indexer);
                    foreach (var element in value.Elements)
                        indexer.Take(element);
                    return;
                case DynamicTag.Bag:
                    AddType(null);
                    foreach (var property in value.Properties)
                        Member(Encoding.UTF8.GetString(property.Key)).Take(property.Value);
                    return;
                default:
                    AddType(value.Tag switch
                    {
                        DynamicTag.True or DynamicTag.False => "bool",
                        DynamicTag.Int or DynamicTag.Long => "long",
                        DynamicTag.Real => "double",
                        DynamicTag.Decimal => "decimal",
                        DynamicTag.DateTime => "datetime",
                        DynamicTag.TimeSpan => "timespan",
                        DynamicTag.Guid => "guid",
                        _ => "string",
                    });
                    return;
            }
        }

        public void Take(Place other)
        {
            foreach (var type in other._types)
                AddType(type);
            foreach (var name in other._order)
                Member(name).Take(other._members[name]);
        }

        public void Write(DynamicWriter writer)
        {
            if (_types.Count == 1)
            {
                WriteType(writer, _types[0]);
                return;
            }

            var start = writer.BeginArray();
            foreach (var type in _types)
                WriteType(writer, type);
            writer.EndArray(start, _types.Count);
        }

        private void WriteType(DynamicWriter writer, string? type)
        {
            if (type is not null)
            {
                writer.String(type);
                return;
            }

            var start = writer.BeginBag();
            foreach (var name in _order)
            {
                writer.Key(name);
                _members[name].Write(writer);
            }

            writer.EndBag(start, _order.Count);
        }

        private void AddType(string? type)
        {
            if (!_types.Contains(type))
                _types.Add(type);
        }

        private Place Member(string name)
        {
            if (_members.TryGetValue(name, out var place))
                return place;
            _order.Add(name);
            return _members[name] = new Place();
        }
    }
}
