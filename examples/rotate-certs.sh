#!/bin/sh
# Renews the certificates of a kubeadm control plane that end soon. On every other node it has nothing to do.
# The running components read them at their next start, which it causes one by one, waiting for each.
#
#   env.DAYS  renew what ends within so many days (default: 30)
#
# One control plane node after the other, please: set the key `nodes` to one name at a time.
set -eu

DAYS=${DAYS:-30}
PKI=${PKI:-/etc/kubernetes/pki}
MANIFESTS=${MANIFESTS:-/etc/kubernetes/manifests}
WAIT=${WAIT:-120}
case $DAYS in '' | *[!0-9]*) echo "DAYS is a number, but is '$DAYS'" >&2; exit 2 ;; esac

if [ ! -e "$MANIFESTS/kube-apiserver.yaml" ]; then
  echo "no control plane here: there is no $MANIFESTS/kube-apiserver.yaml"
  exit 0
fi
for tool in kubeadm openssl crictl; do
  command -v "$tool" >/dev/null || { echo "'$tool' is needed and not on this node" >&2; exit 2; }
done

due=''
for cert in "$PKI"/*.crt "$PKI"/etcd/*.crt; do
  [ -e "$cert" ] || continue
  # CAs are not kubeadm's to renew.
  case $cert in */ca.crt | */front-proxy-ca.crt) continue ;; esac
  openssl x509 -in "$cert" -noout -checkend $((DAYS * 86400)) >/dev/null || due="$due $cert"
done
if [ -z "$due" ]; then
  echo "nothing ends within $DAYS days"
  exit 0
fi
echo "ends within $DAYS days:$due"

# The old ones stay beside, readable by root alone.
backup=$PKI.before-$(date -u +%Y%m%dT%H%M%SZ)
(umask 077 && cp -a -- "$PKI" "$backup" && chmod 0700 "$backup")
echo "kept the old ones in $backup"
kubeadm certs renew all

# A static pod is restarted by its container being stopped: the kubelet starts it again with the new files.
running() { crictl ps --quiet --state Running --name "^$1\$"; }
for component in etcd kube-apiserver kube-controller-manager kube-scheduler; do
  [ -e "$MANIFESTS/$component.yaml" ] || continue
  old=$(running "$component")
  [ -n "$old" ] || { echo "$component does not run; not restarted" >&2; continue; }
  # shellcheck disable=SC2086 # one id a word
  crictl stop --timeout 30 $old >/dev/null
  waited=0
  until new=$(running "$component") && [ -n "$new" ] && [ "$new" != "$old" ]; do
    [ "$waited" -lt "$WAIT" ] || { echo "$component did not come back within $WAIT seconds; the old certificates are in $backup" >&2; exit 1; }
    sleep 2
    waited=$((waited + 2))
  done
  echo "$component restarted"
done
kubeadm certs check-expiration
