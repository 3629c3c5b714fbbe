// dotnet tool restore
// dotnet cake --target=Build [--configuration=Release]
//
// Targets: Lint, Build, Test, Publish [--runtime=linux-x64] [--aot], Image [--tag=…], Demo [--script=…].

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
    .Description("The format of the code, and shellcheck over the scripts where it is installed.")
    .Does(() =>
{
    Run("dotnet", "format", "NodeTasker.slnx", "--verify-no-changes");
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
    .Description("The agent and the controller, each as one trimmed file or with --aot as native code, and the CLI, below artifacts/publish.")
    .Does(() =>
{
    string[] single = HasArgument("aot")
        ? ["-p:PublishAot=true"]
        : ["--self-contained", "-p:PublishSingleFile=true", "-p:PublishTrimmed=true"];
    Run("dotnet", ["publish", "src/HostAgent", "--configuration", "Release", "--runtime", runtime, "--output", output.Combine("agent").FullPath, .. single]);
    Run("dotnet", ["publish", "src/Controller", "--configuration", "Release", "--runtime", runtime, "--output", output.Combine("controller").FullPath, .. single]);
    // Compiled ahead: a command that people type has to answer at once.
    Run("dotnet", "publish", "src/Cli", "--configuration", "Release", "--runtime", runtime, "--output", output.Combine("cli").FullPath, "--no-self-contained", "-p:PublishReadyToRun=true");
    // kubectl finds its plugins by their names.
    var plugin = output.Combine("cli").CombineWithFilePath("kubectl-node_tasker").FullPath;
    if (System.IO.File.Exists(plugin)) System.IO.File.Delete(plugin);
    System.IO.File.CreateSymbolicLink(plugin, "node-tasker");
    CopyFile("deploy/krew/kubectl_complete-node_tasker", output.Combine("cli").CombineWithFilePath("kubectl_complete-node_tasker"));
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
