/**
 * Tests of a whole fleet in its real processes: hub, broker and simulated members, started as {@code flotilla up}
 * starts them, looked at through kubectl and HTTP alone, and killed without warning.
 */
@NullMarked
package dev.flotilla.e2e.fleet;

import org.jspecify.annotations.NullMarked;
