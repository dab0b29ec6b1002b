/**
 * Failover runs: the journalled execution of a drill, of a real loss or of the way back. A run watches what detection,
 * eviction, placement and traffic do by themselves, injects and takes back a drill's loss, and places workloads as they
 * were before. It owns FailoverRun's status, the marks of a simulated loss, and the return of bindings; it evicts
 * nothing itself.
 */
@NullMarked
package dev.flotilla.dr.run;

import org.jspecify.annotations.NullMarked;
