package dev.flotilla.simulator.container;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.object.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One container of a pod, found as Kubernetes finds it.
 *
 * @param startedAt empty until it runs
 * @param ended whether it has run, and runs no more
 */
record Container(ObjectNode pod, JsonNode spec, Optional<Instant> startedAt, boolean ended) {
    /**
     * @param name empty for the pod's default
     * @throws dev.flotilla.api.status.StatusException 400 with Kubernetes' words if there is no such container
     */
    static Container of(StoredObject stored, String name) {
        ObjectNode pod = stored.tree();
        List<JsonNode> all = pod.at("/spec/containers").valueStream().toList();
        List<String> names =
                all.stream().map(each -> each.path("name").asString("")).toList();
        String chosen = name.isEmpty() ? byDefault(pod, names) : name;
        JsonNode spec = all.stream()
                .filter(each -> each.path("name").asString("").equals(chosen))
                .findFirst()
                .orElseThrow(() -> StatusError.badRequest("container " + chosen + " is not valid for pod "
                                + stored.key().name())
                        .exception());
        JsonNode state = pod.at("/status/containerStatuses")
                .valueStream()
                .filter(each -> each.path("name").asString("").equals(chosen))
                .findFirst()
                .map(each -> each.path("state"))
                .orElseGet(pod::missingNode);
        Optional<Instant> started = Stream.of("running", "terminated")
                .map(phase -> state.path(phase).path("startedAt").asString(""))
                .filter(text -> !text.isEmpty())
                .map(Instant::parse)
                .findFirst();
        return new Container(pod, spec, started, state.has("terminated"));
    }

    private static String byDefault(ObjectNode pod, List<String> names) {
        String annotated = pod.path("metadata")
                .path("annotations")
                .path("kubectl.kubernetes.io/default-container")
                .asString("");
        if (names.contains(annotated)) {
            return annotated;
        }
        if (names.size() > 1) {
            throw StatusError.badRequest("a container name must be specified for pod "
                            + pod.path("metadata").path("name").asString("") + ", choose one of: ["
                            + String.join(" ", names) + "]")
                    .exception();
        }
        return names.getFirst();
    }

    String name() {
        return spec.path("name").asString("");
    }

    String podName() {
        return pod.path("metadata").path("name").asString("");
    }

    boolean running() {
        return startedAt.isPresent() && !ended;
    }

    /** The variables that a process in it sees. */
    SequencedMap<String, String> environment() {
        SequencedMap<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("HOSTNAME", podName());
        spec.path("env")
                .forEach(each -> variables.put(
                        each.path("name").asString(""), each.path("value").asString("")));
        variables.put("KUBERNETES_SERVICE_HOST", "10.96.0.1");
        variables.put("KUBERNETES_SERVICE_PORT", "443");
        variables.put("HOME", "/root");
        return variables;
    }

    /** The files that are there from the start. */
    Map<String, byte[]> image() {
        String address = pod.at("/status/podIP").asString("127.0.0.1");
        return Map.of(
                "/etc/hostname", (podName() + "\n").getBytes(StandardCharsets.UTF_8),
                "/etc/hosts",
                        ("127.0.0.1\tlocalhost\n" + address + "\t" + podName() + "\n")
                                .getBytes(StandardCharsets.UTF_8));
    }

    /** Whether something listens there: anywhere, unless the containers name their ports. */
    static boolean listens(JsonNode pod, int port) {
        List<Integer> named = pod.at("/spec/containers")
                .valueStream()
                .flatMap(each -> each.path("ports").valueStream())
                .map(each -> each.path("containerPort").asInt(0))
                .toList();
        return named.isEmpty() || named.contains(port);
    }

    static StoredObject find(Snapshot snapshot, ObjectKey key) {
        return snapshot.get(key)
                .orElseThrow(() ->
                        StatusError.notFound(Kind.POD.resource(), key.name()).exception());
    }
}
