#!/bin/sh
# Pulls images before they are needed, one after the other; what is there already costs nothing.
#
#   env.IMAGES  the images, separated by spaces or lines; with tag or digest (required)
#   env.TRIES   how often each is tried (default: 3)
#
# Private registries: crictl takes no credentials from the cluster; use images that the node's runtime may pull.
set -eu

: "${IMAGES:?set env.IMAGES to the images to pull, for example env.IMAGES=registry.k8s.io/pause:3.10}"
TRIES=${TRIES:-3}

if command -v crictl >/dev/null; then
  present() { [ -n "$(crictl images --quiet -- "$1" 2>/dev/null)" ]; }
  pull() { crictl pull "$1"; }
elif command -v ctr >/dev/null; then
  # The namespace of the kubelet's images.
  present() { ctr --namespace k8s.io images ls --quiet "name==$1" 2>/dev/null | grep -q .; }
  pull() { ctr --namespace k8s.io images pull --quiet "$1" 2>/dev/null || ctr --namespace k8s.io images pull "$1" >/dev/null; }
else
  echo 'neither crictl nor ctr is on this node: which container runtime does it have?' >&2
  exit 2
fi

failed=''
for image in $IMAGES; do
  case $image in -*) echo "not an image: '$image'" >&2; exit 2 ;; esac
  # A moving tag is pulled each time; anything else stays what it is.
  case $image in
    *:latest) ;;
    *@* | *:*)
      if present "$image"; then
        echo "$image: there already"
        continue
      fi
      ;;
  esac
  try=1
  until pull "$image"; do
    [ "$try" -lt "$TRIES" ] || { failed="$failed $image"; break; }
    sleep $((try * 5))
    try=$((try + 1))
  done
  case " $failed " in *" $image "*) ;; *) echo "$image: pulled" ;; esac
done

[ -z "$failed" ] || { echo "not pulled:$failed" >&2; exit 1; }
