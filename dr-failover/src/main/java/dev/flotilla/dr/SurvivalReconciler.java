package dev.flotilla.dr;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.cluster.ClusterReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps on every Cluster the condition {@code SurvivesLoss}: whether the workloads of its region would find room
 * elsewhere if the region were lost now. Keys are sites; a cluster that lies in no region is its own.
 *
 * <p>After a change that matters a site is judged at once, and then not again for {@value #REST_SECONDS} s, or longer
 * in a large fleet, however much changes; what has been worked out for a workload and a fleet is not worked out again.
 * What is remembered bears on when a site is judged, never on the judgement.
 */
public final class SurvivalReconciler implements Reconciler {
    private static final int REST_SECONDS = 10;
    private static final int REST_SECONDS_MAX = 60;

    /** How many workloads are judged in a second, for all sites together, up to where the longest rest is reached. */
    private static final int WORKLOADS_PER_SECOND = 5_000;

    private final FleetWorkloads workloads;
    private final Observer observer;
    private final Map<ObjectKey, Judged> judged = new ConcurrentHashMap<>();

    /** @param again before when it is not judged anew */
    private record Judged(Instant again, ImaginedLoss loss, Survival survival) {}

    /** Is told of every judgement, for metrics; called on several threads. */
    public interface Observer {
        Observer NOBODY = new Observer() {
            @Override
            public void judged(Survival survival) {}

            @Override
            public void gone(String site) {}
        };

        void judged(Survival survival);

        /** No cluster lies there any more. */
        void gone(String site);
    }

    /** @param workloads may be shared with others that read the same store */
    public SurvivalReconciler(FleetWorkloads workloads, Observer observer) {
        this.workloads = workloads;
        this.observer = observer;
    }

    @Override
    public String name() {
        return "region-survival";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Cluster.RESOURCE, BindingKinds.RESOURCE_BINDING, BindingKinds.CLUSTER_RESOURCE_BINDING);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        if (!change.key().resource().equals(Cluster.RESOURCE)) {
            return sameSpec(change) ? Stream.empty() : keys(snapshot);
        }
        return sameCluster(change)
                ? Stream.empty()
                : Stream.concat(
                        keys(snapshot), Stream.ofNullable(change.before()).map(before -> Site.key(Member.of(before))));
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return workloads.sites(snapshot).keySet().stream();
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        @Nullable Site site = workloads.sites(snapshot).get(key);
        if (site == null) {
            Optional.ofNullable(judged.remove(key))
                    .ifPresent(gone -> observer.gone(gone.survival().site()));
            return Decision.nothing();
        }
        @Nullable Judged known = judged.get(key);
        if (known != null && !site.lost() && now.isBefore(known.again())) {
            return Decision.of(write(site, known.survival(), now)).andAgain(Duration.between(now, known.again()));
        }
        Judged fresh = judge(snapshot, site, known == null ? ImaginedLoss.NONE : known.loss(), now);
        judged.put(key, fresh);
        observer.judged(fresh.survival());
        return Decision.of(write(site, fresh.survival(), now));
    }

    private Judged judge(Snapshot snapshot, Site site, ImaginedLoss before, Instant now) {
        if (site.lost()) {
            return new Judged(Instant.EPOCH, ImaginedLoss.NONE, Survival.lost(site));
        }
        ImaginedLoss loss = before.over(workloads, snapshot, site.clusters(), now);
        Duration rest = rest(loss.workloads(), workloads.sites(snapshot).size());
        return new Judged(now.plus(rest), loss, Survival.of(site, loss.forecast()));
    }

    /** How long a judgement holds, whatever changes. */
    static Duration rest(int workloads, int sites) {
        long seconds = (long) workloads * sites / WORKLOADS_PER_SECOND;
        return Duration.ofSeconds(Math.clamp(seconds, REST_SECONDS, REST_SECONDS_MAX));
    }

    private static List<Effect> write(Site site, Survival survival, Instant now) {
        return site.members().stream()
                .filter(member -> !survival.told(member))
                .<Effect>map(member -> new Effect.UpdateStatus(member.object(), member.with(survival.condition(now))))
                .toList();
    }

    /** What only the members report, or what another controller notes beside the spec, makes no difference. */
    private static boolean sameSpec(Change change) {
        @Nullable StoredObject before = change.before();
        @Nullable StoredObject after = change.after();
        return before != null
                && after != null
                && before.head().generation() == after.head().generation()
                && before.head().terminating() == after.head().terminating();
    }

    private static boolean sameCluster(Change change) {
        @Nullable StoredObject before = change.before();
        @Nullable StoredObject after = change.after();
        if (before == null || after == null) {
            return false;
        }
        Member was = Member.of(before);
        Member is = Member.of(after);
        return was.judged() == is.judged()
                && was.lost() == is.lost()
                && was.taints().equals(is.taints())
                && ClusterReader.read(before).equals(ClusterReader.read(after));
    }
}
