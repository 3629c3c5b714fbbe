#!/bin/sh
# Runs one attempt of a task in the host's namespaces and records how it ended, with nothing but a POSIX shell.
# The agent has it started and may be gone before it ends.
#   supervise run  MARK FOLDER WORKDIR USER INTERPRETER [ARGUMENT]      in a session of its own, the script and all that comes of it with MARK
#   supervise in   CGROUP FOLDER WORKDIR USER INTERPRETER [ARGUMENT]    the same, with the script in CGROUP/script and itself beside it
#   supervise unit FOLDER WORKDIR USER INTERPRETER [ARGUMENT]           as a systemd unit, which supervises it
#   supervise stop UNIT GRACE                                           when that unit is to end: TERM, after GRACE hundredths of a second KILL
#   supervise post FOLDER                                               when that unit has ended
mode=$1 cgroup='' mark=''
shift
case $mode in
  run) mark=$1 && shift ;;
  in) cgroup=$1 && shift ;;
esac
if [ "$mode" = stop ]; then
  # With an exit code the script has ended by itself, and what it leaves is ended at once.
  [ -z "$EXIT_CODE" ] || exit 0
  trap : TERM
  systemctl kill --signal=TERM "$1"
  read -r now rest </proc/uptime
  deadline=$((${now%.*}${now#*.} + $2))
  while [ -d "/proc/$MAINPID" ] && read -r now rest </proc/uptime && [ "${now%.*}${now#*.}" -lt "$deadline" ]; do sleep 0.05; done
  exec systemctl kill --signal=KILL "$1"
fi
folder=$1 workdir=$2 user=$3

# Each record is made once: whoever comes second leaves it as it is. A script that filled the disk must not lose its end:
# the agent has put aside the room for it. What a signal ended while the host goes down was ended by that, and only the host
# knows it, and only now.
end() {
  case $* in
    *' 137' | *' 143' | *' KILL' | *' TERM') [ "$(systemctl is-system-running 2>/dev/null)" != stopping ] || set -- stopping "$@" ;;
  esac
  read -r ended rest </proc/uptime
  set -C
  [ -s "$folder/exit" ] && exit 0
  printf '%s\n' "$uptime $ended $*" >"$folder/exit" || {
    rm -f "$folder/reserve"
    printf '%s\n' "$uptime $ended $*" >|"$folder/exit"
  }
  exit 0
}

# An account's line as the host's directory has it, or its own file where nothing asks the directory; empty for none.
# What stands in it is data: nothing of it is ever evaluated.
account() {
  getent passwd "$1" && return
  while IFS=: read -r account password number rest; do
    if [ "$account" = "$1" ] || [ "$number" = "$1" ]; then
      printf '%s\n' "$account:$password:$number:$rest" && return
    fi
  done </etc/passwd
}

if [ "$mode" = post ]; then
  read -r uptime pid rest <"$folder/started" || exit 0
  [ "$uptime" = revoked ] || end unit "$SERVICE_RESULT" "$EXIT_CODE" "$EXIT_STATUS"
  exit 0
fi
shift 3

# Its records and the script's output are root's alone, though another user may pass through the folder.
umask 077

# Whoever creates `started` first decides: this attempt happens here and now, or never (see RunFolder.TryRevoke).
set -C
{
  read -r uptime rest </proc/uptime && echo "$uptime $$" >"$folder/started"
} 2>/dev/null || exit 0
set +C

{ : >>"$folder/output.log"; } 2>/dev/null || end failed "its log $folder/output.log cannot be written on this host"
# Only the script writes to the log: what the shell says of a child that a signal ended is no output of it.
exec </dev/null >/dev/null 2>/dev/null 3>>"$folder/output.log" || exit 0

if [ "$mode" != unit ]; then
  # A handler, not "ignore", which the script would inherit: at shutdown the script gets its TERM and its end is recorded.
  trap : TERM INT HUP
fi
if [ -n "$cgroup" ]; then
  echo 0 >"$cgroup/supervisor/cgroup.procs" || end failed "the cgroup $cgroup cannot be entered on this host"
fi
# What the agent has for itself must not be the script's: its protection from the OOM killer, its number of open files.
echo 0 >/proc/$$/oom_score_adj
ulimit -S -n 1024

export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root USER=root LOGNAME=root SHELL=/bin/sh LANG=C.UTF-8

[ -x "$1" ] || end failed "the interpreter '$1' in the script's first line is not on this host, or not executable"

if [ "$user" != root ]; then
  entry=$(account "$user")
  name=${entry%%:*} home=${entry#*:*:*:*:*:} ids=${entry#*:*:}
  uid=${ids%%:*} ids=${ids#*:} home=${home%%:*}
  gid=${ids%%:*} groups=--init-groups
  if [ -z "$entry" ]; then
    case $user in *[!0-9]*) end failed "there is no user '$user' on this host" ;; esac
    name=$user uid=$user gid=$user groups=--clear-groups
  fi
  case $uid:$gid in :* | *: | *[!0-9:]*) end failed "the host's directory gives user '$user' no number" ;; esac
  if [ "$(id -u)" != "$uid" ]; then
    chown -R "$uid:$gid" "$folder/work" || end failed "cannot give the run's folder to user '$user'"
    case $home in /*) ;; *) home=/ ;; esac
    export HOME="$home" USER="$name" LOGNAME="$name"
    setpriv=$(command -v setpriv) || end failed "setpriv (util-linux) is not on this host; it is needed to run as user '$user'"
    set -- "$setpriv" "--reuid=$uid" "--regid=$gid" "$groups" "$@"
  fi
fi

cd "$workdir" || end failed "the workingDir '$workdir' is not a folder that can be entered on this host"
own=$folder/work
set -- "$folder/environment" "$@" "$own/script"
if [ "$mode" = unit ]; then
  umask 022 && . "$1" && shift && exec "$@" >&3 2>&3 3>&-
  end failed "the script could not be started"
fi
# In a subshell the task's variables are the script's alone, whatever their names.
(
  [ -z "$cgroup" ] || echo 0 >"$cgroup/script/cgroup.procs" || end failed "the cgroup $cgroup/script cannot be entered on this host"
  # A limit that Linux has and does not use (getrlimit(2), RLIMIT_LOCKS): every descendant keeps it, whatever else it throws away.
  # dash and busybox call it -w, bash calls it -x; what they say of the other is no output of the script.
  { [ -z "$mark" ] || ulimit -w "$mark" || ulimit -x "$mark"; } 2>/dev/null
  umask 022 && . "$1" && shift && exec "$@"
) >&3 2>&3 3>&-
end exited $?
