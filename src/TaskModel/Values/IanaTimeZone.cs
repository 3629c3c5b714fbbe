using System.Text.RegularExpressions;

namespace NodeTasker.TaskModel;

/// <summary>Key <c>timeZone</c>: a name of the IANA database of the machine that reads it.</summary>
internal static partial class IanaTimeZone
{
    public static bool TryParse(string id, out TimeZoneInfo zone, out string error)
    {
        zone = TimeZoneInfo.Utc;
        error = "";
        if (id is "UTC" or "Etc/UTC")
            return true;

        // The name is looked up as a path: nothing else may get there.
        // Whether another case is found depends on what was looked up before, so it never is.
        if (
            Shape().IsMatch(id)
            && id != "Local"
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found)
            && (found.Id == id || !found.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
        )
        {
            zone = found;
            return true;
        }

        var nearest = TimeZoneInfo.GetSystemTimeZones().FirstOrDefault(known => known.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        error =
            $"there is no time zone '{Shown.Of(id)}' in the database of this machine{(nearest is null ? "" : $"; did you mean '{nearest.Id}'?")}";
        return false;
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
