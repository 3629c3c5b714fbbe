using System.Reflection;
using k8s;
using k8s.Models;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

/// <summary>Golden/ holds the published package's public signatures, for the part of it that is here.</summary>
public sealed class ApiSurfaceTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly _assembly = typeof(IKubernetes).Assembly;

    [Fact]
    public void The_assembly_is_named_as_the_package() => Assert.Equal("KubernetesClient", _assembly.GetName().Name);

    [Fact]
    public void The_operations_are_exactly_those_of_the_package()
    {
        var actual = _assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Operations", StringComparison.Ordinal) || type.Name.EndsWith("OperationsExtensions", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(Declared).Select(method => $"{type.Name}: {Signature.Of(method)}"))
            .Order(StringComparer.Ordinal);

        Assert.Equal(Golden("operations.txt").Order(StringComparer.Ordinal), actual);
    }

    [Fact]
    public void The_other_types_have_the_members_of_the_package()
    {
        var expected = Golden("types.txt");

        var missing = expected.Where(line => !Members(line.Split(": ")[0]).Contains(line));

        Assert.Empty(missing);
    }

    [Fact]
    public void What_the_configuration_and_the_client_have_beyond_the_package_is_nothing()
    {
        var expected = Golden("types.txt").ToHashSet();

        var surplus = new[] { "k8s.KubernetesClientConfiguration", "k8s.Kubernetes", "k8s.Autorest.HttpOperationException" }
            .SelectMany(type => Members(type, inherited: false))
            .Where(line => !expected.Contains(line));

        Assert.Empty(surplus);
    }

    [Fact]
    public void Models_have_only_properties_that_the_package_has_too()
    {
        var package = Golden("models.txt").ToDictionary(line => line.Split(": ")[0], line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split("; ").ToHashSet());
        var known = _assembly.GetExportedTypes().Where(type => type.Namespace == "k8s.Models" && package.ContainsKey(type.Name)).ToArray();

        // The list abbreviates the large types, and each is allowed what the API itself has.
        string[] abbreviated = ["V1PodSpec", "V1Container", "V1PodStatus", "V1Status"];
        var surplus = known.Where(type => !abbreviated.Contains(type.Name))
            .SelectMany(type => type.GetProperties(Declared).Where(property => !package[type.Name].Contains($"{Signature.Of(property.PropertyType)} {property.Name}")).Select(property => $"{type.Name}.{property.Name}"));

        Assert.Empty(surplus);
        Assert.True(known.Length > 40);
    }

    [Fact]
    public void Models_that_are_API_objects_say_which()
    {
        var entity = typeof(V1Lease).GetCustomAttribute<KubernetesEntityAttribute>()!;

        Assert.Equal(("coordination.k8s.io", "v1", "Lease", "leases"), (entity.Group, entity.ApiVersion, entity.Kind, entity.PluralName));
        Assert.Equal("", V1ConfigMap.KubeGroup);
        Assert.Equal("ConfigMap", V1ConfigMap.KubeKind);
    }

    private static string[] Golden(string name) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "KubernetesClient", "Golden", name));

    private static HashSet<string> Members(string typeName, bool inherited = true)
    {
        var type = _assembly.GetType(typeName, throwOnError: true)!;
        var flags = inherited ? Declared & ~BindingFlags.DeclaredOnly : Declared;
        return type.GetConstructors().Select(constructor => $"{typeName}: {Signature.Of(constructor)}")
            .Concat(type.GetProperties(flags).Select(property => $"{typeName}: {Signature.Of(property.PropertyType)} {property.Name}"))
            .Concat(type.GetMethods(flags).Where(method => !method.IsSpecialName).Select(method => $"{typeName}: {Signature.Of(method)}"))
            .ToHashSet();
    }
}
