package dev.flotilla.hub.search;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ApiResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Watches a collection in many members at once and sends what happens in any as one stream, each event with how far all
 * have been read. A member that goes away is taken up again where it was left; one that joins is taken up from its
 * start. When a member has forgotten where it was left, or has left the fleet, the whole watch ends with 410, and the
 * client lists anew.
 */
final class FleetWatch implements ApiResponse.EventSource {
    private static final long SECONDS_DEFAULT = 1_800;
    private static final Duration LOOK_ROUND = Duration.ofSeconds(2);
    private static final String INITIAL_END = "k8s.io/initial-events-end";

    private final Members members;
    private final FleetQuestion question;
    /** Whom it concerns now. */
    private final Supplier<List<String>> clusters;

    private final Set<String> followed = new HashSet<>();
    private final Set<String> beginning = new HashSet<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private FleetPosition position;
    private boolean begun;

    FleetWatch(Members members, FleetQuestion question, Supplier<List<String>> clusters) {
        this.members = members;
        this.question = question;
        this.clusters = clusters;
        String version = question.query().text("resourceVersion");
        this.position = version.isEmpty() || version.equals("0") ? FleetPosition.NOWHERE : FleetPosition.parse(version);
        this.begun = !question.query().flag("sendInitialEvents");
    }

    @Override
    @SuppressWarnings("Interruption") // whoever follows a member waits for its next event, which may never come
    public void run(ApiResponse.EventSink sink) throws InterruptedException {
        long seconds = question.query()
                .number("timeoutSeconds")
                .filter(each -> each > 0)
                .orElse(SECONDS_DEFAULT);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        sink.onGone(ended::countDown);
        beginning.addAll(question.clusters());
        try {
            question.clusters().forEach(cluster -> follow(cluster, sink));
            while (ended.getCount() > 0 && System.nanoTime() < end) {
                long left = Math.min(LOOK_ROUND.toNanos(), end - System.nanoTime());
                if (!ended.await(Math.max(left, 1), TimeUnit.NANOSECONDS)) {
                    lookRound(sink);
                }
            }
        } finally {
            ended.countDown();
            running.forEach(each -> each.cancel(true));
        }
    }

    private void lookRound(ApiResponse.EventSink sink) throws InterruptedException {
        List<String> now = clusters.get();
        now.stream().filter(cluster -> !followed.contains(cluster)).forEach(cluster -> follow(cluster, sink));
        if (!now.containsAll(followed)) {
            fail(
                    sink,
                    StatusError.expired("a cluster has left the fleet; list again")
                            .toJson());
        }
    }

    private void follow(String cluster, ApiResponse.EventSink sink) {
        followed.add(cluster);
        MemberWatch watch = new MemberWatch(members.upstreams(), cluster, question, new MemberWatch.Listener() {
            @Override
            public void event(ObjectNode event) throws InterruptedException {
                deliver(cluster, event, sink);
            }

            @Override
            public void away() throws InterruptedException {
                begun(cluster, null, sink);
            }

            @Override
            public boolean done() {
                return ended.getCount() == 0;
            }

            @Override
            public String version() {
                return FleetWatch.this.version(cluster);
            }
        });
        running.add(members.threads().submit(watch));
    }

    private synchronized String version(String cluster) {
        String own = position.version(cluster);
        boolean any = question.query().text("resourceVersion").equals("0");
        return own.isEmpty() && any ? "0" : own;
    }

    private synchronized void deliver(String cluster, ObjectNode event, ApiResponse.EventSink sink)
            throws InterruptedException {
        if (event.path("type").asString("").equals("ERROR")) {
            fail(sink, (ObjectNode) event.path("object"));
            return;
        }
        if (!(event.path("object") instanceof ObjectNode object)) {
            return;
        }
        String version = version(object);
        if (!version.isEmpty()) {
            position = position.with(cluster, version);
        }
        boolean bookmark = event.path("type").asString("").equals("BOOKMARK");
        if (bookmark && object.at("/metadata/annotations").has(INITIAL_END)) {
            begun(cluster, event, sink);
            return;
        }
        if (!bookmark) {
            Provenance.mark(object, cluster);
        }
        stamp(object, position.text());
        send(event, sink);
    }

    /** The initial events are over when they are over in every member that can be seen. */
    private synchronized void begun(String cluster, @Nullable ObjectNode bookmark, ApiResponse.EventSink sink)
            throws InterruptedException {
        beginning.remove(cluster);
        if (begun || !beginning.isEmpty()) {
            return;
        }
        begun = true;
        ObjectNode event = bookmark == null ? bookmark() : bookmark;
        stamp((ObjectNode) event.path("object"), position.text());
        send(event, sink);
    }

    private ObjectNode bookmark() {
        ObjectNode event = ObjectJson.mapper().createObjectNode().put("type", "BOOKMARK");
        event.putObject("object")
                .put("kind", "PartialObjectMetadata")
                .put("apiVersion", "meta.k8s.io/v1")
                .putObject("metadata")
                .putObject("annotations")
                .put(INITIAL_END, "true");
        return event;
    }

    private void send(ObjectNode event, ApiResponse.EventSink sink) throws InterruptedException {
        if (ended.getCount() > 0 && !sink.send(List.of(ObjectJson.mapper().writeValueAsBytes(event)))) {
            ended.countDown();
        }
    }

    private synchronized void fail(ApiResponse.EventSink sink, ObjectNode status) throws InterruptedException {
        ObjectNode event = ObjectJson.mapper().createObjectNode().put("type", "ERROR");
        event.set("object", status);
        send(event, sink);
        ended.countDown();
    }

    private static String version(ObjectNode object) {
        String own = object.path("metadata").path("resourceVersion").asString("");
        return own.isEmpty() && Provenance.isTable(object)
                ? object.at("/rows/0/object/metadata/resourceVersion").asString("")
                : own;
    }

    private static void stamp(ObjectNode object, String version) {
        object.withObjectProperty("metadata").put("resourceVersion", version);
        if (Provenance.isTable(object)) {
            object.path("rows").forEach(row -> {
                if (row.path("object") instanceof ObjectNode each) {
                    each.withObjectProperty("metadata").put("resourceVersion", version);
                }
            });
        }
    }
}
