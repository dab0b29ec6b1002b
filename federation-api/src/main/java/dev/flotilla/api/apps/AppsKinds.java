package dev.flotilla.api.apps;

import dev.flotilla.api.kind.Kind;
import dev.flotilla.api.store.GroupResource;
import java.util.List;
import java.util.Optional;

/** The kinds of {@code apps.karmada.io}. */
public final class AppsKinds {
    public static final String GROUP = "apps.karmada.io";
    public static final GroupResource REBALANCERS = new GroupResource(GROUP, "workloadrebalancers");

    private AppsKinds() {}

    public static List<Kind> kinds() {
        return List.of(new Kind(
                GROUP,
                "v1alpha1",
                "WorkloadRebalancer",
                REBALANCERS.resource(),
                false,
                List.of(),
                List.of(Kind.AGE),
                WorkloadRebalancerSpec.class,
                Optional.of(WorkloadRebalancerStatus.class)));
    }
}
