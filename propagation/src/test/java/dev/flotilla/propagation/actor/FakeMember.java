package dev.flotilla.propagation.actor;

import dev.flotilla.api.patch.JsonPatch;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.propagation.MemberKind;
import dev.flotilla.propagation.MemberTarget;
import dev.flotilla.propagation.member.MemberClient;
import dev.flotilla.propagation.member.MemberReply;
import dev.flotilla.propagation.member.MemberWatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A member's API in memory, with the checks that matter to whoever writes to it, and faults on demand. */
final class FakeMember implements MemberClient {
    private record Watching(MemberKind kind, String label, MemberWatcher watcher) {}

    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final Map<String, MemberKind> kinds = new HashMap<>();
    private final List<Watching> watching = new ArrayList<>();
    private final Deque<MemberReply> faults = new ArrayDeque<>();
    private long version = 1_000;
    private int writes;
    private boolean deaf;
    private boolean holding;
    private int breaks;
    private final List<Runnable> held = new ArrayList<>();

    /** The next writes get these answers instead of being carried out. */
    synchronized void failNext(MemberReply... replies) {
        faults.addAll(List.of(replies));
    }

    /** The next creation is carried out, and neither its answer nor the news of it arrive. */
    synchronized void loseNextAnswer() {
        deaf = true;
    }

    /** Writes are carried out, and their answers wait for {@link #answer}; news of them does not. */
    synchronized void holdAnswers() {
        holding = true;
    }

    synchronized void answer() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    /** The next attempts to follow a kind fail as no client should. */
    synchronized void breakFollowing(int times) {
        breaks = times;
    }

    synchronized Optional<ObjectNode> find(String path) {
        return Optional.ofNullable(objects.get(path)).map(ObjectNode::deepCopy);
    }

    synchronized int writes() {
        return writes;
    }

    /** Puts an object there as somebody else would. */
    synchronized void put(MemberTarget target, ObjectNode object) {
        store(target, object.deepCopy(), "u" + ++version);
    }

    /** Changes an object as somebody else would. */
    synchronized void change(MemberTarget target, Consumer<ObjectNode> change) {
        ObjectNode object = objects.get(target.path()).deepCopy();
        change.accept(object);
        store(target, object, object.at("/metadata/uid").asString());
    }

    /** Changes an object, and nobody hears of it. */
    synchronized void changeUnheard(MemberTarget target, Consumer<ObjectNode> change) {
        List<Watching> silenced = List.copyOf(watching);
        watching.clear();
        change(target, change);
        watching.addAll(silenced);
    }

    synchronized void lose(MemberTarget target) {
        remove(target);
    }

    private void store(MemberTarget target, ObjectNode object, String uid) {
        ObjectNode before = objects.get(target.path());
        object.withObject("/metadata").put("uid", uid).put("resourceVersion", Long.toString(++version));
        boolean sameSpec = before != null && before.path("spec").equals(object.path("spec"));
        long generation = before == null ? 0 : before.at("/metadata/generation").asLong();
        object.withObject("/metadata").put("generation", sameSpec ? generation : generation + 1);
        objects.put(target.path(), object);
        kinds.put(target.path(), target.kind());
        tell(target.kind(), object, MemberWatcher::onChanged);
    }

    private void remove(MemberTarget target) {
        ObjectNode last = objects.remove(target.path());
        if (last != null) {
            tell(target.kind(), last, MemberWatcher::onDeleted);
        }
    }

    private interface Telling {
        void tell(MemberWatcher watcher, MemberKind kind, ObjectNode object);
    }

    private void tell(MemberKind kind, ObjectNode object, Telling telling) {
        watching.stream()
                .filter(each -> each.kind().equals(kind))
                .filter(each -> bears(object, each.label()))
                .forEach(each -> telling.tell(each.watcher(), kind, object.deepCopy()));
    }

    private static boolean bears(JsonNode object, String label) {
        String[] parts = label.split("=", 2);
        return object.path("metadata")
                .path("labels")
                .path(parts[0])
                .asString("")
                .equals(parts[1]);
    }

    private synchronized CompletionStage<MemberReply> write(Supplier<MemberReply> writing) {
        writes++;
        MemberReply fault = faults.poll();
        MemberReply reply = fault != null ? fault : writing.get();
        CompletableFuture<MemberReply> answer = new CompletableFuture<>();
        if (holding) {
            held.add(() -> answer.complete(reply));
        } else {
            answer.complete(reply);
        }
        return answer;
    }

