using System.Reflection;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

/// <summary>Signatures as text, near to how C# writes them.</summary>
internal static class Signature
{
    private static readonly Dictionary<Type, string> _keywords = new()
    {
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(decimal)] = "decimal",
        [typeof(object)] = "object",
        [typeof(byte[])] = "byte[]",
    };

    public static string Of(MethodInfo method) => $"{Of(method.ReturnType)} {method.Name}({Parameters(method)})";

    public static string Of(ConstructorInfo constructor) => $"{constructor.DeclaringType!.Name}({Parameters(constructor)})";

    public static string Of(Type type)
    {
        if (_keywords.TryGetValue(type, out var keyword)) return keyword;
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value) + "?";
        if (!type.IsGenericType) return type.Name;
        return $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var text = $"{Of(parameter.ParameterType)} {parameter.Name}";
        return parameter.HasDefaultValue ? $"{text} = {parameter.DefaultValue ?? "default"}" : text;
    }
}
