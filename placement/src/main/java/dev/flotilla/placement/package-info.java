/**
 * Scheduling: which clusters a workload goes to, with how many replicas, and why not to the others. Owns the pure
 * decision and its data; it reads no store, no clock and no policy object that its caller has not handed to it.
 */
@NullMarked
package dev.flotilla.placement;

import org.jspecify.annotations.NullMarked;
