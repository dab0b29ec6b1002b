/**
 * Where the workloads of one affinity group are, and the guard that keeps two of them from being placed past each
 * other. What follows for a cluster is the scheduler's business.
 */
@NullMarked
package dev.flotilla.placement.peers;

import org.jspecify.annotations.NullMarked;
