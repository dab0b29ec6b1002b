/**
 * What placement costs: decisions by themselves on one thread, what a fleet and its bindings take of memory, and a hub
 * that has to place everything anew.
 */
@NullMarked
package dev.flotilla.cli.bench.place;

import org.jspecify.annotations.NullMarked;
