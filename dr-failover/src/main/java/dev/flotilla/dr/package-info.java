/**
 * Failover: which workloads leave which lost clusters, when, and how many at a time. And what would become of them if
 * more were lost. Owns a binding's eviction tasks and the conditions EvictionHeld and SurvivesLoss of clusters; where
 * the workloads go is placement's decision, and nothing here deletes a copy.
 */
@NullMarked
package dev.flotilla.dr;

import org.jspecify.annotations.NullMarked;
