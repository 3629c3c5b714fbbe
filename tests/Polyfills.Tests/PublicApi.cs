using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NodeTasker.Polyfills.Tests;

/// <summary>Writes down what an assembly offers, a member a line, in words close to C#.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(int)] = "int",
        [typeof(nint)] = "nint",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>The published package has more than is used here; an assembly of this repository has just that.</summary>
    public static bool IsPolyfill(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyProductAttribute>()?.Product == "Node Tasker";

    public static IEnumerable<string> Describe(Assembly assembly) => assembly.GetExportedTypes().SelectMany(DescribeType);

    private static IEnumerable<string> DescribeType(Type type)
    {
        var name = Name(type);
        yield return $"{Kind(type)} {type.Namespace}.{name}{Bases(type)}";

        foreach (var member in type.GetMembers(Declared))
        {
            var text = member switch
            {
                ConstructorInfo constructor when IsOffered(constructor) => $"{Modifiers(constructor)}{name}({Parameters(constructor)})",
                MethodInfo method when IsOffered(method) && method.Name.StartsWith("op_", StringComparison.Ordinal) =>
                    $"{method.Name} {Name(method.GetParameters()[0].ParameterType)} -> {Name(method.ReturnType)}",
                MethodInfo method when IsOffered(method) && !method.IsSpecialName => $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
                PropertyInfo property when IsOffered(property.GetMethod) =>
                    $"{Modifiers(property.GetMethod!)}{Name(property.PropertyType)} {property.Name} {{ get;{(IsOffered(property.SetMethod) ? " set;" : "")} }}",
                FieldInfo { IsPublic: true, IsLiteral: true } field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}",
                FieldInfo { IsPublic: true, IsSpecialName: false } field => $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} {field.Name}",
                _ => null,
            };
            if (text is not null)
                yield return $"{name}: {text}";
        }
    }

    private static bool IsOffered(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true };

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        if (type.IsEnum)
            return "";

        var bases = type.BaseType is { } baseType && baseType != typeof(object) && baseType != typeof(ValueType) ? [baseType] : Type.EmptyTypes;
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        string[] names = [.. bases.Concat(type.GetInterfaces().Except(inherited)).Select(Name).Order(StringComparer.Ordinal)];
        return names is [] ? "" : $" : {string.Join(", ", names)}";
    }

    // Nobody but a derived class can call an abstract class's constructor, so whether it's protected says nothing.
    private static string Modifiers(MethodBase method) =>
        (method.IsFamily && !(method.IsConstructor && method.DeclaringType!.IsAbstract) ? "protected " : "")
        + (method.IsStatic ? "static " : "")
        + (method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract " : "")
        + (method is MethodInfo { IsVirtual: true, IsAbstract: false } virtualMethod && virtualMethod.GetBaseDefinition() != virtualMethod ? "override " : "");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        (parameter.Position == 0 && method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "")
        + (parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "")
        + (parameter.IsOut ? "out " : "")
        + $"{Name(parameter.ParameterType)} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {DefaultValue(parameter)}" : "")));

    private static string DefaultValue(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        bool value => value ? "true" : "false",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (s_keywords.TryGetValue(type, out var keyword))
            return keyword;

        var bare = type.Name.Split('`')[0];
        return type.IsGenericType ? $"{bare}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : bare;
    }
}
