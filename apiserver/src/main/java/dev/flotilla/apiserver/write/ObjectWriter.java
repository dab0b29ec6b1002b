package dev.flotilla.apiserver.write;

import dev.flotilla.api.lifecycle.Deletion;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.lifecycle.WriteOutcome;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.admission.Admission;
import dev.flotilla.apiserver.conversion.Conversions;
import dev.flotilla.apiserver.read.Freshness;
import dev.flotilla.apiserver.read.ObjectSource;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.view.Versions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out what the rules of a write decide: reads the object, has it decided on, commits, and does it all again if
 * somebody was faster, unless the client named the version it meant.
 */
final class ObjectWriter {
    private static final int ATTEMPTS_MAX = 8;

    private final Freshness freshness;
    private final ObjectSource source;
    private final Commits commits;
    private final InstantSource clock;
    private final ServiceAddresses addresses;
    private final WriteCheck check;
    private final Admission admission;
    private final Conversions conversions;

    ObjectWriter(
            ObjectStore store,
            ObjectSource source,
            InstantSource clock,
            ServiceAddresses addresses,
            WriteCheck check,
            Admission admission,
            Conversions conversions) {
        this.freshness = new Freshness(store);
        this.source = source;
        this.commits = new Commits(store);
        this.clock = clock;
        this.addresses = addresses;
        this.check = check;
        this.admission = admission;
        this.conversions = conversions;
    }

    /** What a write came to. */
    sealed interface Written {
        /** @param created there was no such object before */
        record Stored(StoredObject object, boolean created) implements Written {}

        /** It is gone; this is how it last was. */
        record Gone(StoredObject object) implements Written {}

        /** Nothing was committed: this is what would have been. */
        record Dry(ObjectNode object, boolean created) implements Written {}
    }

    /** Decides on the object as it is now, with its resourceVersion; there may be none. */
    interface Decide {
        WriteOutcome decide(Optional<ObjectNode> old, WriteContext context);
    }

    /** Decides how the object is to be deleted. */
    interface DecideDeletion {
        Deletion decide(ObjectNode old, WriteContext context);
    }

    /** @param create makes the object; it is called anew if its name turns out to be taken and {@code again} */
    Written create(ResourceRequest request, boolean dryRun, boolean again, Function<WriteContext, ObjectNode> create) {
        for (int attempt = 1; ; attempt++) {
            Snapshot snapshot = attempt == 1 ? freshness.local() : newest();
            Admitting admitting = admitting(request, snapshot, dryRun);
            ObjectNode object = create.apply(context(request, admitting));
            ObjectKey key = key(request, object);
            refuseComputed(snapshot, key);
            Optional<List<Precondition>> conditions;
            try {
                conditions = admitted(admitting, snapshot, key, object);
            } catch (StatusException refused) {
                if (attempt > 1) {
                    throw refused;
                }
                continue;
            }
            Optional<Written> written = conditions.flatMap(each -> put(admitting, key, object, each));
            if (written.isPresent()) {
                return written.get();
            }
            if (newest().get(key).isPresent() && (!again || attempt >= ATTEMPTS_MAX)) {
                throw exists(request.type(), newest(), key);
            }
            refuseTooMany(attempt, request);
        }
    }

    /**
     * Under which conditions the object may be created; empty if its name is taken. What is refused here was refused in
     * view of the snapshot, and may be asked again of a newer one; once a commit was tried that would be a second
     * write.
     */
    private Optional<List<Precondition>> admitted(
            Admitting admitting, Snapshot snapshot, ObjectKey key, ObjectNode object) {
        ResourceRequest request = admitting.request();
        List<Precondition> conditions = new ArrayList<>(
                NamespaceGate.admit(snapshot, request.type(), request.path().namespace(), key.name()));
        conditions.add(new Precondition.Absent(key));
        if (snapshot.get(key).isPresent()) {
            return Optional.empty();
        }
        check.check(request, snapshot, Optional.empty(), object);
        admitting.validate(Optional.empty(), object);
        return Optional.of(conditions);
    }

