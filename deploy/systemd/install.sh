#!/bin/sh
# Installs node-tasker-agent as a systemd service of this host. It can be run again: to upgrade, or to repair.
set -eu

usage() {
  cat <<'TXT'
usage: install.sh [--root DIR] [--kubeconfig FILE] [--no-start] BINARY

  BINARY             the published node-tasker-agent
  --kubeconfig FILE  copied to /etc/node-tasker/kubeconfig, mode 0600
  --root DIR         installs below DIR, for building an image: the running system is not touched, nothing is started
  --no-start         installs and enables, and doesn't start
TXT
}

fail() {
  printf 'install.sh: %s\n' "$@" >&2
  exit 1
}

root='' kubeconfig='' binary='' start=yes
while [ $# -gt 0 ]; do
  case $1 in
    --root | --kubeconfig)
      [ $# -ge 2 ] || fail "$1 needs a value; see --help"
      case $1 in --root) root=${2%/} ;; *) kubeconfig=$2 ;; esac
      [ -n "$2" ] || fail "$1 needs a value; see --help"
      shift
      ;;
    --no-start) start=no ;;
    -h | --help) usage; exit 0 ;;
    -*) fail "unknown option '$1'; see --help" ;;
    *)
      [ -z "$binary" ] || fail "one BINARY only, but got '$binary' and '$1'; see --help"
      binary=$1
      ;;
  esac
  shift
done

from=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
unit=$root/etc/systemd/system/node-tasker-agent.service
config=$root/etc/node-tasker
live=yes
[ -z "$root" ] || live=no

# Everything that is wrong, at once, and before anything is changed.
problems=''
problem() { problems="$problems
  - $1"; }
if [ -z "$binary" ]; then
  problem 'no BINARY was given: build one with "dotnet cake --target=Publish" and name it (see --help)'
elif [ ! -f "$binary" ] || [ ! -x "$binary" ]; then
  problem "'$binary' is not an executable file"
fi
[ -z "$kubeconfig" ] || [ -r "$kubeconfig" ] || problem "the kubeconfig '$kubeconfig' can't be read"
for file in node-tasker-agent.service node-tasker-agent.env credential.conf; do
  [ -r "$from/$file" ] || problem "'$file' is missing beside install.sh: copy the whole folder"
done
if [ $live = yes ]; then
  [ "$(id -u)" = 0 ] || problem 'it must be run as root (or with --root DIR)'
  command -v nsenter >/dev/null || problem 'nsenter is missing: install the package util-linux'
  command -v setsid >/dev/null || problem 'setsid is missing: install the package util-linux'
  if ! command -v systemctl >/dev/null || [ ! -d /run/systemd/system ]; then
    problem 'systemd does not run this host; for an image use --root DIR'
  fi
elif [ ! -d "$root" ]; then
  problem "the folder '$root' of --root does not exist"
fi
[ -z "$problems" ] || fail "nothing was changed:$problems"

# Written beside its place and then renamed: never half a file, and a running binary can be replaced.
put() { # MODE SOURCE TARGET
  new=$3.new.$$
  trap 'rm -f -- "$new"' EXIT
  cp -- "$2" "$new"
  chmod "$1" "$new"
  mv -f -- "$new" "$3"
  trap - EXIT
}

umask 022
mkdir -p "$root/usr/local/bin" "$root/etc/systemd/system" "$config"
chmod 0755 "$config"
put 0755 "$binary" "$root/usr/local/bin/node-tasker-agent"
put 0644 "$from/node-tasker-agent.service" "$unit"

# agent.env is the admin's once it was edited: it is then kept, and agent.env.default shows the new one.
if [ -e "$config/agent.env" ] && ! { [ -e "$config/agent.env.default" ] && cmp -s "$config/agent.env" "$config/agent.env.default"; }; then
  echo "kept your $config/agent.env; the defaults are in agent.env.default beside it"
else
  put 0600 "$from/node-tasker-agent.env" "$config/agent.env"
fi
put 0644 "$from/node-tasker-agent.env" "$config/agent.env.default"
[ -z "$kubeconfig" ] || (umask 077 && put 0600 "$kubeconfig" "$config/kubeconfig")

# From systemd 250 on (it brought systemd-creds) the service gets a copy of its own in memory, and nothing else of /etc/node-tasker.
# Some containers have a systemd whose credentials stay empty, so a live host is asked.
dropin=$unit.d/10-credential.conf
credentials() {
  [ -e "$config/kubeconfig" ] && [ -x "$root/usr/bin/systemd-creds" ] || return 1
  [ $live = yes ] || return 0
  # shellcheck disable=SC2016
  systemd-run --quiet --wait --collect --property="LoadCredential=kubeconfig:$config/kubeconfig" \
    /bin/sh -c 'test -s "$CREDENTIALS_DIRECTORY/kubeconfig"' && return 0
  echo "systemd's credentials don't work on this host: the service reads $config/kubeconfig itself"
  return 1
}
if credentials; then
  mkdir -p "$unit.d"
  put 0644 "$from/credential.conf" "$dropin"
else
  rm -f -- "$dropin"
fi

if [ $live = no ]; then
  mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
  ln -sf ../node-tasker-agent.service "$root/etc/systemd/system/multi-user.target.wants/node-tasker-agent.service"
  echo "installed below $root; the service starts with the next boot of it"
  exit 0
fi

# On SELinux hosts a file keeps the label of where it came from.
if command -v restorecon >/dev/null; then
  restorecon /usr/local/bin/node-tasker-agent "$unit" || echo 'restorecon failed; see above' >&2
fi
systemctl daemon-reload
systemctl enable --quiet node-tasker-agent.service
if [ $start = no ]; then
  echo 'installed; start it with: systemctl start node-tasker-agent'
elif [ ! -e "$config/kubeconfig" ] && ! grep -q '^[[:space:]]*NODE_TASKER_KUBECONFIG=' "$config/agent.env"; then
  echo "installed, but not started: there is no $config/kubeconfig"
  echo 'run install.sh again with --kubeconfig FILE'
else
  systemctl restart node-tasker-agent.service ||
    fail 'the service did not start; see: journalctl -u node-tasker-agent -n 50'
  echo 'installed and started; its log: journalctl -u node-tasker-agent -f'
fi
