package dev.flotilla.api.schema.defaults;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The core group, less pods. */
final class CoreDefaults {
    private static final int AFFINITY_SECONDS = 10_800;

    private CoreDefaults() {}

    static void register(BiConsumer<String, Consumer<ObjectNode>> rules) {
        rules.accept("Service", CoreDefaults::service);
        rules.accept("Secret", CoreDefaults::secret);
        rules.accept("Namespace", CoreDefaults::namespace);
        rules.accept("NamespaceStatus", status -> Tree.text(status, "phase", "Active"));
        rules.accept("PersistentVolume", CoreDefaults::persistentVolume);
        rules.accept("PersistentVolumeClaim", claim -> Tree.text(Tree.child(claim, "status"), "phase", "Pending"));
        rules.accept("PersistentVolumeClaimSpec", spec -> Tree.absent(spec, "volumeMode", "Filesystem"));
        rules.accept("EndpointPort", port -> Tree.text(port, "protocol", "TCP"));
        rules.accept("NodeStatus", CoreDefaults::nodeStatus);
        rules.accept("NodeSpec", CoreDefaults::nodeSpec);
        rules.accept("LimitRangeItem", CoreDefaults::limitRangeItem);
        rules.accept("ReplicationController", CoreDefaults::replicationController);
        rules.accept("PodLogOptions", options -> Tree.absent(options, "stream", "All"));
    }

    private static void service(ObjectNode service) {
        ObjectNode spec = Tree.child(service, "spec");
        Tree.text(spec, "sessionAffinity", "None");
        affinity(spec);
        Tree.text(spec, "type", "ClusterIP");
        Tree.each(spec, "ports", port -> {
            Tree.text(port, "protocol", "TCP");
            Tree.number(port, "targetPort", port.path("port").asInt(0));
        });
        String type = Tree.text(spec, "type");
        boolean balanced = type.equals("LoadBalancer");
        boolean reachable = balanced
                || type.equals("NodePort")
                || (type.equals("ClusterIP") && !spec.path("externalIPs").isEmpty());
        if (reachable) {
            Tree.text(spec, "externalTrafficPolicy", "Cluster");
        }
        if (balanced || type.equals("NodePort") || type.equals("ClusterIP")) {
            Tree.absent(spec, "internalTrafficPolicy", "Cluster");
        }
        if (balanced) {
            Tree.absent(spec, "allocateLoadBalancerNodePorts", true);
            Tree.each(Tree.child(Tree.child(service, "status"), "loadBalancer"), "ingress", ingress -> {
                if (!Tree.text(ingress, "ip").isEmpty()) {
                    Tree.absent(ingress, "ipMode", "VIP");
                }
            });
        }
    }

    private static void affinity(ObjectNode spec) {
        switch (Tree.text(spec, "sessionAffinity")) {
            case "None" -> spec.remove("sessionAffinityConfig");
            case "ClientIP" -> {
                if (!spec.path("sessionAffinityConfig")
                        .path("clientIP")
                        .path("timeoutSeconds")
                        .isNumber()) {
                    spec.putObject("sessionAffinityConfig")
                            .putObject("clientIP")
                            .put("timeoutSeconds", AFFINITY_SECONDS);
                }
            }
            default -> {
                // Validation refuses it.
            }
        }
    }

    /** What was written as text is kept as bytes. */
    private static void secret(ObjectNode secret) {
        Tree.text(secret, "type", "Opaque");
        if (secret.get("stringData") instanceof ObjectNode texts) {
            ObjectNode data = Tree.child(secret, "data");
            for (Map.Entry<String, JsonNode> text : texts.properties()) {
                byte[] bytes = text.getValue().asString("").getBytes(StandardCharsets.UTF_8);
                data.put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
            }
            secret.remove("stringData");
        }
    }

    private static void namespace(ObjectNode namespace) {
        ObjectNode metadata = Tree.child(namespace, "metadata");
        String name = Tree.text(metadata, "name");
        if (!name.isEmpty()) {
            Tree.child(metadata, "labels").put("kubernetes.io/metadata.name", name);
        }
        Tree.child(namespace, "status");
    }

    private static void persistentVolume(ObjectNode volume) {
        ObjectNode spec = Tree.child(volume, "spec");
        Tree.text(Tree.child(volume, "status"), "phase", "Pending");
        Tree.text(spec, "persistentVolumeReclaimPolicy", "Retain");
        Tree.absent(spec, "volumeMode", "Filesystem");
    }

    private static void nodeStatus(ObjectNode status) {
        if (status.path("capacity").isObject() && !status.path("allocatable").isObject()) {
            status.set("allocatable", status.path("capacity").deepCopy());
        }
    }

    private static void nodeSpec(ObjectNode spec) {
        String range = Tree.text(spec, "podCIDR");
        if (!range.isEmpty() && spec.path("podCIDRs").isEmpty()) {
            spec.putArray("podCIDRs").add(range);
        }
    }

    private static void limitRangeItem(ObjectNode item) {
        if (!Tree.text(item, "type").equals("Container")) {
            return;
        }
        ObjectNode limit = Tree.child(item, "default");
        item.path("max").properties().forEach(entry -> Tree.absent(limit, entry.getKey(), entry.getValue()));
        ObjectNode request = Tree.child(item, "defaultRequest");
        limit.properties().forEach(entry -> Tree.absent(request, entry.getKey(), entry.getValue()));
        item.path("min").properties().forEach(entry -> Tree.absent(request, entry.getKey(), entry.getValue()));
    }

    private static void replicationController(ObjectNode controller) {
        ObjectNode spec = Tree.child(controller, "spec");
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (labels.isObject() && spec.path("selector").isEmpty()) {
            spec.set("selector", labels.deepCopy());
        }
        ObjectNode metadata = Tree.child(controller, "metadata");
        if (labels.isObject() && metadata.path("labels").isEmpty()) {
            metadata.set("labels", labels.deepCopy());
        }
    }
}
