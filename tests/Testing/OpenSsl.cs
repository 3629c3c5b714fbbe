namespace NodeTasker.Testing;

/// <summary>The real openssl, as someone without Node Tasker's own commands uses it.</summary>
public static class OpenSsl
{
    /// <summary>Null where it can be used.</summary>
    public static string? WhyUnavailable { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "openssl")))
            ? null
            : "openssl is not on the PATH";

    /// <summary>Runs it; returns its standard output, or fails with all that it said.</summary>
    public static async Task<string> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        (await RunningProcess.RunAsync("openssl", arguments, cancellationToken: cancellationToken)).Successful(
            $"openssl {string.Join(' ', arguments)}"
        );

    /// <summary>Makes a key of ECDSA P-256; its public half goes into <paramref name="publicKey"/>.</summary>
    public static async Task MakeKeyAsync(string privateKey, string publicKey, CancellationToken cancellationToken)
    {
        await RunAsync(cancellationToken, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", privateKey);
        await RunAsync(cancellationToken, "pkey", "-in", privateKey, "-pubout", "-out", publicKey);
    }

    /// <summary>The signature of <paramref name="payload"/> in base64, on several lines, as <c>dgst -sha256 -sign KEY | openssl base64</c> prints it.</summary>
    public static async Task<string> SignAsync(string privateKey, byte[] payload, CancellationToken cancellationToken)
    {
        using var folder = new TempDir();
        await File.WriteAllBytesAsync(folder["payload"], payload, cancellationToken);
        await RunAsync(cancellationToken, "dgst", "-sha256", "-sign", privateKey, "-out", folder["signature"], folder["payload"]);
        var lines = await RunAsync(cancellationToken, "base64", "-in", folder["signature"]);
        return lines.Length > 0 ? lines : throw new InvalidDataException("openssl printed no signature.");
    }

    /// <summary>What <c>dgst -sha256 -verify</c> says of a signature in base64.</summary>
    public static async Task<string> VerifyAsync(string publicKey, byte[] payload, string signature, CancellationToken cancellationToken)
    {
        using var folder = new TempDir();
        await File.WriteAllBytesAsync(folder["payload"], payload, cancellationToken);
        await File.WriteAllBytesAsync(folder["signature"], Convert.FromBase64String(signature), cancellationToken);
        var outcome = await RunningProcess.RunAsync(
            "openssl",
            ["dgst", "-sha256", "-verify", publicKey, "-signature", folder["signature"], folder["payload"]],
            cancellationToken: cancellationToken
        );
        return outcome.StandardOutput.Trim();
    }
}
