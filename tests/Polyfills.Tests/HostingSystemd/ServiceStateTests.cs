using Microsoft.Extensions.Hosting.Systemd;

namespace NodeTasker.Polyfills.Tests.HostingSystemd;

public sealed class ServiceStateTests
{
    [Fact]
    public void States_are_the_protocols_messages()
    {
        Assert.Equal("READY=1", ServiceState.Ready.ToString());
        Assert.Equal("STOPPING=1", ServiceState.Stopping.ToString());
        Assert.Equal("STATUS=größe\nWATCHDOG=1", new ServiceState("STATUS=größe\nWATCHDOG=1").ToString());
        Assert.Equal("", default(ServiceState).ToString());
    }

    [Fact]
    public void A_state_needs_a_message()
    {
        Assert.Throws<ArgumentNullException>("state", () => new ServiceState(null!));
    }
}
