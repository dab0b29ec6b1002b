package dev.flotilla.cli.place;

import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes Cluster objects as a fleet of some size would have them: spread over regions, zones and providers, with labels,
 * taints, APIs and what each has left. The same shape and seed give the same fleet, and a cluster is the same whatever
 * comes after it.
 */
public final class FleetGenerator {
    private static final List<String> GEOGRAPHIES = List.of(
            "us-east",
            "us-west",
            "eu-west",
            "eu-central",
            "ap-southeast",
            "ap-northeast",
            "sa-east",
            "ca-central",
            "eu-north",
            "ap-south",
            "me-central",
            "af-south");
    private static final List<String> PROVIDERS = List.of("aws", "gcp", "azure", "openstack", "metal");
    private static final List<String> VERSIONS = List.of("v1.33.9", "v1.34.5", "v1.35.2", "v1.36.1");
    private static final int PERCENT = 100;
    private static final int STAGING_BELOW = 30;
    private static final int DEVELOPMENT_BELOW = 10;
    private static final int GPU_BELOW = 10;

    private final FleetShape shape;
    private final long seed;

    public FleetGenerator(FleetShape shape, long seed) {
        this.shape = shape;
        this.seed = seed;
    }

    /** Fresh trees, made one after the other. */
    public Stream<ObjectNode> clusters() {
        SplittableRandom seeds = new SplittableRandom(seed);
        return IntStream.range(0, shape.clusters())
                .mapToObj(number -> cluster(number, new SplittableRandom(seeds.nextLong())));
    }

    private ObjectNode cluster(int number, SplittableRandom random) {
        int regionNumber = number % shape.regions();
        String region =
                GEOGRAPHIES.get(regionNumber % GEOGRAPHIES.size()) + "-" + (regionNumber / GEOGRAPHIES.size() + 1);
        String provider = provider(regionNumber % shape.providers());
        ObjectNode cluster = ObjectJson.mapper().createObjectNode();
        cluster.put("apiVersion", "cluster.karmada.io/v1alpha1").put("kind", "Cluster");
        ObjectNode metadata = cluster.putObject("metadata");
        metadata.put("name", region + "-%02d".formatted(number / shape.regions() + 1));
        boolean gpu = random.nextInt(PERCENT) < GPU_BELOW;
        labels(metadata.putObject("labels"), region, provider, gpu, random);
        ObjectNode spec = cluster.putObject("spec").put("syncMode", "Push");
        spec.put("provider", provider).put("region", region);
        zones(spec.putArray("zones"), region, random);
        taints(spec, gpu, random);
        spec.set("resourceModels", NodeGrades.models());
        ObjectNode status = cluster.putObject("status");
        status.put("kubernetesVersion", VERSIONS.get(random.nextInt(VERSIONS.size())));
        ready(status);
        new NodeGrades(shape.usedPercent(), random).write(status);
        status.set("apiEnablements", GeneratedApis.of(random));
        return cluster;
    }

    private static String provider(int number) {
        return number < PROVIDERS.size() ? PROVIDERS.get(number) : "provider-" + (number + 1);
    }

    private static void labels(
            ObjectNode labels, String region, String provider, boolean gpu, SplittableRandom random) {
        int environment = random.nextInt(PERCENT);
        labels.put(
                "environment",
                environment < DEVELOPMENT_BELOW
                        ? "development"
                        : environment < STAGING_BELOW ? "staging" : "production");
        labels.put("geography", region.substring(0, region.indexOf('-')));
        labels.put("provider", provider);
        if (gpu) {
            labels.put("hardware", "gpu");
        }
    }

    private void zones(ArrayNode zones, String region, SplittableRandom random) {
        List<String> all = new ArrayList<>();
        for (int zone = 0; zone < shape.zones(); zone++) {
            all.add(region + (char) ('a' + zone));
        }
        int first = random.nextInt(all.size());
        int count = 1 + random.nextInt(all.size());
        IntStream.range(0, count)
                .mapToObj(next -> all.get((first + next) % all.size()))
                .sorted()
                .forEach(zones::add);
    }

    private void taints(ObjectNode spec, boolean gpu, SplittableRandom random) {
        boolean tainted = random.nextInt(PERCENT) < shape.taintedPercent();
        if (tainted) {
            ObjectNode taint = spec.putArray("taints").addObject();
            taint.put("key", gpu ? "dedicated" : "maintenance")
                    .put("value", gpu ? "gpu" : "planned")
                    .put("effect", "NoSchedule");
        }
    }

    private static void ready(ObjectNode status) {
        status.putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "True")
                .put("reason", "ClusterReady")
                .put("message", "cluster is healthy and ready to accept workloads")
                .put("lastTransitionTime", "2026-01-01T00:00:00Z");
    }
}
