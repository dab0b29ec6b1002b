package dev.flotilla.cli.bench.place;

import dev.flotilla.cli.place.PlacedBinding;
import tools.jackson.databind.node.ObjectNode;

/** A binding as the hub writes one: a Deployment divided over six clusters of three regions, in a fleet of 400. */
final class ExampleBinding {
    private static final int FLEET = 400;

    private ExampleBinding() {}

    static ObjectNode make() {
        return PlacedBinding.of(
                GeneratedFleet.objects(FLEET),
                BenchWorkload.policy(BenchPlacement.REGION.placement()),
                BenchWorkload.deployment("web"));
    }
}
