package dev.flotilla.simulator.node;

import dev.flotilla.simulator.object.Condition;
import dev.flotilla.simulator.object.Names;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a kubelet says of a pod into a tree it owns. */
record PodReport(ObjectNode pod, Instant now) {
    private static final String NOT_READY = "ContainersNotReady";

    /** The pod is on its node and begins to start. */
    void start(Pace pace) {
        new Behaviour(pod).start(pace, now);
        bound();
    }

    void bound() {
        ObjectNode status = status();
        if (status.path("phase").asString("").isEmpty()) {
            status.put("phase", "Pending");
        }
        if (!status.has("qosClass")) {
            status.put("qosClass", QualityOfService.of(pod));
        }
        Condition.yes("PodScheduled").set(status, now);
    }

    /** All its containers run; they are ready too, unless the pod never is. */
    void running(boolean ready) {
        ObjectNode status = status();
        status.put("phase", "Running");
        status.put("startTime", Condition.timestamp(now));
        addresses(status);
        Condition.yes("PodReadyToStartContainers").set(status, now);
        Condition.yes("Initialized").set(status, now);
        readiness(status, ready);
        if (!pod.path("spec").path("initContainers").isEmpty()) {
            ArrayNode ended = status.putArray("initContainerStatuses");
            pod.path("spec").path("initContainers").forEach(each -> terminated(container(ended, each, true), 0));
        }
        ArrayNode containers = status.putArray("containerStatuses");
        for (JsonNode each : pod.path("spec").path("containers")) {
            ObjectNode entry = container(containers, each, ready).put("started", true);
            entry.putObject("state").putObject("running").put("startedAt", Condition.timestamp(now));
        }
    }

    /** All its containers have ended. */
    void ended(int exitCode) {
        ObjectNode status = status();
        status.put("phase", exitCode == 0 ? "Succeeded" : "Failed");
        for (String type : new String[] {"Ready", "ContainersReady"}) {
            Condition.no(type, exitCode == 0 ? "PodCompleted" : "PodFailed", "").set(status, now);
        }
        for (JsonNode each : status.path("containerStatuses")) {
            if (each instanceof ObjectNode entry) {
                entry.put("ready", false).put("started", false);
                terminated(entry, exitCode);
            }
        }
    }

    private void readiness(ObjectNode status, boolean ready) {
        for (String type : new String[] {"Ready", "ContainersReady"}) {
            Condition condition = ready
                    ? Condition.yes(type)
                    : Condition.no(type, NOT_READY, "containers with unready status: [" + containerNames() + "]");
            condition.set(status, now);
        }
    }

    private String containerNames() {
        StringBuilder names = new StringBuilder();
        for (JsonNode each : pod.path("spec").path("containers")) {
            names.append(names.isEmpty() ? "" : " ").append(each.path("name").asString(""));
        }
        return names.toString();
    }

    private void addresses(ObjectNode status) {
        String node = NodeObjects.address(pod.path("spec").path("nodeName").asString(""));
        status.put("hostIP", node);
        status.putArray("hostIPs").addObject().put("ip", node);
        boolean onHost = pod.path("spec").path("hostNetwork").asBoolean(false);
        String own = onHost ? node : podAddress();
        status.put("podIP", own);
        status.putArray("podIPs").addObject().put("ip", own);
    }

    private String podAddress() {
        long hash = Names.hash(pod.path("metadata").path("uid").asString(""));
        return "10." + (128 + (hash & 0x7f)) + "." + (hash >>> 8 & 0xff) + "." + (1 + (hash >>> 16 & 0x7fff) % 254);
    }

    private ObjectNode container(ArrayNode into, JsonNode container, boolean ready) {
        String image = container.path("image").asString("");
        return into.addObject()
                .put("name", container.path("name").asString(""))
                .put("ready", ready)
                .put("restartCount", 0)
                .put("image", image)
                .put("imageID", image + "@sha256:" + digest(image))
                .put(
                        "containerID",
                        "simulated://"
                                + digest(pod.path("metadata").path("uid").asString("")
                                        + container.path("name").asString("")));
    }

    private static String digest(String text) {
        StringBuilder hex = new StringBuilder();
        for (int part = 0; part < 4; part++) {
            hex.append(String.format("%016x", Names.hash(part + text)));
        }
        return hex.toString();
    }

    private void terminated(ObjectNode entry, int exitCode) {
        JsonNode started = entry.path("state").path("running").path("startedAt");
        ObjectNode ended = entry.putObject("state").putObject("terminated");
        ended.put("exitCode", exitCode).put("reason", exitCode == 0 ? "Completed" : "Error");
        ended.put("startedAt", started.asString(Condition.timestamp(now)));
        ended.put("finishedAt", Condition.timestamp(now));
        ended.put("containerID", entry.path("containerID").asString(""));
    }

    private ObjectNode status() {
        return pod.withObjectProperty("status");
    }
}