    private Optional<Written> put(
            Admitting admitting, ObjectKey key, ObjectNode object, List<Precondition> conditions) {
        ResourceRequest request = admitting.request();
        if (admitting.dryRun()) {
            return Optional.of(addresses.allocating(
                    freshness::local, request.type(), object, complete -> new Written.Dry(complete, true)));
        }
        Commits.Result result = addresses.allocating(
                freshness::local, request.type(), object, complete -> commit(request, key, complete, conditions));
        return switch (result) {
            case Commits.Result.Done(StoredObject stored) -> Optional.of(new Written.Stored(stored, true));
            case Commits.Result.Raced _ -> Optional.empty();
        };
    }

    /** @param pinned the client named a version, so that a race is its conflict */
    Written write(ResourceRequest request, boolean dryRun, boolean pinned, Decide decide) {
        return write(request, dryRun, pinned, UnaryOperator.identity(), decide);
    }

    /** @param face what the request's subresource shows of an object */
    Written write(
            ResourceRequest request, boolean dryRun, boolean pinned, UnaryOperator<ObjectNode> face, Decide decide) {
        ResourceType type = request.type();
        ObjectKey key = request.key();
        for (int attempt = 1; ; attempt++) {
            Snapshot snapshot = attempt == 1 ? freshness.local() : newest();
            refuseComputed(snapshot, key);
            Optional<StoredObject> old = snapshot.get(key).or(() -> newest().get(key));
            Admitting admitting = new Admitting(admission, snapshot, request, dryRun, face);
            Optional<ObjectNode> before = old.map(object -> Versions.tree(conversions.in(object, type), type));
            WriteOutcome outcome = decide.decide(before, context(request, admitting));
            Optional<Written> written = carryOut(admitting, old, before, outcome);
            if (written.isPresent()) {
                return written.get();
            }
            if (pinned) {
                throw StatusError.staleVersion(type.resource(), key.name()).exception();
            }
            refuseTooMany(attempt, request);
        }
    }

    private Optional<Written> carryOut(
            Admitting admitting, Optional<StoredObject> old, Optional<ObjectNode> tree, WriteOutcome outcome) {
        ResourceRequest request = admitting.request();
        Snapshot snapshot = admitting.snapshot();
        boolean dryRun = admitting.dryRun();
        if (outcome instanceof WriteOutcome.Created(ObjectNode object)) {
            Snapshot found = snapshot.get(request.key()).isPresent() ? newest() : snapshot;
            return admitted(admitting, found, request.key(), object)
                    .flatMap(conditions -> put(admitting, request.key(), object, conditions));
        }
        StoredObject before = old.orElseThrow(() -> new IllegalStateException("only what exists can be changed"));
        List<Precondition> unchanged = List.of(new Precondition.AtVersion(before.key(), before.resourceVersion()));
        if (outcome instanceof WriteOutcome.Changed(ObjectNode object)) {
            check.check(request, snapshot, Optional.of(before.tree()), object);
        }
        admitting.validate(tree, outcome.object());
        return switch (outcome) {
            case WriteOutcome.Created _ -> throw new IllegalStateException("handled above");
            case WriteOutcome.Unchanged _ -> Optional.of(new Written.Stored(before, false));
            case WriteOutcome.Changed(ObjectNode object) ->
                dryRun ? Optional.of(dry(before, object)) : stored(commit(request, before.key(), object, unchanged));
            case WriteOutcome.Removed(ObjectNode object) ->
                dryRun
                        ? Optional.of(dry(before, object))
                        : gone(commits.delete(shown(before, object), unchanged, user(request)));
        };
    }

