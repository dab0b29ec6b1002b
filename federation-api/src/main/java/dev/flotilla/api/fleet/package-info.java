/**
 * The hub's own nodes: which there are, which slices of the key space each looks after, and the rule by which slices
 * move. Pure; who carries it out lives in the hub.
 */
@NullMarked
package dev.flotilla.api.fleet;

import org.jspecify.annotations.NullMarked;
