package dev.flotilla.placement;

/** How replicas are dealt out among the selected clusters. */
public enum Strategy {
    /** Every cluster gets all of them. */
    DUPLICATED,
    /** By the weights that the policy names. */
    STATIC_WEIGHT,
    /** In proportion to what each cluster can take. */
    DYNAMIC_WEIGHT,
    /** Into as few clusters as can take them. */
    AGGREGATED;

    /** Whether clusters without room for the replicas are worth nothing. */
    public boolean needsCapacity() {
        return this == DYNAMIC_WEIGHT || this == AGGREGATED;
    }
}
