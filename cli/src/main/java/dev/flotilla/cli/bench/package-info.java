/**
 * Benchmarks: what Flotilla does per second and what it costs, measured from outside on a fleet that a benchmark starts
 * for itself. It speaks to hub and members as any client does, and must not look into them.
 */
@NullMarked
package dev.flotilla.cli.bench;

import org.jspecify.annotations.NullMarked;
