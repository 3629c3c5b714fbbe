using System.Globalization;
using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Validation;

namespace NodeTasker.LocalCluster.Http;

/// <summary>The query parameters of the API.</summary>
internal sealed class QueryOptions(IQueryCollection query)
{
    public string? this[string name] => query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    public bool Flag(string name) =>
        this[name] switch
        {
            null or "0" or "f" or "F" or "false" or "False" or "FALSE" => false,
            _ => true,
        };

    public long? Number(string name) =>
        this[name] switch
        {
            null or "" => null,
            var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            var text => throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax"),
        };

    /// <summary>Whether a write must only be tried; the options of a write are checked with it.</summary>
    public bool IsDryRun(string optionsKind)
    {
        var errors = new List<FieldError>();
        var dryRun = query.TryGetValue("dryRun", out var values) ? values.Where(value => !string.IsNullOrEmpty(value)).ToList() : [];
        if (dryRun.Exists(value => value != "All"))
            errors.Add(FieldError.NotSupported("dryRun", $"[{string.Join(",", dryRun.Select(value => FieldError.Quote(value!)))}]", "All"));
        if (this["fieldValidation"] is not (null or "" or "Ignore" or "Strict" or "Warn") && optionsKind != "DeleteOptions")
            errors.Add(
                FieldError.NotSupported("fieldValidation", FieldError.Quote(this["fieldValidation"]!), "", "Ignore", "Strict", "Warn")
            );
        if (this["fieldManager"] is { Length: > 128 } manager)
            errors.Add(FieldError.TooLong("fieldManager", "", 128));
        if (errors.Count > 0)
            throw ApiErrors.InvalidOptions(optionsKind, [.. errors]);
        return dryRun.Count > 0;
    }
}
