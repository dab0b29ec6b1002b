/**
 * Which room of clusters is promised to workloads that have not come there yet. Owns the count of what bindings promise
 * and the guard that keeps two decisions from promising the same; how much room a cluster has is not its business.
 */
@NullMarked
package dev.flotilla.placement.reservation;

import org.jspecify.annotations.NullMarked;
