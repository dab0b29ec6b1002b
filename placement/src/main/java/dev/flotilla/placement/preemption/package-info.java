/**
 * Which workloads of lower priority make room for one that finds none. Owns that choice and its budgets; who may ask
 * for it is the policies' business, and where the displaced go is the scheduler's.
 */
@NullMarked
package dev.flotilla.placement.preemption;

import org.jspecify.annotations.NullMarked;
