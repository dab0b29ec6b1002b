package dev.flotilla.simulator;

import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.simulator.fault.Fault;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Simulated clusters that share one process, one Vertx and one certificate authority. */
public final class Fleet implements AutoCloseable {
    private final SequencedMap<String, SimulatedCluster> clusters;

    private Fleet(SequencedMap<String, SimulatedCluster> clusters) {
        this.clusters = clusters;
    }

    /**
     * Starts them all, or none.
     *
     * @throws IllegalArgumentException if two have the same name
     * @throws IllegalStateException if a port is taken, with what to do
     */
    public static Fleet start(
            List<ClusterOptions> options, CertificateAuthority authority, Vertx vertx, InstantSource clock) {
        if (options.stream().map(ClusterOptions::name).distinct().count() != options.size()) {
            throw new IllegalArgumentException("two clusters have the same name; give each its own");
        }
        SequencedMap<String, SimulatedCluster> started = new LinkedHashMap<>();
        try {
            for (ClusterOptions each : options) {
                started.put(each.name(), SimulatedCluster.start(each, authority, vertx, clock));
            }
        } catch (IllegalStateException failed) {
            started.values().forEach(SimulatedCluster::close);
            throw failed;
        }
        return new Fleet(started);
    }

    /** In the order in which they were asked for. */
    public Collection<SimulatedCluster> clusters() {
        return List.copyOf(clusters.values());
    }

    /** The cluster of that name, or those of the region of that name; none if there is neither. */
    public List<SimulatedCluster> named(String clusterOrRegion) {
        SimulatedCluster cluster = clusters.get(clusterOrRegion);
        return cluster == null ? inRegion(clusterOrRegion) : List.of(cluster);
    }

    public List<SimulatedCluster> inRegion(String region) {
        return clusters.values().stream()
                .filter(cluster -> cluster.region().equals(region))
                .toList();
    }

    /** Makes all of them behave so, at the same time. */
    public static void set(List<SimulatedCluster> clusters, Fault fault) {
        List<Thread> threads = new ArrayList<>();
        Map<String, RuntimeException> failures = new java.util.concurrent.ConcurrentSkipListMap<>();
        for (SimulatedCluster cluster : clusters) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    cluster.set(fault);
                } catch (RuntimeException failed) {
                    failures.put(cluster.name(), failed);
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while setting a fault", interrupted);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.values().iterator().next();
        }
    }

    @Override
    public void close() {
        clusters.values().forEach(SimulatedCluster::close);
    }
}
