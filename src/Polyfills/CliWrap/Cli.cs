namespace CliWrap;

/// <summary>Where a command starts.</summary>
public static class Cli
{
    /// <summary>A command that runs the given executable, without arguments and with every default.</summary>
    public static Command Wrap(string targetFilePath) => new(targetFilePath);
}
