/**
 * One node of the hub: reads its configuration, starts every part in order, wires them together, and ends them in
 * reverse.
 */
@NullMarked
package dev.flotilla.hub;

import org.jspecify.annotations.NullMarked;
