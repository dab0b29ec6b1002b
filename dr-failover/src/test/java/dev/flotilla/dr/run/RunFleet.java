package dev.flotilla.dr.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.dr.FailoverRunStatus;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.dr.FleetWorkloads;
import dev.flotilla.dr.FleetWorld;
import dev.flotilla.dr.Members;
import dev.flotilla.dr.evidence.HashChain;
import dev.flotilla.dr.evidence.JournalEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Six clusters in three regions, workloads of every kind of placement, and runs over them. */
public final class RunFleet {
    static final List<String> CLUSTERS = FleetWorld.CLUSTERS;
    private static final Duration LONG = Duration.ofMinutes(20);

    public final FleetWorld world = new FleetWorld();
    final Members members = new Members(world);
    FailoverRunReconciler runs = new FailoverRunReconciler("hub-1", new FleetWorkloads());
    private int processes = 1;

    public RunFleet(long seed, int workloads) {
        Random random = new Random(seed);
        CLUSTERS.forEach(name -> world.cluster(name, 200));
        for (int number = 0; number < workloads; number++) {
            world.deployment("w" + number, 1 + random.nextInt(8), FleetWorld.placement(number), "");
        }
        world.settle();
        world.run(new IncidentReconciler());
        world.run(runs);
        pass(Duration.ofSeconds(8));
    }

    /** The hub is killed, and another process takes over. */
    void kill() {
        world.kill(runs);
        runs = new FailoverRunReconciler("hub-" + ++processes, new FleetWorkloads());
        world.run(runs);
    }

    void drill(String name, String spec) {
        create(name, """
                {"purpose": "Drill", "sites": [{"region": "eu"}], "soakSeconds": 3, "maxSeconds": 120,
                 "guards": [{"name": "others", "type": "OtherSitesReady"}]%s}""".formatted(spec));
    }

    void create(String name, String spec) {
        world.create("dr.flotilla.dev/failoverruns//" + name, """
                {"apiVersion": "dr.flotilla.dev/v1alpha1", "kind": "FailoverRun",
                 "metadata": {"name": "%s", "finalizers": ["dr.flotilla.dev/unwind"]}, "spec": %s}""".formatted(name, spec));
    }

    public void pass(Duration time) {
        world.pass(time, this::second);
    }

    private void second() {
        members.probe(CLUSTERS);
        members.propagate();
        members.report();
    }

    FailoverRun find(String name) {
        return world.snapshot().get(FailoverRun.key(name)).map(FailoverRun::of).orElseThrow();
    }

    FailoverRunStatus status(String name) {
        return find(name).status();
    }

    /** Lets time pass until the run is over. */
    FailoverRunStatus end(String name) {
        for (long second = 0; second < LONG.toSeconds(); second++) {
            if (find(name).completed()) {
                return status(name);
            }
            pass(Duration.ofSeconds(1));
        }
        throw new AssertionError("the run does not end: " + status(name).phase() + ", "
                + status(name).message());
    }

    public Map<String, String> placements() {
        Map<String, String> placements = new TreeMap<>();
        for (StoredObject binding : world.bindings()) {
            placements.put(binding.key().name(), FleetWorld.clusters(binding.tree()));
        }
        return placements;
    }

    Map<String, Set<String>> copies() {
        Map<String, Set<String>> copies = new TreeMap<>();
        placements().keySet().forEach(name -> copies.put(name, members.ready(name)));
        return copies;
    }

    /** What is said of each placement is said of the one it has. */
    void assertEachPlacementIsExplained() {
        for (StoredObject binding : world.bindings()) {
            String message = binding.tree()
                    .at("/status/conditions")
                    .valueStream()
                    .filter(each -> each.path("type").asString("").equals("Scheduled"))
                    .map(each -> each.path("message").asString(""))
                    .findFirst()
                    .orElse("");
            for (String target : FleetWorld.clusters(binding.tree()).split(" ")) {
                assertThat(message)
                        .as("why " + binding.key() + " is where it is")
                        .contains(target.split("=")[0]);
            }
        }
    }

    public void assertNothingIsLeftOver() {
        for (String cluster : CLUSTERS) {
            assertThat(world.at("cluster.karmada.io/clusters//" + cluster, "/metadata/annotations")
                            .isEmpty())
                    .as("marks on " + cluster)
                    .isTrue();
        }
        for (StoredObject binding : world.bindings()) {
            assertThat(binding.tree().at("/spec/removing").isEmpty())
                    .as("removals of " + binding.key())
                    .isTrue();
            assertThat(binding.tree().at("/spec/gracefulEvictionTasks").isEmpty())
                    .as("eviction tasks of " + binding.key())
                    .isTrue();
        }
    }

    static void assertJournalIsWhole(FailoverRunStatus status) {
        List<JournalEntry> journal = status.journal().stream()
                .map(each -> new JournalEntry(
                        each.seq(),
                        each.at(),
                        each.step(),
                        each.state(),
                        each.key(),
                        each.detail(),
                        each.executor(),
                        each.epoch(),
                        each.previousHash(),
                        each.hash()))
                .toList();
        assertThat(HashChain.firstBreak(journal)).isEmpty();
    }

    public void delete(String run) {
        world.delete("dr.flotilla.dev/failoverruns//" + run);
    }

    boolean exists(String run) {
        return world.snapshot().get(FailoverRun.key(run)).isPresent();
    }

    /** The name of the one run there is. */
    String only() {
        List<StoredObject> all = world.snapshot().list(FailoverRun.RESOURCE).toList();
        assertThat(all).hasSize(1);
        return all.getFirst().key().name();
    }

    /** What was decided, without when. */
    List<String> decisions(String run) {
        return status(run).decisions().stream()
                .map(FailoverRunStatus.DecisionMade::what)
                .toList();
    }
}
