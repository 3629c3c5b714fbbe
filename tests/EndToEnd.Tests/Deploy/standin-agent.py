#!/usr/bin/python3
"""Stands in for node-tasker-agent where only the unit file is tested: says READY, enters the host as the agent does, and starts one long run."""
import os
import signal
import socket
import subprocess
import sys

STATE = "/var/lib/node-tasker"
ENTER = ["nsenter", "--target", "1", "--mount", "--uts", "--ipc", "--net", "--cgroup", "--"]
SCRIPT = f"""
grep -E '^(NoNewPrivs|Seccomp|CapEff|CapBnd):' /proc/self/status >{STATE}/script-rights
umask >{STATE}/script-umask
touch /usr/local/script-wrote-here /root/script-wrote-here /tmp/script-wrote-here
"""


def notify(message):
    address = os.environ["NOTIFY_SOCKET"]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.connect("\0" + address[1:] if address[0] == "@" else address)
        sender.send(message)


def write(name, text):
    with open(f"{STATE}/{name}", "w") as file:
        file.write(text)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
try:
    open("/usr/local/agent-wrote-here", "w").close()
    write("agent-usr", "writable")
except OSError:
    write("agent-usr", "read-only")
write("options", "\n".join(f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("NODE_TASKER_")))
subprocess.run(ENTER + ["sh", "-c", SCRIPT], check=True)
if not os.path.exists(f"{STATE}/run.pid"):
    write("run.pid", str(subprocess.Popen(ENTER + ["setsid", "sleep", "600"]).pid))
notify(b"READY=1")
while True:
    notify(b"WATCHDOG=1")
    signal.sigtimedwait([], 5)
