/**
 * The shape of every controller: a pure function from a snapshot and a key to effects. Who runs it, when, and on which
 * node is not its business.
 */
@NullMarked
package dev.flotilla.api.reconcile;

import org.jspecify.annotations.NullMarked;
