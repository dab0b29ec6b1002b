package dev.flotilla.api.cel.value;

import dev.cel.common.types.OpaqueType;

/** The names of the types that Kubernetes adds to CEL. */
public final class KubernetesTypes {
    public static final OpaqueType QUANTITY = OpaqueType.create("kubernetes.Quantity");
    public static final OpaqueType URL = OpaqueType.create("kubernetes.URL");
    public static final OpaqueType IP = OpaqueType.create("net.IP");
    public static final OpaqueType CIDR = OpaqueType.create("net.CIDR");
    public static final OpaqueType SEMVER = OpaqueType.create("kubernetes.Semver");
    public static final OpaqueType FORMAT = OpaqueType.create("kubernetes.NamedFormat");

    private KubernetesTypes() {}
}
