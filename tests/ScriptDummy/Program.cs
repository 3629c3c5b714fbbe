// A child process for tests, with one behaviour a subcommand.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

return args switch
{
    ["exit", var code] => int.Parse(code, CultureInfo.InvariantCulture),
    ["sleep", var seconds] => await SleepAsync(seconds),
    ["echo-args", .. var rest] => EchoArguments(rest),
    ["env", var name] => ShowVariable(name),
    ["cat"] => await CatAsync(),
    ["flood", var bytes, .. var to] => await FloodAsync(bytes, to is [var name] ? name : "stdout"),
    ["ignore-term"] => await IgnoreTermAsync(),
    ["daemonize"] => Daemonize(),
    ["cwd"] => Print(Directory.GetCurrentDirectory()),
    ["binary"] => await WriteAllByteValuesAsync(),
    _ => Usage(),
};

static int Print(string line)
{
    Console.Out.WriteLine(line);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine(
        "usage: script-dummy exit N | sleep SECONDS | echo-args [ARG...] | env NAME | cat | flood BYTES [stdout|stderr|both] "
            + "| ignore-term | daemonize | cwd | binary"
    );
    return 2;
}

static async Task<int> SleepAsync(string seconds)
{
    await Task.Delay(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
    return 0;
}

// Each as a JSON string, so that a line is an argument whatever is in it.
static int EchoArguments(string[] arguments)
{
    foreach (var argument in arguments)
        Print(JsonSerializer.Serialize(argument));
    return 0;
}

// An unset variable is exit code 1 and no output, an empty one is an empty line.
static int ShowVariable(string name) => Environment.GetEnvironmentVariable(name) is { } value ? Print(value) : 1;

static async Task<int> CatAsync()
{
    await using var output = Console.OpenStandardOutput();
    await Console.OpenStandardInput().CopyToAsync(output);
    return 0;
}

static async Task<int> FloodAsync(string bytes, string to)
{
    Stream[] streams = to switch
    {
        "stdout" => [Console.OpenStandardOutput()],
        "stderr" => [Console.OpenStandardError()],
        "both" => [Console.OpenStandardOutput(), Console.OpenStandardError()],
        _ => throw new ArgumentException($"'{to}' is not stdout, stderr or both"),
    };

    var line = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.\n"u8.ToArray();
    var chunk = Enumerable.Repeat(line, 1024).SelectMany(part => part).ToArray();
    for (var left = long.Parse(bytes, CultureInfo.InvariantCulture); left > 0; left -= chunk.Length)
    {
        var part = chunk.AsMemory(0, (int)Math.Min(left, chunk.Length));
        foreach (var stream in streams)
            await stream.WriteAsync(part);
    }

    return 0;
}

static async Task<int> IgnoreTermAsync()
{
    using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
    Print("ready");
    await Task.Delay(Timeout.Infinite);
    return 0;
}

// The grandchild is in a session of its own and holds none of the pipes; it ends by itself if nobody kills it.
static int Daemonize()
{
    using var shell = Process.Start(
        new ProcessStartInfo
        {
            FileName = "/bin/sh",
            ArgumentList = { "-c", "setsid sleep 600 </dev/null >/dev/null 2>&1 & echo $!" },
            RedirectStandardOutput = true,
        }
    )!;
    var pid = shell.StandardOutput.ReadLine();
    shell.WaitForExit();
    return Print(pid!);
}

static async Task<int> WriteAllByteValuesAsync()
{
    await using var output = Console.OpenStandardOutput();
    await output.WriteAsync(Enumerable.Range(0, 256).Select(value => (byte)value).ToArray());
    return 0;
}
