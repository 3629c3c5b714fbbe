#!/bin/sh
# Says where it runs: the smallest task there is.
set -eu

echo "Hello from $(uname -n), Linux $(uname -r), up since $(cut -d. -f1 /proc/uptime) seconds"
echo "I am $(id -un), process $$, and PID 1 here is $(cat /proc/1/comm)"
