package dev.flotilla.simulator.node;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.object.Condition;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Pod;
import dev.flotilla.simulator.object.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Binds pods to nodes that have room for them. It looks at the whole cluster at once, under one key, so that pods which
 * come together are placed together; a pod that fits nowhere is told why, and tried again when there is room: a cluster
 * that is full spends no time on those that wait.
 */
public final class Scheduler implements Reconciler {
    private static final ObjectKey CLUSTER = Kind.NODE.key("", "*");
    private static final int BATCH_PODS_MAX = 500;

    private final Pods pods;
    private final Pace pace;

    public Scheduler(Pods pods, Pace pace) {
        this.pods = pods;
        this.pace = pace;
    }

    @Override
    public String name() {
        return "scheduler";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Kind.POD.resource(), Kind.NODE.resource());
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        StoredObject after = change.after();
        boolean node = change.key().resource().equals(Kind.NODE.resource());
        boolean roomIsFree = after == null || pods.read(after).facts().ended();
        boolean wantsRoom = after != null && waits(pods.read(after));
        return node || roomIsFree || wantsRoom ? Stream.of(CLUSTER) : Stream.empty();
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return Stream.of(CLUSTER);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        List<Pod> bound = new ArrayList<>();
        List<Pod> waiting = new ArrayList<>();
        pods.all(snapshot).forEach(pod -> {
            if (waits(pod)) {
                waiting.add(pod);
            } else if (!pod.facts().ended()) {
                bound.add(pod);
            }
        });
        if (waiting.isEmpty()) {
            return Decision.nothing();
        }
        Room room = new Room(snapshot, bound);
        List<Effect> effects = new ArrayList<>();
        for (Pod pod : waiting) {
            if (effects.size() >= BATCH_PODS_MAX) {
                return Decision.of(effects).andAgain(Duration.ZERO);
            }
            if (pod.facts().refused() && !room.isLeft(pod.facts().requests())) {
                continue;
            }
            ObjectNode tree = pod.stored().tree();
            ObjectNode placed = placed(tree, room.place(tree, pod.facts().requests()), now);
            if (!placed.equals(tree)) {
                effects.add(new Effect.Replace(pod.stored(), placed));
            }
        }
        return Decision.of(effects);
    }

    private static boolean waits(Pod pod) {
        return pod.facts().node().isEmpty() && pod.active();
    }

    private ObjectNode placed(ObjectNode pod, Room.Place place, Instant now) {
        ObjectNode placed = pod.deepCopy();
        switch (place) {
            case Room.Place.On(String node) -> {
                placed.withObjectProperty("spec").put("nodeName", node);
                new PodReport(placed, now).start(pace);
            }
            case Room.Place.Nowhere(String message) -> {
                ObjectNode status = placed.withObjectProperty("status");
                status.put("phase", "Pending");
                Condition.no("PodScheduled", "Unschedulable", message).set(status, now);
            }
        }
        return placed;
    }
}
