/**
 * Looks after members: which copies concern which member, one step at a time in each, and what comes back. It carries
 * out what the pure root package decides and holds nothing that could not be found again by looking.
 */
@NullMarked
package dev.flotilla.propagation.actor;

import org.jspecify.annotations.NullMarked;