    @Override
    public synchronized CompletionStage<MemberReply> read(String path) {
        ObjectNode list = ObjectJson.mapper().createObjectNode();
        list.putArray("groups");
        list.putArray("resources");
        list.putArray("items");
        return CompletableFuture.completedFuture(new MemberReply.Done(list));
    }

    @Override
    public synchronized CompletionStage<MemberReply> get(MemberTarget target) {
        return CompletableFuture.completedFuture(find(target.path())
                .<MemberReply>map(MemberReply.Done::new)
                .orElseGet(() -> new MemberReply.NotFound("not found")));
    }

    @Override
    public CompletionStage<MemberReply> create(MemberTarget target, ObjectNode manifest) {
        return write(() -> {
            if (objects.containsKey(target.path())) {
                return new MemberReply.Exists("exists");
            }
            boolean lost = deaf;
            List<Watching> silenced = lost ? List.copyOf(watching) : List.of();
            watching.removeAll(silenced);
            store(target, manifest.deepCopy(), "u" + ++version);
            watching.addAll(silenced);
            deaf = false;
            return lost
                    ? new MemberReply.Unreachable("connection reset")
                    : new MemberReply.Done(objects.get(target.path()).deepCopy());
        });
    }

    @Override
    public CompletionStage<MemberReply> apply(MemberTarget target, ObjectNode manifest, boolean force) {
        return write(() -> {
            ObjectNode live = objects.get(target.path());
            if (live == null || !same(live, manifest, "uid") || !same(live, manifest, "resourceVersion")) {
                return new MemberReply.Conflict("changed meanwhile");
            }
            ObjectNode next = manifest.deepCopy();
            if (live.has("status")) {
                next.set("status", live.get("status"));
            }
            store(target, next, live.at("/metadata/uid").asString());
            return new MemberReply.Done(objects.get(target.path()).deepCopy());
        });
    }

    private static boolean same(JsonNode live, JsonNode asked, String field) {
        return live.path("metadata").path(field).equals(asked.path("metadata").path(field));
    }

    @Override
    public CompletionStage<MemberReply> jsonPatch(MemberTarget target, JsonNode operations) {
        return write(() -> {
            ObjectNode live = objects.get(target.path());
            if (live == null) {
                return new MemberReply.NotFound("not found");
            }
            try {
                ObjectNode patched = JsonPatch.apply(live.deepCopy(), operations);
                boolean leaves = !patched.path("metadata")
                        .path("labels")
                        .equals(live.path("metadata").path("labels"));
                if (leaves) {
                    tell(target.kind(), live, MemberWatcher::onDeleted);
                }
                store(target, patched, live.at("/metadata/uid").asString());
                return new MemberReply.Done(patched.deepCopy());
            } catch (StatusException refused) {
                return new MemberReply.Conflict(String.valueOf(refused.getMessage()));
            }
        });
    }

    @Override
    public CompletionStage<MemberReply> delete(MemberTarget target, String uid, String resourceVersion) {
        return write(() -> {
            ObjectNode live = objects.get(target.path());
            if (live == null) {
                return new MemberReply.NotFound("not found");
            }
            boolean asSeen = live.at("/metadata/uid").asString().equals(uid)
                    && live.at("/metadata/resourceVersion").asString().equals(resourceVersion);
            if (!asSeen) {
                return new MemberReply.Conflict("changed meanwhile");
            }
            remove(target);
            return new MemberReply.Done(ObjectJson.mapper().createObjectNode());
        });
    }

    @Override
    public synchronized Following follow(MemberKind kind, String labelSelector, MemberWatcher watcher) {
        if (breaks > 0) {
            breaks--;
            throw new IllegalStateException("broken on purpose");
        }
        Watching added = new Watching(kind, labelSelector, watcher);
        watching.add(added);
        List<ObjectNode> there = objects.entrySet().stream()
                .filter(entry -> kind.equals(kinds.get(entry.getKey())))
                .map(Map.Entry::getValue)
                .filter(object -> bears(object, labelSelector))
                .map(ObjectNode::deepCopy)
                .toList();
        watcher.onListed(kind, there);
        return () -> forget(added);
    }

    private synchronized void forget(Watching gone) {
        watching.remove(gone);
    }

    @Override
    public void close() {}
}
