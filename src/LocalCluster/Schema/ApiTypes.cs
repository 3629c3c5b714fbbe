namespace NodeTasker.LocalCluster.Schema;

/// <summary>The types of the API that are served, with their fields in wire order.</summary>
internal static class ApiTypes
{
    private const string Text = """
        ObjectMeta: name string 1; generateName string 2; namespace string 3; selfLink string 4; uid string 5; resourceVersion string 6; generation int64 7; creationTimestamp time 8; deletionTimestamp time? 9; deletionGracePeriodSeconds int64? 10; labels {string} 11; annotations {string} 12; ownerReferences [OwnerReference]by(uid) 13; finalizers [string]set 14; managedFields [ManagedFieldsEntry] 17
        OwnerReference*: apiVersion string! 5; kind string! 1; name string! 3; uid string! 4; controller bool? 6; blockOwnerDeletion bool? 7
        ManagedFieldsEntry: manager string 1; operation string 2; apiVersion string 3; time time 4; fieldsType string 6; fieldsV1 raw 7; subresource string 8
        ConfigMap: kind string; apiVersion string; metadata ObjectMeta! 1; data {string} 2; binaryData {bytes} 3; immutable bool? 4
        Namespace: kind string; apiVersion string; metadata ObjectMeta! 1; spec NamespaceSpec! 2; status NamespaceStatus! 3
        NamespaceSpec: finalizers [string] 1
        NamespaceStatus: phase string 1; conditions [NamespaceCondition]by(type) 2
        NamespaceCondition: type string! 1; status string! 2; lastTransitionTime time 4; reason string 5; message string 6
        Node: kind string; apiVersion string; metadata ObjectMeta!; spec NodeSpec!; status NodeStatus!
        NodeSpec: podCIDR string; podCIDRs [string]set; providerID string; unschedulable bool; taints [Taint]; configSource NodeConfigSource?; externalID string
        Taint: key string!; value string; effect string!; timeAdded time?
        NodeConfigSource: configMap ConfigMapNodeConfigSource?
        ConfigMapNodeConfigSource: namespace string!; name string!; uid string; resourceVersion string; kubeletConfigKey string!
        NodeStatus: capacity {quantity}; allocatable {quantity}; phase string; conditions [NodeCondition]by(type); addresses [NodeAddress]by(type); daemonEndpoints NodeDaemonEndpoints!; nodeInfo NodeSystemInfo!; images [ContainerImage]; volumesInUse [string]; volumesAttached [AttachedVolume]; config NodeConfigStatus?; runtimeHandlers [NodeRuntimeHandler]; features NodeFeatures?; declaredFeatures [string]
        NodeCondition: type string!; status string!; lastHeartbeatTime time!; lastTransitionTime time!; reason string; message string
        NodeAddress: type string!; address string!
        NodeDaemonEndpoints: kubeletEndpoint DaemonEndpoint!
        DaemonEndpoint: Port int32!
        NodeSystemInfo: machineID string!; systemUUID string!; bootID string!; kernelVersion string!; osImage string!; containerRuntimeVersion string!; kubeletVersion string!; kubeProxyVersion string!; operatingSystem string!; architecture string!; swap NodeSwapStatus?
        NodeSwapStatus: capacity int64?
        ContainerImage: names [string]; sizeBytes int64
        AttachedVolume: name string!; devicePath string!
        NodeConfigStatus: assigned NodeConfigSource?; active NodeConfigSource?; lastKnownGood NodeConfigSource?; error string
        NodeRuntimeHandler: name string!; features NodeRuntimeHandlerFeatures?
        NodeRuntimeHandlerFeatures: recursiveReadOnlyMounts bool?; userNamespaces bool?
        NodeFeatures: supplementalGroupsPolicy bool?
        Event: kind string; apiVersion string; metadata ObjectMeta! 1; involvedObject ObjectReference! 2; reason string 3; message string 4; source EventSource! 5; firstTimestamp time! 6; lastTimestamp time! 7; count int32 8; type string 9; eventTime microtime! 10; series EventSeries? 11; action string 12; related ObjectReference? 13; reportingComponent string! 14; reportingInstance string! 15
        ObjectReference*: kind string 1; namespace string 2; name string 3; uid string 4; apiVersion string 5; resourceVersion string 6; fieldPath string 7
        EventSource: component string 1; host string 2
        EventSeries: count int32 1; lastObservedTime microtime 2
        EventsEvent: kind string; apiVersion string; metadata ObjectMeta! 1; eventTime microtime! 2; series EventSeries? 3; reportingController string 4; reportingInstance string 5; action string 6; reason string 7; regarding ObjectReference! 8; related ObjectReference? 9; note string 10; type string 11; deprecatedSource EventSource! 12; deprecatedFirstTimestamp time! 13; deprecatedLastTimestamp time! 14; deprecatedCount int32 15
        Lease: kind string; apiVersion string; metadata ObjectMeta! 1; spec LeaseSpec! 2
        LeaseSpec: holderIdentity string? 1; leaseDurationSeconds int32? 2; acquireTime microtime? 3; renewTime microtime? 4; leaseTransitions int32? 5; strategy string? 6; preferredHolder string? 7
        SelfSubjectAccessReview: kind string; apiVersion string; metadata ObjectMeta! 1; spec SelfSubjectAccessReviewSpec! 2; status SubjectAccessReviewStatus! 3
        SelfSubjectAccessReviewSpec: resourceAttributes ResourceAttributes? 1; nonResourceAttributes NonResourceAttributes? 2
        ResourceAttributes: namespace string 1; verb string 2; group string 3; version string 4; resource string 5; subresource string 6; name string 7; fieldSelector raw; labelSelector raw
        NonResourceAttributes: path string 1; verb string 2
        SubjectAccessReviewStatus: allowed bool! 1; denied bool 4; reason string 2; evaluationError string 3
        DeleteOptions: kind string; apiVersion string; gracePeriodSeconds int64? 1; preconditions Preconditions? 2; orphanDependents bool? 3; propagationPolicy string? 4; dryRun [string] 5; ignoreStoreReadErrorWithClusterBreakingPotential bool? 6
        Preconditions: uid string? 1; resourceVersion string? 2
        """;

    /// <summary>All types by name.</summary>
    public static IReadOnlyDictionary<string, TypeSchema.Struct> All { get; } = SchemaText.Parse(Text);

    public static TypeSchema.Struct ObjectMeta => All["ObjectMeta"];

    public static TypeSchema.Struct DeleteOptions => All["DeleteOptions"];
}
