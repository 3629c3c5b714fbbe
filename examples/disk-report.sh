#!/bin/sh
# Reports the disks that are filling up, and what fills them; changes nothing. Exit code 1: one is over the limit.
#
#   env.LIMIT  percent of blocks or inodes from which a file system counts as full (default: 85)
#   env.TOP    how many of its largest folders are shown (default: 10)
set -eu

LIMIT=${LIMIT:-85}
TOP=${TOP:-10}
case $LIMIT$TOP in *[!0-9]*) echo "LIMIT and TOP are numbers, but are '$LIMIT' and '$TOP'" >&2; exit 2 ;; esac

# Real disks only. -P: a line each, however long the device's name.
report() { df -P "$@" -x tmpfs -x devtmpfs -x overlay -x squashfs -x efivarfs 2>/dev/null || true; }
over() { report "$@" | awk -v limit="$LIMIT" 'NR > 1 && $5 + 0 >= limit { for (i = 6; i <= NF; i++) printf "%s%s", $i, i < NF ? " " : "\n" }'; }

echo 'space:'
report -h
echo
echo 'inodes:'
report -i

full=$({ over; over -i; } | sort -u)
if [ -z "$full" ]; then
  echo
  echo "nothing is over $LIMIT%"
  exit 0
fi

# Reading a whole disk must not slow down what runs on it.
gently() { if command -v ionice >/dev/null; then ionice -c 3 nice -n 19 "$@"; else nice -n 19 "$@"; fi; }
printf '%s\n' "$full" | while IFS= read -r mount; do
  echo
  echo "$mount is over $LIMIT%; its largest folders (MiB):"
  # -x: not what is mounted below. Files that go while du reads are no error.
  gently du -x -m --max-depth=3 -- "$mount" 2>/dev/null | sort -rn | head -n "$TOP" || true
done
exit 1
