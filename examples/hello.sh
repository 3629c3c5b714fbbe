#!/bin/sh
# Says which machine this is.
echo "Hello from $(cat /proc/sys/kernel/hostname)"
echo "kernel: $(uname -sr)"
echo "uptime: $(cut -d. -f1 /proc/uptime) seconds"
