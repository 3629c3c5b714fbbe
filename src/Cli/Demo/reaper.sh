# Ends what `node-tasker demo` started, however the demo ends: stdin is a pipe whose other end only the demo holds, so its end
# of file means that the demo is gone, even by SIGKILL. A child that the demo had just forked holds the pipe open until it is
# a program with the marker in its environment, so none can slip through.
#
# $1: the demo's folder. $2: `again` where a reaper before this one was killed itself.
# A process belongs to it when its environment says so (agents and demo nodes by the first variable,
# scripts by the second, which the agent gives them), or when it still writes into a run's output.

folder=$1
umask 077
trap '' HUP INT QUIT TERM
cd / || exit 1

if [ "$2" != again ]; then
    mkdir -- "$folder" || exit 1
fi
echo ready
exec >/dev/null 2>&1

members() {
    printf '%s\n' /proc/[0-9]*/environ |
        xargs grep -lsF -e "NODE_TASKER_DEMO_FOLDER=$folder" -e "NODE_TASKER_RUN_DIR=$folder/" |
        cut -d/ -f3
    printf '%s\n' /proc/[0-9]*/fd/1 /proc/[0-9]*/fd/2 |
        xargs ls -l |
        grep -F -e " -> $folder/nodes/" |
        sed 's|^.* /proc/\([0-9]*\)/fd/.*|\1|'
}

cat

# Twice none: a process may have forked while it was looked for. Some 15 seconds at most: what cannot be killed by then
# sits in the kernel.
rounds=0
quiet=0
while [ "$quiet" -lt 2 ] && [ "$rounds" -lt 300 ]; do
    pids=$(members | sort -u)
    if [ -n "$pids" ]; then
        quiet=0
        kill -KILL $pids
    else
        quiet=$((quiet + 1))
    fi
    rounds=$((rounds + 1))
    sleep 0.02
done

rm -rf -- "$folder"
