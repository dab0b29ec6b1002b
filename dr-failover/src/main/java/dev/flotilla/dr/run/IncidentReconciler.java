package dev.flotilla.dr.run;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.dr.FailoverRunSpec;
import dev.flotilla.api.dr.FailoverRunSpec.Purpose;
import dev.flotilla.api.dr.Site;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.dr.FleetWorkloads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Opens a run for each site that is really lost: a region, or a cluster without one. A site is lost when a cluster of
 * its own has been away for long enough that workloads are made to leave it; what a drill treats as lost is not. Runs
 * that are over are kept, the newest of them.
 */
public final class IncidentReconciler implements Reconciler {
    private static final ObjectKey FLEET = ObjectKey.of("dr.flotilla.dev", "incidents", "", "fleet");
    private static final int KEPT = 20;
    private static final int NAME_LENGTH_MAX = 40;

    private final RunWorld world = new RunWorld(new FleetWorkloads());

    @Override
    public String name() {
        return "incidents";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Cluster.RESOURCE, FailoverRun.RESOURCE);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return Stream.of(FLEET);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return Stream.of(FLEET);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        List<FailoverRun> runs = List.copyOf(world.runs(snapshot).values());
        Map<Site, Instant> lost =
                new TreeMap<>(Comparator.comparing(Site::label).thenComparing(Site::cluster));
        for (SiteCluster cluster : world.clusters(snapshot).values()) {
            if (cluster.isLost() && cluster.evicted() && !drilled(cluster)) {
                lost.merge(site(cluster), cluster.since(), (one, two) -> one.isBefore(two) ? one : two);
            }
        }
        List<Effect> effects = new ArrayList<>();
        lost.forEach((site, since) -> open(snapshot, runs, site, since).ifPresent(effects::add));
        forgotten(runs).forEach(run -> effects.add(new Effect.Delete(run.object())));
        return Decision.of(effects);
    }

    /** A drill that has let the cluster come back still has to see it come. */
    private static boolean drilled(SiteCluster cluster) {
        return !cluster.lossMark().isEmpty() || !cluster.returnMark().isEmpty();
    }

    private static Site site(SiteCluster cluster) {
        String region = cluster.cluster().spec().region();
        return region.isEmpty() ? Site.ofCluster(cluster.name()) : Site.ofRegion(region);
    }

    /** One run for each loss: the same loss, seen again, has the same name. */
    private static Optional<Effect> open(Snapshot snapshot, List<FailoverRun> runs, Site site, Instant since) {
        String name = "incident-" + dns(site.label()) + "-" + since.getEpochSecond();
        ObjectKey key = FailoverRun.key(name);
        boolean followed = runs.stream()
                .anyMatch(run -> !run.completed()
                        && run.spec().purpose() == Purpose.INCIDENT
                        && run.spec().sites().contains(site));
        return followed || snapshot.get(key).isPresent()
                ? Optional.empty()
                : Optional.of(new Effect.Create(key, object(name, site, since)));
    }

    private static ObjectNode object(String name, Site site, Instant since) {
        ObjectNode run = ObjectJson.mapper().createObjectNode();
        run.put("apiVersion", "dr.flotilla.dev/v1alpha1").put("kind", FailoverRun.KIND);
        run.putObject("metadata").put("name", name);
        run.set(
                "spec",
                RecordJson.write(new FailoverRunSpec(
                        Purpose.INCIDENT,
                        List.of(site),
                        null,
                        List.of(),
                        "",
                        site.label() + " has been lost since " + since,
                        0,
                        FailoverRunSpec.MAX_SECONDS,
                        false)));
        return run;
    }

    private static String dns(String label) {
        String clean = label.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return clean.substring(0, Math.min(NAME_LENGTH_MAX, clean.length()));
    }

    private static List<FailoverRun> forgotten(List<FailoverRun> runs) {
        return runs.stream()
                .filter(run -> run.completed() && run.spec().purpose() == Purpose.INCIDENT)
                .filter(run -> !run.object().head().terminating())
                .sorted(Comparator.comparing((FailoverRun run) ->
                                Optional.ofNullable(run.status().lostSince()).orElse(Instant.EPOCH))
                        .reversed())
                .skip(KEPT)
                .toList();
    }
}
