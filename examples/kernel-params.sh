#!/bin/sh
# Sets kernel parameters now and for every boot. Changes only what differs, so it can run again.
#
#   env.PARAMS  the parameters, one "name=value" a line (default: two that many databases ask for)
#   env.DROPIN  the file that keeps them over boots (default: /etc/sysctl.d/90-node-tasker.conf)
set -eu

PARAMS=${PARAMS:-'vm.max_map_count=262144
fs.inotify.max_user_instances=512'}
DROPIN=${DROPIN:-/etc/sysctl.d/90-node-tasker.conf}
PROC_SYS=${PROC_SYS:-/proc/sys}

# A name's dots are the path's slashes; a slash in a name is a dot of the path (net.ipv4.conf.eth0/1.forwarding).
path_of() { printf '%s/%s' "$PROC_SYS" "$(printf '%s' "$1" | tr './' '/.')"; }

# All are checked before the first is changed.
wanted=''
while IFS= read -r line; do
  case $line in '' | '#'*) continue ;; esac
  name=$(printf '%s' "${line%%=*}" | tr -d ' \t')
  value=$(printf '%s' "${line#*=}" | sed 's/^[[:space:]]*//; s/[[:space:]]*$//')
  case $line in *=*) ;; *) echo "not a parameter: '$line'; write name=value" >&2; exit 2 ;; esac
  case $name in '' | *..* | *//* | [./]*) echo "not a parameter's name: '$name'" >&2; exit 2 ;; esac
  if [ ! -e "$(path_of "$name")" ]; then
    echo "this kernel has no parameter '$name': is its module loaded?" >&2
    exit 2
  fi
  wanted="$wanted$name = $value
"
done <<TXT
$PARAMS
TXT

# First what survives a boot: a script that is cut off here has promised nothing yet.
new=$(mktemp "$DROPIN.XXXXXX")
trap 'rm -f -- "$new"' EXIT
printf '# Written by Node Tasker; the next run of its task replaces it.\n%s' "$wanted" >"$new"
if [ -e "$DROPIN" ] && cmp -s "$new" "$DROPIN"; then
  echo "$DROPIN is up to date"
else
  chmod 0644 "$new"
  mv -f -- "$new" "$DROPIN"
  echo "$DROPIN written"
fi

# Spaces in a value are tabs in /proc.
same() { [ "$(printf '%s' "$1" | tr -s ' \t' '  ')" = "$(printf '%s' "$2" | tr -s ' \t' '  ')" ]; }
printf '%s' "$wanted" | while IFS= read -r line; do
  name=${line%% = *} value=${line#* = }
  file=$(path_of "$name")
  old=$(cat "$file")
  if same "$old" "$value"; then
    echo "$name = $value"
    continue
  fi
  printf '%s\n' "$value" >"$file"
  now=$(cat "$file")
  same "$now" "$value" || { echo "$name is $now after writing $value: the kernel did not take it" >&2; exit 1; }
  echo "$name = $value (was $old)"
done
