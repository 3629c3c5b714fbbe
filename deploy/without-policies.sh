#!/bin/sh
# Prints the install without its ValidatingAdmissionPolicies, for clusters that have none (before Kubernetes 1.30):
#
#   deploy/without-policies.sh | kubectl apply -f -
#
# What is lost, as RBAC alone can't say it:
#   - An agent may then create and patch EVERY ConfigMap of the namespace: one lost node can set the task, and so is the lost fleet.
#     Use signed tasks (docs/security.md): with --trusted-keys an agent runs nothing that a lost node has written.
#   - A lost node can forge the results of the other nodes, the summary and the history.
#   - Whoever has `edit` or `admin` in the namespace can set the task, give grants, and enter the agents' pods.
#   - Whoever has node-tasker-runner can delete every ConfigMap of the namespace, the summary and the history too.
# So bind nobody else in the namespace, and move to a version with the policies as soon as you can.
set -eu

from=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
manifest=${1:-$from/daemonset-privileged.yaml}
[ -r "$manifest" ] || {
  echo "without-policies.sh: the manifest '$manifest' can't be read" >&2
  exit 1
}

# A document is what stands between two lines `---`, the comments above its first key included.
awk '
  function flush() {
    if (document != "" && !isPolicy) printf "%s%s", (printed++ ? "---\n" : ""), document
    document = ""; isPolicy = 0
  }
  /^---$/ { flush(); next }
  /^kind: ValidatingAdmissionPolicy(Binding)?$/ { isPolicy = 1 }
  { document = document $0 "\n" }
  END { flush() }
' "$manifest"
