using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Objects;

/// <summary>The fields of every kind that is served; see <see cref="Shape.Parse"/> for the notation.</summary>
internal static class Shapes
{
    private const string Metadata = """
        {
          "name": "string", "generateName": "string", "namespace": "string", "selfLink": "string", "uid": "string",
          "resourceVersion": "string", "generation": "int64", "creationTimestamp": "time", "deletionTimestamp": "time",
          "deletionGracePeriodSeconds?": "int64", "labels": {"*": "string"}, "annotations": {"*": "string"},
          "ownerReferences": ["by uid=", {
            "apiVersion!": "string", "kind!": "string", "name!": "string", "uid!": "string",
            "controller?": "bool", "blockOwnerDeletion?": "bool"
          }],
          "finalizers": ["set", "string"],
          "managedFields": [{
            "manager": "string", "operation": "string", "apiVersion": "string", "time": "time", "fieldsType": "string",
            "fieldsV1": "any", "subresource": "string"
          }]
        }
        """;

    private const string Reference = """
        {
          "kind": "string", "namespace": "string", "name": "string", "uid": "string", "apiVersion": "string",
          "resourceVersion": "string", "fieldPath": "string"
        }
        """;

    private const string Kinds = $$$"""
        {
          "ConfigMap": {"data": {"*": "string"}, "binaryData": {"*": "bytes"}, "immutable?": "bool"},
          "Namespace": {
            "spec!": {"finalizers": ["string"]},
            "status!": {
              "phase": "string",
              "conditions": ["by type", {
                "type!": "string", "status!": "string", "lastTransitionTime": "time", "reason": "string", "message": "string"
              }]
            }
          },
          "Node": {
            "spec!": {
              "podCIDR": "string", "podCIDRs": ["set", "string"], "providerID": "string", "unschedulable": "bool",
              "taints": [{"key!": "string", "value": "string", "effect!": "string", "timeAdded": "time"}],
              "configSource?": "any", "externalID": "string"
            },
            "status!": {
              "capacity": {"*": "quantity"}, "allocatable": {"*": "quantity"}, "phase": "string",
              "conditions": ["by type", {
                "type!": "string", "status!": "string", "lastHeartbeatTime!": "time", "lastTransitionTime!": "time",
                "reason": "string", "message": "string"
              }],
              "addresses": ["by type", {"type!": "string", "address!": "string"}],
              "daemonEndpoints!": {"kubeletEndpoint!": {"Port!": "int32"}},
              "nodeInfo!": {
                "machineID!": "string", "systemUUID!": "string", "bootID!": "string", "kernelVersion!": "string",
                "osImage!": "string", "containerRuntimeVersion!": "string", "kubeletVersion!": "string",
                "kubeProxyVersion!": "string", "operatingSystem!": "string", "architecture!": "string", "swap?": "any"
              },
              "images": [{"names": ["string"], "sizeBytes": "int64"}],
              "volumesInUse": ["string"], "volumesAttached": [{"name!": "string", "devicePath!": "string"}], "config?": "any",
              "runtimeHandlers": [{"name!": "string", "features?": "any"}], "features?": "any", "declaredFeatures": ["string"]
            }
          },
          "Event": {
            "involvedObject!=": {{{Reference}}}, "reason": "string", "message": "string",
            "source!": {"component": "string", "host": "string"},
            "firstTimestamp!": "time", "lastTimestamp!": "time", "count": "int32", "type": "string", "eventTime!": "microtime",
            "series?": {"count": "int32", "lastObservedTime": "microtime"}, "action": "string", "related?=": {{{Reference}}},
            "reportingComponent!": "string", "reportingInstance!": "string"
          },
          "Lease": {
            "spec!": {
              "holderIdentity?": "string", "leaseDurationSeconds?": "int32", "acquireTime": "microtime", "renewTime": "microtime",
              "leaseTransitions?": "int32", "strategy?": "string", "preferredHolder?": "string"
            }
          },
          "SelfSubjectAccessReview": {
            "spec!": {"resourceAttributes?": "any", "nonResourceAttributes?": "any"},
            "status!": {"allowed!": "bool", "denied": "bool", "reason": "string", "evaluationError": "string"}
          }
        }
        """;

    private static readonly JsonObject Parsed = JsonNode.Parse(Kinds)!.AsObject();

    public static Shape OfKind(string kind)
    {
        var fields = new JsonObject
        {
            ["kind"] = "string",
            ["apiVersion"] = "string",
            ["metadata!"] = JsonNode.Parse(Metadata),
        };
        foreach (var (name, shape) in Parsed[kind]!.AsObject())
            fields[name] = shape!.DeepClone();
        return Shape.Parse(fields);
    }
}
