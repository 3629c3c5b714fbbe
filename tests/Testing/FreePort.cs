using System.Net;
using System.Net.Sockets;

namespace NodeTasker.Testing;

/// <summary>Ports for servers that must come back on the one they had.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
