package dev.flotilla.simulator.object;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads pods, each once, and builds them from templates. */
public final class Pods {
    private final Memo<PodFacts> facts = new Memo<>(PodFacts::read);

    /** What a pod's controller sees of it; a change that leaves this alone does not concern it. */
    private record Seen(
            String uid, boolean terminating, String phase, Optional<Instant> readySince, Map<String, String> labels) {}

    public Pod read(StoredObject stored) {
        return new Pod(stored, facts.of(stored));
    }

    public Stream<Pod> all(Snapshot snapshot) {
        return snapshot.list(Kind.POD.resource()).map(this::read);
    }

    public List<Pod> controlled(Snapshot snapshot, StoredObject owner) {
        return Ownership.controlled(snapshot, owner, Kind.POD).map(this::read).toList();
    }

    /** The controllers of one kind to which a pod's change matters. */
    public Stream<ObjectKey> concerned(Change change, Kind controller) {
        return sameToController(change) ? Stream.empty() : Ownership.owners(change, controller);
    }

    private boolean sameToController(Change change) {
        return seen(change.before()).equals(seen(change.after()));
    }

    private Optional<Seen> seen(@Nullable StoredObject stored) {
        return Optional.ofNullable(stored).map(pod -> {
            PodFacts read = facts.of(pod);
            return new Seen(
                    pod.head().uid(),
                    pod.head().terminating(),
                    read.phase(),
                    read.readySince(),
                    pod.head().labels());
        });
    }

    /** When the next pod that is ready becomes available, if one has still to wait. */
    public static Optional<Duration> nextAvailable(Collection<Pod> pods, Duration minReady, Instant now) {
        return pods.stream()
                .filter(pod -> pod.ready() && !pod.available(minReady, now))
                .flatMap(pod -> pod.facts().readySince().stream())
                .map(since -> Duration.between(now, since.plus(minReady)))
                .min(Duration::compareTo);
    }

    /**
     * A pod as its controller creates it.
     *
     * @param labels to be added to the template's
     */
    public static ObjectNode fromTemplate(
            JsonNode template, ObjectKey key, StoredObject owner, Map<String, String> labels) {
        ObjectNode pod = Ownership.begin(ObjectJson.mapper().createObjectNode(), Kind.POD, key);
        ObjectNode metadata = pod.withObjectProperty("metadata");
        for (String field : List.of("labels", "annotations", "finalizers")) {
            JsonNode given = template.path("metadata").path(field);
            if (!given.isMissingNode() && !given.isNull() && !given.isEmpty()) {
                metadata.set(field, given.deepCopy());
            }
        }
        if (!labels.isEmpty()) {
            labels.forEach(metadata.withObjectProperty("labels")::put);
        }
        Ownership.control(pod, owner);
        pod.set("spec", template.path("spec").deepCopy());
        return pod;
    }
}
