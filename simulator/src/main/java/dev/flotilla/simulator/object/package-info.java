/**
 * A member's objects as its controllers read and build them: kinds, names, owner references, conditions, pods. Pure; it
 * decides nothing about what should exist.
 */
@NullMarked
package dev.flotilla.simulator.object;

import org.jspecify.annotations.NullMarked;
