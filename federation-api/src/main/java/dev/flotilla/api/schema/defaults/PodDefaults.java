package dev.flotilla.api.schema.defaults;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pods and what they are made of. */
final class PodDefaults {
    private static final int FILE_MODE = 0644;
    private static final int TOKEN_SECONDS = 3600;
    private static final Pattern IMAGE = Pattern.compile(
            "(?:[a-zA-Z0-9.-]+(?::[0-9]+)?/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*+"
                    + "(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*+)*+(?::[\\w][\\w.-]{0,127})?(?:@[a-zA-Z][a-zA-Z0-9.+_-]*:[0-9a-fA-F]{32,})?");

    private PodDefaults() {}

    static void register(BiConsumer<String, Consumer<ObjectNode>> rules) {
        rules.accept("Pod", PodDefaults::pod);
        rules.accept("PodSpec", PodDefaults::podSpec);
        rules.accept("Container", PodDefaults::container);
        rules.accept("EphemeralContainer", PodDefaults::container);
        rules.accept("Probe", PodDefaults::probe);
        rules.accept("HTTPGetAction", action -> {
            Tree.text(action, "path", "/");
            Tree.text(action, "scheme", "HTTP");
        });
        rules.accept("ObjectFieldSelector", selector -> Tree.text(selector, "apiVersion", "v1"));
        rules.accept("Volume", PodDefaults::volume);
        for (String source : new String[] {"Secret", "ConfigMap", "DownwardAPI", "Projected"}) {
            rules.accept(source + "VolumeSource", volume -> Tree.absent(volume, "defaultMode", FILE_MODE));
        }
        rules.accept("HostPathVolumeSource", volume -> Tree.absent(volume, "type", ""));
        rules.accept("ServiceAccountTokenProjection", token -> Tree.absent(token, "expirationSeconds", TOKEN_SECONDS));
    }

    private static void pod(ObjectNode pod) {
        ObjectNode spec = Tree.child(pod, "spec");
        Tree.each(spec, "containers", PodDefaults::requestWhatIsLimited);
        Tree.each(spec, "initContainers", PodDefaults::requestWhatIsLimited);
        Tree.absent(spec, "enableServiceLinks", true);
        if (spec.path("hostNetwork").asBoolean(false)) {
            Tree.each(spec, "containers", PodDefaults::publishPorts);
            Tree.each(spec, "initContainers", PodDefaults::publishPorts);
        }
    }

    private static void requestWhatIsLimited(ObjectNode container) {
        if (container.path("resources").path("limits") instanceof ObjectNode limits) {
            ObjectNode requests = Tree.child(Tree.child(container, "resources"), "requests");
            for (Map.Entry<String, JsonNode> limit : limits.properties()) {
                Tree.absent(requests, limit.getKey(), limit.getValue());
            }
        }
    }

    private static void publishPorts(ObjectNode container) {
        Tree.each(
                container,
                "ports",
                port -> Tree.number(port, "hostPort", port.path("containerPort").asInt(0)));
    }

    private static void podSpec(ObjectNode spec) {
        Tree.text(spec, "dnsPolicy", "ClusterFirst");
        Tree.text(spec, "restartPolicy", "Always");
        Tree.emptyObject(spec, "securityContext");
        Tree.absent(spec, "terminationGracePeriodSeconds", 30);
        Tree.text(spec, "schedulerName", "default-scheduler");
        String account = Tree.text(spec, "serviceAccountName");
        String either = account.isEmpty() ? Tree.text(spec, "serviceAccount") : account;
        if (!either.isEmpty()) {
            spec.put("serviceAccountName", either).put("serviceAccount", either);
        }
    }

    private static void container(ObjectNode container) {
        Tree.text(container, "imagePullPolicy", pullPolicy(Tree.text(container, "image")));
        Tree.text(container, "terminationMessagePath", "/dev/termination-log");
        Tree.text(container, "terminationMessagePolicy", "File");
    }

    /** An image that is named without tag or digest is its latest. */
    static String pullPolicy(String image) {
        if (!IMAGE.matcher(image).matches()) {
            return "IfNotPresent";
        }
        int digest = image.indexOf('@');
        String name = digest < 0 ? image : image.substring(0, digest);
        int colon = name.lastIndexOf(':');
        boolean tagged = colon > name.lastIndexOf('/');
        String tag = tagged ? name.substring(colon + 1) : digest < 0 ? "latest" : "";
        return tag.equals("latest") ? "Always" : "IfNotPresent";
    }

    private static void probe(ObjectNode probe) {
        Tree.number(probe, "timeoutSeconds", 1);
        Tree.number(probe, "periodSeconds", 10);
        Tree.number(probe, "successThreshold", 1);
        Tree.number(probe, "failureThreshold", 3);
    }

    private static void volume(ObjectNode volume) {
        boolean bare = volume.properties().stream()
                .allMatch(field ->
                        field.getKey().equals("name") || field.getValue().isNull());
        if (bare) {
            Tree.emptyObject(volume, "emptyDir");
        }
        if (volume.get("image") instanceof ObjectNode image) {
            Tree.text(image, "pullPolicy", pullPolicy(Tree.text(image, "reference")));
        }
    }
}