    /** Deletes one object that the caller has found. */
    Written delete(ResourceRequest request, ObjectKey key, boolean dryRun, DecideDeletion decide) {
        for (int attempt = 1; ; attempt++) {
            Snapshot snapshot = attempt == 1 ? freshness.local() : newest();
            refuseComputed(snapshot, key);
            StoredObject before = snapshot.get(key)
                    .or(() -> newest().get(key))
                    .orElseThrow(() ->
                            StatusError.notFound(key.resource(), key.name()).exception());
            List<Precondition> unchanged = List.of(new Precondition.AtVersion(key, before.resourceVersion()));
            Admitting admitting = admitting(request, snapshot, dryRun);
            ObjectNode tree = Versions.tree(conversions.in(before, request.type()), request.type());
            admitting.delete(tree);
            Deletion deletion = decide.decide(tree, context(request, admitting));
            Optional<Written> written = switch (deletion) {
                case Deletion.Unchanged _ -> Optional.of(new Written.Stored(before, false));
                case Deletion.Marked(ObjectNode object) ->
                    dryRun
                            ? Optional.of(new Written.Dry(object, false))
                            : stored(commit(request, key, object, unchanged));
                case Deletion.Removed(ObjectNode object) ->
                    dryRun
                            ? Optional.of(new Written.Gone(before))
                            : gone(commits.delete(shown(before, object), unchanged, user(request)));
            };
            if (written.isPresent()) {
                return written.get();
            }
            refuseTooMany(attempt, request);
        }
    }

    private Commits.Result commit(
            ResourceRequest request, ObjectKey key, ObjectNode object, List<Precondition> conditions) {
        return commits.put(key, conversions.toStorage(object, request.type()), conditions, user(request));
    }

    private static StoredObject shown(StoredObject before, ObjectNode object) {
        return StoredObject.of(before.key(), before.resourceVersion(), ObjectJson.encode(object));
    }

    /** A rehearsed change leaves the version as it is. */
    private static Written dry(StoredObject before, ObjectNode object) {
        ObjectNode shown = object.deepCopy();
        shown.withObject("/metadata").put("resourceVersion", Long.toString(before.resourceVersion()));
        return new Written.Dry(shown, false);
    }

    private static Optional<Written> stored(Commits.Result result) {
        return switch (result) {
            case Commits.Result.Done(StoredObject object) -> Optional.of(new Written.Stored(object, false));
            case Commits.Result.Raced _ -> Optional.empty();
        };
    }

    private static Optional<Written> gone(Commits.Result result) {
        return switch (result) {
            case Commits.Result.Done(StoredObject object) -> Optional.of(new Written.Gone(object));
            case Commits.Result.Raced _ -> Optional.empty();
        };
    }

    private void refuseComputed(Snapshot snapshot, ObjectKey key) {
        if (snapshot.get(key).isEmpty()) {
            source.computed(key.resource())
                    .flatMap(virtual -> virtual.refusesWrite(snapshot, key))
                    .ifPresent(why -> {
                        throw StatusError.forbidden(key.resource(), key.name(), why)
                                .exception();
                    });
        }
    }

    private Snapshot newest() {
        return freshness.notOlderThan("");
    }

    private static RuntimeException exists(ResourceType type, Snapshot snapshot, ObjectKey key) {
        StatusError plain = StatusError.alreadyExists(type.resource(), key.name());
        boolean going =
                snapshot.get(key).map(object -> object.head().terminating()).orElse(false);
        return (going
                        ? new StatusError(
                                plain.code(),
                                plain.reason(),
                                "object is being deleted: " + plain.message(),
                                plain.details())
                        : plain)
                .exception();
    }

    private static void refuseTooMany(int attempt, ResourceRequest request) {
        if (attempt >= ATTEMPTS_MAX) {
            throw StatusError.staleVersion(
                            request.type().resource(), request.path().name())
                    .exception();
        }
    }

    private static ObjectKey key(ResourceRequest request, ObjectNode object) {
        return new ObjectKey(
                request.storage(),
                request.path().namespace(),
                object.path("metadata").path("name").asString(""));
    }

    private Admitting admitting(ResourceRequest request, Snapshot snapshot, boolean dryRun) {
        return new Admitting(admission, snapshot, request, dryRun, UnaryOperator.identity());
    }

    private WriteContext context(ResourceRequest request, Admitting admitting) {
        return new WriteContext(
                clock.instant(), UUID.randomUUID().toString(), request.http().fieldManager(), admitting::mutate);
    }

    private static String user(ResourceRequest request) {
        return request.http().user().name();
    }
}
