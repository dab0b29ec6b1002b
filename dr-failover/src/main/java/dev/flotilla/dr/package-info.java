/**
 * Failover: which workloads leave which lost clusters, when, and how many at a time. Owns a binding's eviction tasks
 * and the EvictionHeld condition of clusters; where the workloads go is placement's decision, and nothing here deletes
 * a copy.
 */
@NullMarked
package dev.flotilla.dr;

import org.jspecify.annotations.NullMarked;
