/**
 * Runs reconcilers over one store without actors: which keys are due, in what order, and the one thread that takes them
 * in turn. What a reconciler decides is not its business.
 */
@NullMarked
package dev.flotilla.simulator.loop;

import org.jspecify.annotations.NullMarked;
