# PID 1 of a demo node, in namespaces of its own. $1: the node's name.
# /proc is still the machine's here, so it says by which PID the machine knows this process.

IFS=' ' read -r outside _ </proc/self/stat &&
    mount -t proc -o nosuid,nodev,noexec proc /proc &&
    echo "$1" >/proc/sys/kernel/hostname || exit 1

echo "$outside"
exec >/dev/null 2>&1

# Until the demo is gone, which holds the other end. Meanwhile the shell reaps what scripts leave; it must not become cat.
cat
exit 0
