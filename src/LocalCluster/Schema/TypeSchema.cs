namespace NodeTasker.LocalCluster.Schema;

/// <summary>What a JSON value of the API may be, and how lists and maps of it are merged and owned.</summary>
internal abstract record TypeSchema
{
    private TypeSchema() { }

    /// <summary>A value without fields of its own.</summary>
    internal sealed record Scalar(ScalarKind Kind) : TypeSchema;

    /// <summary>A map with arbitrary keys; each entry has its own owner.</summary>
    internal sealed record Map(TypeSchema Value) : TypeSchema;

    /// <summary>A list. <paramref name="Key"/> is the field that identifies an item of a <see cref="ListRelation.Keyed"/> list.</summary>
    internal sealed record List(TypeSchema Element, ListRelation Relation, string? Key) : TypeSchema;

    /// <summary>An object with known fields. An atomic one is owned and replaced as a whole.</summary>
    internal sealed record Struct(string Name, bool IsAtomic) : TypeSchema
    {
        private readonly Dictionary<string, FieldSchema> _byName = new(StringComparer.Ordinal);
        private readonly List<FieldSchema> _fields = [];

        /// <summary>The fields in the order in which they are written.</summary>
        public IReadOnlyList<FieldSchema> Fields => _fields;

        public FieldSchema? Find(string name) => _byName.GetValueOrDefault(name);

        public FieldSchema? Find(int number) => _fields.Find(field => field.Number == number);

        /// <summary>Types refer to each other, so fields are added once all names are known.</summary>
        public void Add(FieldSchema field)
        {
            _fields.Add(field);
            _byName.Add(field.Name, field);
        }

        public bool Equals(Struct? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    }
}
