namespace NodeTasker.Polyfills.Tests.CliWrap;

internal sealed class ScratchFolder : IDisposable
{
    public string Location { get; } = Directory.CreateTempSubdirectory("node-tasker-").FullName;

    public string this[string name] => Path.Combine(Location, name);

    public void Dispose() => Directory.Delete(Location, recursive: true);
}
