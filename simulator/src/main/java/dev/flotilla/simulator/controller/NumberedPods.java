package dev.flotilla.simulator.controller;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Names;
import dev.flotilla.simulator.object.Ownership;
import dev.flotilla.simulator.object.Pod;
import dev.flotilla.simulator.object.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One StatefulSet with its pods.
 *
 * @param set shared; not to be changed
 * @param update the name of the revision that its template is
 */
record NumberedPods(StoredObject stored, ObjectNode set, List<Pod> all, String update) {
    private static final String POD_NAME_LABEL = "statefulset.kubernetes.io/pod-name";
    private static final String INDEX_LABEL = "apps.kubernetes.io/pod-index";

    static NumberedPods of(StoredObject stored, List<Pod> pods) {
        ObjectNode set = stored.tree();
        String update = stored.key().name() + "-" + Names.hash(set.path("spec").path("template"));
        return new NumberedPods(stored, set, pods, update);
    }

    int first() {
        return set.path("spec").path("ordinals").path("start").asInt(0);
    }

    int end() {
        return first() + set.path("spec").path("replicas").asInt(1);
    }

    boolean parallel() {
        return "Parallel".equals(set.path("spec").path("podManagementPolicy").asString(""));
    }

    Duration minReady() {
        return Duration.ofSeconds(set.path("spec").path("minReadySeconds").asInt(0));
    }

    /** The lowest ordinal that a new template reaches. */
    int renewedFrom() {
        JsonNode strategy = set.path("spec").path("updateStrategy");
        return "OnDelete".equals(strategy.path("type").asString(""))
                ? end()
                : Math.max(
                        first(),
                        strategy.path("rollingUpdate").path("partition").asInt(0));
    }

    int ordinal(Pod pod) {
        String number = pod.name().substring(stored.key().name().length() + 1);
        return number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : Integer.MAX_VALUE;
    }

    Optional<Pod> at(int ordinal) {
        String name = stored.key().name() + "-" + ordinal;
        return all.stream().filter(pod -> pod.name().equals(name)).findFirst();
    }

    boolean updated(Pod pod) {
        return update.equals(pod.labels().get(DaemonSetController.REVISION_LABEL));
    }

    /** In order, nothing goes on before every pod that should be there is available. */
    boolean waitsForAPod(Instant now) {
        if (parallel()) {
            return false;
        }
        for (int ordinal = first(); ordinal < end(); ordinal++) {
            Optional<Pod> pod = at(ordinal);
            boolean broken = pod.isPresent()
                    && !updated(pod.get())
                    && !pod.get().ready()
                    && pod.get().active();
            if (pod.isEmpty() || (!pod.get().available(minReady(), now) && !broken)) {
                return true;
            }
        }
        return false;
    }

    /** The revision that its template is, recorded as Kubernetes does, so that a rollout has a history. */
    List<Effect> revisions(Snapshot snapshot) {
        ObjectKey key = Kind.CONTROLLER_REVISION.key(stored.key().namespace(), update);
        if (snapshot.get(key).isPresent()) {
            return List.of();
        }
        long number = Ownership.controlled(snapshot, stored, Kind.CONTROLLER_REVISION)
                .mapToLong(each -> each.tree().path("revision").asLong(0))
                .max()
                .orElse(0);
        ObjectNode revision = Ownership.begin(ObjectJson.mapper().createObjectNode(), Kind.CONTROLLER_REVISION, key);
        Ownership.control(revision, stored);
        ObjectNode data = revision.putObject("data");
        data.putObject("spec").set("template", set.path("spec").path("template").deepCopy());
        revision.put("revision", (int) number + 1);
        return List.of(new Effect.Create(key, revision));
    }

    /** One pod and those of its claims that do not exist. */
    List<Effect> creation(Snapshot snapshot, int ordinal) {
        String namespace = stored.key().namespace();
        String name = stored.key().name() + "-" + ordinal;
        Map<String, String> labels = Map.of(
                DaemonSetController.REVISION_LABEL,
                update,
                POD_NAME_LABEL,
                name,
                INDEX_LABEL,
                Integer.toString(ordinal));
        ObjectNode pod =
                Pods.fromTemplate(set.path("spec").path("template"), Kind.POD.key(namespace, name), stored, labels);
        pod.withObjectProperty("metadata")
                .put("generateName", Names.prefix(stored.key().name()));
        ObjectNode spec = pod.withObjectProperty("spec").put("hostname", name);
        String service = set.path("spec").path("serviceName").asString("");
        if (!service.isEmpty()) {
            spec.put("subdomain", service);
        }
        List<Effect> effects = new ArrayList<>();
        for (JsonNode template : set.path("spec").path("volumeClaimTemplates")) {
            String volume = template.path("metadata").path("name").asString("");
            ObjectKey claim = Kind.PERSISTENT_VOLUME_CLAIM.key(namespace, volume + "-" + name);
            mount(spec, volume, claim.name());
            if (snapshot.get(claim).isEmpty()) {
                effects.add(new Effect.Create(claim, claim(template, claim)));
            }
        }
        effects.add(new Effect.Create(Kind.POD.key(namespace, name), pod));
        return effects;
    }

    private static void mount(ObjectNode podSpec, String volume, String claim) {
        ArrayNode volumes = podSpec.withArrayProperty("volumes");
        volumes.removeIf(each -> volume.equals(each.path("name").asString("")));
        volumes.addObject()
                .put("name", volume)
                .putObject("persistentVolumeClaim")
                .put("claimName", claim);
    }

    private ObjectNode claim(JsonNode template, ObjectKey key) {
        ObjectNode claim = Ownership.begin(ObjectJson.mapper().createObjectNode(), Kind.PERSISTENT_VOLUME_CLAIM, key);
        ObjectNode labels = claim.withObjectProperty("metadata").putObject("labels");
        set.path("spec")
                .path("selector")
                .path("matchLabels")
                .properties()
                .forEach(each -> labels.set(each.getKey(), each.getValue()));
        template.path("metadata")
                .path("labels")
                .properties()
                .forEach(each -> labels.set(each.getKey(), each.getValue()));
        claim.set("spec", template.path("spec").deepCopy());
        return claim;
    }

    ObjectNode reported(Instant now) {
        ObjectNode reported = set.deepCopy();
        ObjectNode status = reported.withObjectProperty("status");
        int updated = count(this::updated);
        String before = status.path("currentRevision").asString("");
        boolean done = updated == all.size() && all.size() == end() - first();
        String current = before.isEmpty() || done ? update : before;
        status.put("availableReplicas", count(pod -> pod.available(minReady(), now)));
        status.put("collisionCount", 0);
        DeploymentStatus.count(
                status,
                "currentReplicas",
                count(pod -> current.equals(pod.labels().get(DaemonSetController.REVISION_LABEL))));
        status.put("currentRevision", current);
        status.put("observedGeneration", set.path("metadata").path("generation").asInt(0));
        DeploymentStatus.count(status, "readyReplicas", count(Pod::ready));
        status.put("replicas", all.size());
        status.put("updateRevision", update);
        DeploymentStatus.count(status, "updatedReplicas", updated);
        return reported;
    }

    private int count(Predicate<Pod> which) {
        return (int) all.stream().filter(which).count();
    }
}
