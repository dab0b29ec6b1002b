/**
 * Puts into data and words why a workload is where it is: one answer for people and programs, drawn from the
 * scheduler's own decision. Owns no decision and writes nothing.
 */
@NullMarked
package dev.flotilla.placement.explain;

import org.jspecify.annotations.NullMarked;
