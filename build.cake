// dotnet tool restore
// dotnet cake --target=Build [--configuration=Release]
//
// Targets: Lint, Build, Test, Publish [--runtime=linux-x64] [--jit], Krew [--version=0.1.0], Image [--tag=…], Demo [--script=…].

var target = Argument("target", "Test");
var configuration = Argument("configuration", "Debug");
var runtime = Argument("runtime", "linux-" + System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant());
var output = MakeAbsolute(Directory("artifacts/publish")).Combine(runtime);

void Run(string tool, params string[] arguments)
{
    var builder = new ProcessArgumentBuilder();
    foreach (var argument in arguments) builder.AppendQuoted(argument);
    var exitCode = StartProcess(tool, new ProcessSettings { Arguments = builder });
    if (exitCode != 0) throw new CakeException(exitCode, $"{tool} {string.Join(' ', arguments)} ended with exit code {exitCode}.");
}

Task("Lint")
    .Description("The format of the code, the rules of style and names by a build, and shellcheck over the scripts where it is installed.")
    .Does(() =>
{
    Run("dotnet", "csharpier", "check", ".");
    // Incremental builds pass over what has not changed, and its warnings with it.
    Run("dotnet", "build", "NodeTasker.slnx", "--no-incremental", "--verbosity", "quiet");
    var shellcheck = Context.Tools.Resolve("shellcheck");
    if (shellcheck is null)
    {
        Warning("shellcheck is not installed: the scripts were not checked.");
        return;
    }

    var scripts = GetFiles("deploy/**/*.sh") + GetFiles("examples/*.sh") + new FilePath(".ci/run");
    Run(shellcheck.FullPath, [.. scripts.Select(script => MakeAbsolute(script).FullPath)]);
});

Task("Build")
    .Does(() => Run("dotnet", "build", "NodeTasker.slnx", "--configuration", configuration));

Task("Test")
    .IsDependentOn("Build")
    .Does(() => Run("dotnet", "test", "--configuration", configuration, "--no-build"));

Task("Publish")
    .Description("Agent, controller and command as native code below artifacts/publish; with --jit as managed code, for those without a linker.")
    .Does(() =>
{
    string[] single = ["--self-contained", "-p:PublishSingleFile=true", "-p:PublishTrimmed=true"];
    // Compiled ahead: a command that people type has to answer at once.
    string[] readyToRun = ["--no-self-contained", "-p:PublishReadyToRun=true"];
    // In a folder of its own, so that it neither disturbs a build nor is disturbed by one.
    string[] native = ["-p:PublishAot=true", "-p:UseArtifactsOutput=true", "--artifacts-path", MakeAbsolute(Directory("artifacts/native")).FullPath];
    var isNative = !HasArgument("jit");
    CleanDirectory(output);
    Publish("src/HostAgent", "agent", isNative ? native : single);
    Publish("src/Controller", "controller", isNative ? native : single);
    Publish("src/Cli", "cli", isNative ? native : readyToRun);
    if (isNative)
    {
        // `demo` looks for them beside the command.
        CopyFileToDirectory(output.Combine("agent").CombineWithFilePath("node-tasker-agent"), output.Combine("cli"));
        CopyFileToDirectory(output.Combine("controller").CombineWithFilePath("node-tasker-controller"), output.Combine("cli"));
    }

    void Publish(string project, string folder, string[] how) => Run(
        "dotnet",
        ["publish", project, "--configuration", "Release", "--runtime", runtime, "--output", output.Combine(folder).FullPath, .. how]);

    // kubectl finds its plugins by their names.
    var plugin = output.Combine("cli").CombineWithFilePath("kubectl-node_tasker").FullPath;
    if (System.IO.File.Exists(plugin)) System.IO.File.Delete(plugin);
    System.IO.File.CreateSymbolicLink(plugin, "node-tasker");
    CopyFile("deploy/krew/kubectl_complete-node_tasker", output.Combine("cli").CombineWithFilePath("kubectl_complete-node_tasker"));
});

Task("Krew")
    .Description("The kubectl plugin for krew, below artifacts/krew: an archive per platform, and the manifest with their sums.")
    .Does(() =>
{
    const string Template = "deploy/krew/node-tasker.yaml";
    const string NoSum = "0000000000000000000000000000000000000000000000000000000000000000";
    var krew = MakeAbsolute(Directory("artifacts/krew"));
    var version = Argument("version", "0.1.0");
    CleanDirectory(krew);
    var manifest = new List<string>();
    var archive = "";
    foreach (var line in System.IO.File.ReadAllLines(Template))
    {
        // Each platform names its archive, and the line after that its sum.
        if (line.StartsWith("    uri: ", StringComparison.Ordinal)) archive = line[(line.LastIndexOf('/') + 1)..];
        var isSum = line.Contains(NoSum, StringComparison.Ordinal);
        manifest.Add((isSum ? line.Replace(NoSum, Pack(archive), StringComparison.Ordinal) : line).Replace("v0.1.0", $"v{version}", StringComparison.Ordinal));
    }

    System.IO.File.WriteAllLines(krew.CombineWithFilePath("node-tasker.yaml").FullPath, manifest.Where(line => !line.StartsWith('#')));

    string Pack(string name)
    {
        var platform = name.Replace("node-tasker-", "", StringComparison.Ordinal).Replace(".tar.gz", "", StringComparison.Ordinal);
        var (published, packed) = (krew.Combine($"{platform}-publish"), krew.Combine(platform));
        // One file that needs no runtime: krew installs nothing else.
        Run(
            "dotnet", "publish", "src/Cli", "--configuration", "Release", "--runtime", platform, "--self-contained", "--output", published.FullPath,
            "-p:PublishSingleFile=true", "-p:PublishReadyToRun=true", "-p:EnableCompressionInSingleFile=true", $"-p:Version={version}");
        CreateDirectory(packed);
        CopyFile(published.CombineWithFilePath("node-tasker"), packed.CombineWithFilePath("kubectl-node_tasker"));
        CopyFile("deploy/krew/kubectl_complete-node_tasker", packed.CombineWithFilePath("kubectl_complete-node_tasker"));
        CopyFile("LICENSE", packed.CombineWithFilePath("LICENSE"));
        var path = krew.CombineWithFilePath(name).FullPath;
        Run("tar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "-czf", path, "-C", packed.FullPath, ".");
        DeleteDirectory(published, new DeleteDirectorySettings { Recursive = true, Force = true });
        DeleteDirectory(packed, new DeleteDirectorySettings { Recursive = true, Force = true });
        using var content = System.IO.File.OpenRead(path);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
    }
});

Task("Image")
    .Description("The images of the agent and the controller, for this machine's architecture.")
    .Does(() =>
{
    foreach (var program in new[] { "agent", "controller" })
    {
        Run(
            "docker", "build",
            "--target", program,
            "--tag", $"ghcr.io/node-tasker/node-tasker-{program}:{Argument("tag", "0.1.0")}",
            "--build-arg", $"CREATED={DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}",
            ".");
    }
});

Task("Demo")
    .Does(() => Run("dotnet", ["run", "--project", "src/Cli", "--", "demo", .. Argument<string>("script", null) is { } script ? new[] { script } : []]));

RunTarget(target);
