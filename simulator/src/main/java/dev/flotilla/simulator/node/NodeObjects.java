package dev.flotilla.simulator.node;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.simulator.object.Condition;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Names;
import dev.flotilla.simulator.object.Ownership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The Node objects of a member. */
public final class NodeObjects {
    private static final String KUBELET_VERSION = "v1.36.0";

    /**
     * The machines of one member, all alike.
     *
     * @param zones over which they are spread in turn
     */
    public record Machines(
            String cluster, String region, List<String> zones, int count, String cpu, String memory, int pods) {
        public Machines {
            zones = List.copyOf(zones);
            if (count < 0 || pods < 0) {
                throw new IllegalArgumentException("a cluster has no fewer than 0 nodes, a node takes 0 pods or more");
            }
        }
    }

    private NodeObjects() {}

    /** Its nodes, each with its status. */
    public static List<ObjectNode> of(Machines machines, Instant now) {
        List<ObjectNode> nodes = new ArrayList<>();
        for (int number = 1; number <= machines.count(); number++) {
            nodes.add(node(machines, number, now));
        }
        return nodes;
    }

    /** The address of a node by its name. */
    static String address(String node) {
        long hash = Names.hash(node);
        return "172.16." + (hash & 0xff) + "." + (1 + (hash >>> 8 & 0x7fff) % 254);
    }

    private static ObjectNode node(Machines machines, int number, Instant now) {
        String name = machines.cluster() + "-node-" + number;
        ObjectKey key = Kind.NODE.key("", name);
        ObjectNode node = Ownership.begin(ObjectJson.mapper().createObjectNode(), Kind.NODE, key);
        ObjectNode labels = node.withObjectProperty("metadata").putObject("labels");
        labels.put("kubernetes.io/hostname", name)
                .put("kubernetes.io/os", "linux")
                .put("kubernetes.io/arch", "amd64");
        if (!machines.region().isEmpty()) {
            labels.put("topology.kubernetes.io/region", machines.region());
        }
        if (!machines.zones().isEmpty()) {
            List<String> zones = machines.zones();
            labels.put("topology.kubernetes.io/zone", zones.get((number - 1) % zones.size()));
        }
        node.putObject("spec").put("providerID", "simulated://" + machines.cluster() + "/" + name);
        status(node.putObject("status"), machines, name, now);
        return node;
    }

    private static void status(ObjectNode status, Machines machines, String name, Instant now) {
        for (String field : List.of("capacity", "allocatable")) {
            status.putObject(field)
                    .put("cpu", machines.cpu())
                    .put("ephemeral-storage", "100Gi")
                    .put("memory", machines.memory())
                    .put("pods", Integer.toString(machines.pods()));
        }
        status.putArray("addresses")
                .add(ObjectJson.mapper()
                        .createObjectNode()
                        .put("type", "InternalIP")
                        .put("address", address(name)))
                .add(ObjectJson.mapper()
                        .createObjectNode()
                        .put("type", "Hostname")
                        .put("address", name));
        pressure(status, "MemoryPressure", "KubeletHasSufficientMemory", now);
        pressure(status, "DiskPressure", "KubeletHasNoDiskPressure", now);
        pressure(status, "PIDPressure", "KubeletHasSufficientPID", now);
        Condition.yes("Ready", "KubeletReady", "kubelet is posting ready status")
                .set(status, now)
                .put("lastHeartbeatTime", Condition.timestamp(now));
        status.putObject("nodeInfo")
                .put("architecture", "amd64")
                .put("bootID", "")
                .put("containerRuntimeVersion", "simulated://1")
                .put("kernelVersion", "simulated")
                .put("kubeProxyVersion", "")
                .put("kubeletVersion", KUBELET_VERSION)
                .put("machineID", "")
                .put("operatingSystem", "linux")
                .put("osImage", "simulated")
                .put("systemUUID", "");
    }

    private static void pressure(ObjectNode status, String type, String reason, Instant now) {
        Condition.no(type, reason, "").set(status, now).put("lastHeartbeatTime", Condition.timestamp(now));
    }
}
