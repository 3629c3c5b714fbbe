#!/bin/sh
# Removes what install.sh installed. It can be run again. Scripts that run are left to finish.
set -eu

usage() {
  cat <<'TXT'
usage: uninstall.sh [--root DIR] [--purge]

  --purge     removes the settings (/etc/node-tasker) and the state (/var/lib/node-tasker) as well. An agent that is
              installed later doesn't know what has run already, and runs the current task again
  --root DIR  removes it from below DIR; the running system is not touched
TXT
}

fail() {
  printf 'uninstall.sh: %s\n' "$@" >&2
  exit 1
}

root='' purge=no
while [ $# -gt 0 ]; do
  case $1 in
    --root)
      [ -d "${2:-}" ] || fail '--root needs a folder that exists; see --help'
      root=${2%/}
      shift
      ;;
    --purge) purge=yes ;;
    -h | --help) usage; exit 0 ;;
    *) fail "unknown argument '$1'; see --help" ;;
  esac
  shift
done
live=yes
[ -z "$root" ] || live=no
[ $live = no ] || [ "$(id -u)" = 0 ] || fail 'nothing was changed: it must be run as root (or with --root DIR)'

systemd=no
if [ $live = yes ] && command -v systemctl >/dev/null && [ -d /run/systemd/system ]; then
  systemd=yes
fi
unit=$root/etc/systemd/system/node-tasker-agent.service
config=$root/etc/node-tasker

if [ $systemd = yes ] && [ -e "$unit" ]; then
  systemctl stop node-tasker-agent.service
  systemctl disable --quiet node-tasker-agent.service
fi
rm -f -- "$unit" "$unit.d/10-credential.conf" "$root/etc/systemd/system/multi-user.target.wants/node-tasker-agent.service" "$root/usr/local/bin/node-tasker-agent"
rmdir -- "$unit.d" 2>/dev/null || true
[ $systemd = no ] || systemctl daemon-reload

if [ $purge = yes ]; then
  # rm goes through mounts: what a script has bound below its folder, as the host's own root, must not go with it.
  mounted=$(awk -v below="$root/var/lib/node-tasker/" 'index($5, below) == 1 { print $5; exit }' /proc/self/mountinfo)
  if [ -n "$mounted" ]; then
    echo "uninstall.sh: $mounted is mounted below the state folder: unmount it, then run this again" >&2
    exit 1
  fi
  rm -rf -- "$config" "$root/etc/systemd/system/node-tasker-agent.service.d" "$root/var/lib/node-tasker"
  echo 'removed, with its settings and its state'
  exit 0
fi

# Settings that nobody edited are nobody's loss.
if [ -e "$config/agent.env" ] && [ -e "$config/agent.env.default" ] && cmp -s "$config/agent.env" "$config/agent.env.default"; then
  rm -f -- "$config/agent.env"
fi
rm -f -- "$config/agent.env.default"
rmdir -- "$config" 2>/dev/null || true
echo "removed; kept: $root/var/lib/node-tasker, and what of $config is yours (--purge removes both)"
