package dev.flotilla.hub.peer;

import dev.flotilla.api.fleet.FleetKinds;
import dev.flotilla.api.fleet.Hearing;
import dev.flotilla.api.fleet.HubNodeSpec;
import dev.flotilla.api.fleet.SliceAssignment;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.replication.Role;
import dev.flotilla.replication.kafka.LogStore;
import dev.flotilla.runtime.EffectsToCommit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * This node among the others: twice a second it tells them that it is there and how far it has read; while it leads
 * itself it divides the slices among those it hears. When it ends, it gives its slices away first.
 */
final class Membership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(3);
    private static final Duration LEAVE_CHECK = Duration.ofMillis(50);
    private static final String ACTOR = "hub-membership";

    private final HubConfig config;
    private final LogStore store;
    private final BooleanSupplier current;
    private final EffectsToCommit effects;
    private final InstantSource clock;
    private final PeerTransport transport;
    private final AddressBook addresses;
    private final Positions positions;
    private final ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flotilla-membership").daemon()::unstarted);
    private final AtomicBoolean committing = new AtomicBoolean();
    private final String node;
    private Hearing hearing = Hearing.from(Instant.MIN);
    private long hearingTerm = -1;
    private volatile boolean leaving;

    private Membership(
            HubConfig config,
            LogStore store,
            BooleanSupplier current,
            EffectsToCommit effects,
            InstantSource clock,
            PeerTransport transport,
            AddressBook addresses,
            Positions positions) {
        this.config = config;
        this.node = config.node();
        this.store = store;
        this.current = current;
        this.effects = effects;
        this.clock = clock;
        this.transport = transport;
        this.addresses = addresses;
        this.positions = positions;
    }

    static Membership start(
            HubConfig config,
            LogStore store,
            BooleanSupplier current,
            EffectsToCommit effects,
            InstantSource clock,
            PeerTransport transport,
            AddressBook addresses,
            Positions positions) {
        Membership membership = new Membership(config, store, current, effects, clock, transport, addresses, positions);
        transport.receive(PeerTransport.Topic.HELLO, bytes -> membership.heard(Hello.of(bytes)));
        var _ = membership.beating.scheduleWithFixedDelay(membership::beat, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return membership;
    }

    private void beat() {
        try {
            greet();
            if (leadingTerm().isPresent()) {
                divide();
            }
            register();
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("this node's place among the others could not be looked at");
        }
    }

    private void greet() {
        byte[] hello = new Hello(
                        node, current.getAsBoolean() && !leaving, store.health().position())
                .bytes();
        addresses.names().stream()
                .filter(name -> !name.equals(node))
                .forEach(name -> transport.send(PeerTransport.Topic.HELLO, name, hello));
    }

    private synchronized void heard(Hello hello) {
        positions.hears(hello, steady());
        if (leadingTerm().isPresent()) {
            hearing = hearing.hears(hello.node(), hello.fit(), steady());
        }
    }

    /** Begins to listen anew with each term. */
    private synchronized Optional<Long> leadingTerm() {
        if (!(store.health().role() instanceof Role.Leading(var term))) {
            return Optional.empty();
        }
        if (term != hearingTerm) {
            hearingTerm = term;
            hearing = Hearing.from(steady());
        }
        return Optional.of(term);
    }

    private void divide() {
        Snapshot snapshot = store.snapshot();
        Optional<StoredObject> stored = snapshot.get(SliceAssignment.KEY);
        Optional<SliceAssignment> assignment = stored.map(found -> SliceAssignment.of(found.tree()));
        SliceAssignment.over(assignment, holders(assignment)).ifPresent(next -> {
            LOG.atInfo()
                    .addKeyValue("epoch", next.epoch())
                    .addKeyValue("slices", next.counts())
                    .log("the hub's work is divided anew");
            commit(snapshot, written(SliceAssignment.KEY, stored, next.object()));
        });
    }

    private synchronized SortedSet<String> holders(Optional<SliceAssignment> assignment) {
        SortedSet<String> holders = hearing.holders(node, assignment, steady());
        if (leaving && holders.size() > 1) {
            holders.remove(node);
        }
        return holders;
    }

    /** Tells where it is to be reached, so that nodes that were not configured with it find it. */
    private void register() {
        Snapshot snapshot = store.snapshot();
        ObjectKey key = AddressBook.key(node);
        Optional<StoredObject> stored = snapshot.get(key);
        HubNodeSpec wanted = new HubNodeSpec(
                config.peers().orElseThrow().advertised().toString(),
                config.location().region(),
                config.location().zone());
        boolean known = stored.map(found -> HubNodeSpec.of(found.tree()))
                .filter(wanted::equals)
                .isPresent();
        if (!known && !leaving) {
            ObjectNode object = ObjectJson.mapper().createObjectNode();
            object.put("apiVersion", FleetKinds.GROUP + "/" + FleetKinds.VERSION)
                    .put("kind", FleetKinds.NODE);
            object.putObject("metadata").put("name", node);
            object.set("spec", RecordJson.write(wanted));
            commit(snapshot, written(key, stored, object));
        }
    }

    private static Effect written(ObjectKey key, Optional<StoredObject> stored, ObjectNode wanted) {
        return stored.<Effect>map(base -> {
                    ObjectNode object = base.tree();
                    object.set("spec", wanted.get("spec"));
                    return new Effect.Update(base, object);
                })
                .orElseGet(() -> new Effect.Create(key, wanted));
    }

    /** One at a time: the next beat sees what came of it. */
    private void commit(Snapshot snapshot, Effect effect) {
        if (!committing.compareAndSet(false, true)) {
            return;
        }
        try {
            WriteContext context =
                    new WriteContext(clock.instant(), UUID.randomUUID().toString(), ACTOR);
            Optional<Commit> commit = effects.commit(snapshot, List.of(effect), context);
            if (commit.isEmpty()) {
                committing.set(false);
            } else {
                store.commit(commit.get()).thenAccept(this::answered);
            }
        } catch (RuntimeException bug) {
            committing.set(false);
            throw bug;
        }
    }

    private void answered(CommitOutcome outcome) {
        committing.set(false);
        if (!(outcome instanceof CommitOutcome.Committed)) {
            LOG.atInfo().addKeyValue("outcome", outcome.toString()).log("not written; it is tried again");
        }
    }

    /** Time that no clock's correction moves. */
    static Instant steady() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }

    @Override
    public void close() {
        if (leaving) {
            return;
        }
        leaving = true;
        beating.execute(this::beat);
        long deadline = System.nanoTime() + LEAVE_PATIENCE.toNanos();
        try {
            while (holdsSlices() && System.nanoTime() - deadline < 0) {
                Thread.sleep(LEAVE_CHECK);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        beating.shutdownNow();
    }

    /** What can be given to somebody: a node that is the last one keeps everything. */
    private boolean holdsSlices() {
        return store.snapshot()
                .get(SliceAssignment.KEY)
                .map(found -> SliceAssignment.of(found.tree()).counts())
                .filter(counts -> counts.containsKey(node) && counts.size() > 1)
                .isPresent();
    }
}
